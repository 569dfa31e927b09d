// The panel beside the map: the selected record, a list, or the opening of the atlas.

import { el, glyph, lazily, replaceKeepingFocus } from "./dom.js";
import { eventDetail } from "./detailevent.js";
import { titleOfRecord } from "./detailparts.js";
import { disagreementDetail, figureDetail, placeDetail } from "./detailrecords.js";
import { LIST_FACETS } from "./facets.js";
import { introPanel } from "./intro.js";
import { listPanel, openedList } from "./lists.js";
import { neighboursOf, recordOf } from "./related.js";

const REDRAW_AFTER = 120; // ms of rest while the window moves
const DRAWN_LATER = ["from", "to", "mode", "near", "along", "bbox", "q", "certainty", "disputed", ...Object.keys(LIST_FACETS)];
const DETAIL_BUILDERS = { event: eventDetail, place: placeDetail, figure: figureDetail, disagreement: disagreementDetail };

/**
 * The panel and its own small state: the list that is open, if one is.
 * @param {HTMLElement} root
 * @param {object} store
 * @param {{onOpen: (isList?: boolean) => void, onClose: () => void}} shell told when the panel has something to show, or nothing left
 */
export function mountDetail(root, store, shell) {
  const bar = el("div", { class: "detail-bar" });
  const body = el("div", { class: "detail-body", tabindex: "-1" });
  const announcer = el("p", { class: "visually-hidden", "aria-live": "polite" });
  root.append(bar, body, announcer);
  let list = null;

  const close = () => {
    list = null;
    store.set({ select: null });
    draw();
    shell.onClose();
  };
  const backToList = () => {
    store.set({ select: null });
    draw();
  };

  function draw() {
    const found = recordOf(store.atlas, store.view.select);
    const content = found ? DETAIL_BUILDERS[found.type](found.record, store) : list ? listPanel(list, store) : introPanel(store);
    const kindLine = found && !list ? content.shift() : null;
    replaceKeepingFocus(bar, [kindLine, ...barButtons(found)].filter(Boolean));
    replaceKeepingFocus(body, content);
    body.dataset.shows = found ? found.type : list ? "list" : "intro";
  }

  function barButtons(found) {
    const { t } = store;
    if (!found && !list) return [el("span", { class: "bar-title" }, t("About this atlas"))];
    const [before, after] = found?.type === "event" ? neighboursOf(store.result.events, found.record.id) : [null, null];
    return [
      found && list ? el("button", { type: "button", class: "plain-button", "data-key": "back", onclick: backToList },
        glyph("left"), t("Back to the list")) : null,
      el("span", { class: "bar-space" }),
      found?.type === "event" && !list ? stepButtons(before, after) : null,
      el("button", { type: "button", class: "plain-button", "data-key": "close", onclick: close }, t("Close")),
    ].filter(Boolean);
  }

  function stepButtons(before, after) {
    const { t } = store;
    const step = (event, key, label, icon) => el("button", {
      type: "button", class: "icon-button", "data-key": key, "aria-label": label, title: label, disabled: !event,
      onclick: () => store.set({ select: event.id }),
    }, glyph(icon));
    return [
      step(before, "step-before", t("Previous event in the window"), "left"),
      step(after, "step-after", t("Next event in the window"), "right"),
    ];
  }

  const drawSoon = lazily(draw, REDRAW_AFTER);
  store.subscribe((view, result, keys) => {
    const selected = keys.has("select");
    if (selected && view.select !== null) {
      const found = recordOf(store.atlas, view.select);
      if (found) {
        announcer.textContent = store.t("Selected: {title}", { title: titleOfRecord(found, store) });
        shell.onOpen();
      }
    }
    if (["select", "lang", "names", "layers", "follow", "readings"].some((key) => keys.has(key))) draw();
    else if (DRAWN_LATER.some((key) => keys.has(key))) drawSoon();
    if (selected || keys.has("lang")) body.scrollTop = 0;
  });
  document.addEventListener("mapapp:tray", (message) => {
    list = openedList(message.detail);
    store.set({ select: null });
    draw();
    body.scrollTop = 0;
    shell.onOpen(true);
    body.focus({ preventScroll: true });
  });
  body.addEventListener("keydown", (key) => {
    if (key.key === "Escape" && (store.view.select !== null || list)) close();
  });
  draw();
}
