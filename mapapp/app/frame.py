"""The page inside Streamlit: a component that owns one iframe and keeps it alive over reruns.

The page does everything by itself; Python hears of its View only with what it is asked to do (an export, a desk), so
that moving the slider and filtering cost the server nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

_SCRIPT = """
const frames = new WeakMap();

export default function (component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  const root = parentElement.host ?? parentElement;
  let own = frames.get(root);
  if (!own && data.html) {
    const frame = document.createElement("iframe");
    frame.title = data.title;
    frame.className = "mapapp-frame";
    frame.dataset.view = data.view;
    frame.srcdoc = data.html;
    parentElement.append(frame);
    own = { frame, order: data.order };
    frames.set(root, own);
    frame.addEventListener("load", () => listen(frame, own));
  }
  if (!own) return;
  own.setStateValue = setStateValue;
  own.setTriggerValue = setTriggerValue;
  own.atlas = data.atlas;
  if (data.order !== own.order) {
    own.order = data.order;
    own.frame.contentWindow?.mapapp?.open(data.view);
  }
  return () => {
    frames.delete(root);
    own.frame.remove();
  };
}

function listen(frame, own) {
  const page = frame.contentDocument;
  const tell = (query) => {
    const address = `?atlas=${encodeURIComponent(own.atlas)}&${query}`;
    window.history.replaceState(window.history.state, "", address);
    if (!own.told) own.setStateValue("view", query); // once: the page is there
    own.told = true;
  };
  page.addEventListener("mapapp:change", (event) => {
    clearTimeout(own.timer);
    own.timer = setTimeout(() => tell(event.detail.query), 40);
  });
  page.addEventListener("mapapp:action", (event) => {
    own.setTriggerValue("action", { ...event.detail, query: frame.contentWindow.mapapp.query() });
  });
  if (frame.contentWindow.mapapp) tell(frame.contentWindow.mapapp.query());
}
"""

_STYLE = """
.mapapp-frame { position: fixed; inset: 0; width: 100%; height: 100dvh; border: 0; z-index: 1; }
"""


@dataclass(frozen=True, slots=True)
class PageState:
    """An action that the page asks for, with its View as a query string (of its opening, where nothing is asked)."""

    query: str | None
    action: dict[str, Any] | None


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("mapapp.page", js=_SCRIPT, css=_STYLE, isolate_styles=False)


def page_frame(*, key: str, atlas: str, title: str, html: str, view: str, order: int) -> PageState:
    """Mount the page, or keep it. A new `order` makes it open `view`; `html` is used by the first call only."""
    mounted = st.session_state.get(key)
    known = bool(mounted and getattr(mounted, "view", None))
    result = _component()(
        key=key,
        data={"html": "" if known else html, "title": title, "atlas": atlas, "view": view, "order": order},
        on_view_change=lambda: None,
        on_action_change=lambda: None,
    )
    return PageState(query=(result.action or {}).get("query", result.view), action=result.action)
