"""The sketch map inside Streamlit: a component that owns one iframe and tells the geometry that is drawn in it."""

from __future__ import annotations

from typing import Any

import streamlit as st

_SCRIPT = """
const frames = new WeakMap();

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.host ?? parentElement;
  let own = frames.get(root);
  if (!own) {
    const frame = document.createElement("iframe");
    frame.title = data.title;
    frame.className = "mapapp-sketch";
    frame.srcdoc = data.html;
    parentElement.append(frame);
    own = { frame };
    frames.set(root, own);
    frame.addEventListener("load", () => {
      const tell = (event) => own.setStateValue("geometry", { value: event.detail });
      frame.contentDocument.addEventListener("mapapp:sketch", tell);
    });
  }
  own.setStateValue = setStateValue;
  return () => {
    if (parentElement.isConnected) return; // only newer data have overtaken these
    frames.delete(root);
    own.frame.remove();
  };
}
"""

_STYLE = ".mapapp-sketch { width: 100%; height: 380px; border: 1px solid var(--window-rule); border-radius: 6px; }"


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("mapapp.sketch", js=_SCRIPT, css=_STYLE, isolate_styles=False)


def sketch_pad(html: str, *, key: str, title: str) -> None:
    """Show the sketch `html`; `drawn_shape` gives what is drawn in it."""
    mounted = st.session_state.get(key)
    known = bool(mounted and getattr(mounted, "geometry", None))
    _component()(key=key, data={"html": "" if known else html, "title": title}, on_geometry_change=lambda: None)


def drawn_shape(key: str, geometry: dict[str, Any] | None) -> dict[str, Any] | None:
    """The GeoJSON geometry that is drawn in a sketch; `geometry` until something is drawn."""
    mounted = st.session_state.get(key)
    told: dict[str, Any] | None = getattr(mounted, "geometry", None) if mounted else None
    return told["value"] if told else geometry
