"""The page inside Streamlit: a component that owns one iframe and keeps it alive over reruns.

The page does everything by itself; Python hears of its View only with what it is asked to do (an export, a desk), so
that moving the slider and filtering cost the server nothing.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

_SCRIPT = """
const frames = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.host ?? parentElement;
  let own = frames.get(root);
  if (!own) {
    own = { frame: document.createElement("iframe"), order: data.order };
    frames.set(root, own);
    void show(own, data, parentElement);
  }
  own.setTriggerValue = setTriggerValue;
  own.atlas = data.atlas;
  own.view = data.view;
  if (data.order !== own.order) {
    own.order = data.order;
    own.frame.contentWindow?.mapapp?.open(data.view);
  }
  return () => {
    if (parentElement.isConnected) return; // only newer data have overtaken these
    frames.delete(root);
    own.gone = true;
    own.frame.remove();
  };
}

async function show(own, data, parentElement) {
  const { frame } = own;
  frame.title = data.title;
  frame.className = "mapapp-frame";
  const answer = await fetch(data.page).catch(() => null);
  const html = answer?.ok ? await answer.text().catch(() => null) : null;
  if (own.gone) return;
  if (html === null) {
    parentElement.append(Object.assign(document.createElement("p"), { textContent: data.missing, role: "alert" }));
    return;
  }
  frame.dataset.view = own.view;
  frame.srcdoc = html;
  parentElement.append(frame);
  frame.addEventListener("load", () => listen(frame, own));
}

function listen(frame, own) {
  const page = frame.contentDocument;
  const tell = (query) => {
    const address = `?atlas=${encodeURIComponent(own.atlas)}&${query}`;
    window.history.replaceState(window.history.state, "", address);
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


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("mapapp.page", js=_SCRIPT, css=_STYLE, isolate_styles=False)


def page_frame(
    *, key: str, atlas: str, title: str, page: str, missing: str, view: str, order: int
) -> dict[str, Any] | None:
    """Mount the page at the address `page`, or keep it; gives what it asks for, with its View as `query`.

    A new `order` makes it open `view`; `page` is used by the first call only, `missing` said where nothing is there.
    """
    data = {"page": page, "missing": missing, "title": title, "atlas": atlas, "view": view, "order": order}
    action: dict[str, Any] | None = _component()(key=key, data=data, on_action_change=lambda: None).action
    return action
