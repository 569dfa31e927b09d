// What the reader is told over the map: nothing found and how to find more; what a link said that was not understood.

import { el, lazily, replaceKeepingFocus } from "./dom.js";
import { activeFilters, bestLift } from "./facets.js";
import { filterName } from "./filterwords.js";

const NOTICE_AFTER = 150; // ms of rest while the window moves

/** @param {HTMLElement} root @param {object} store */
export function mountNotice(root, store) {
  const box = el("div", { class: "notice-host", role: "status" });
  root.append(box);
  let unread = store.problems ?? [];
  const draw = () => replaceKeepingFocus(box, [linkNotice(unread, store, () => {
    unread = [];
    draw();
  }), emptyNotice(store)].filter(Boolean));
  const drawSoon = lazily(draw, NOTICE_AFTER);
  store.subscribe((view, result, keys) => {
    if ([...keys].some((key) => !["center", "zoom", "select", "theme", "names", "layers"].includes(key))) drawSoon();
  });
  document.addEventListener("mapapp:unread", () => {
    unread = store.problems;
    draw();
  });
  draw();
}

function linkNotice(problems, store, dismiss) {
  if (!problems.length) return null;
  const parts = problems.map(({ key, text }) => `${key}=${text}`).join(", ");
  return el("div", { class: "notice" },
    el("p", {}, store.t("The link has parts that this atlas does not know or that are not understood: {parts}. The rest is shown.", { parts })),
    el("button", { type: "button", class: "small-button", "data-key": "notice-close", onclick: dismiss }, store.t("Close")));
}

/** What would bring events back into an empty window: a filter to lift, or other years. Pure. */
export function emptyHelp(atlas, view, result) {
  if (result.events.length || !activeFilters(view).length) return null;
  return { lift: bestLift(atlas.events, view), elsewhere: result.outside.length };
}

function emptyNotice(store) {
  const help = emptyHelp(store.atlas, store.view, store.result);
  if (!help) return null;
  const { t, tn } = store;
  const button = (key, label, patch) => el("button",
    { type: "button", class: "small-button", "data-key": key, onclick: () => store.set(patch) }, label);
  const { lift, elsewhere } = help;
  return el("div", { class: "notice" },
    el("p", {}, t("No event in these years passes the filters.")),
    lift ? button("notice-lift", tn("Without “{filter}”: {n} event", "Without “{filter}”: {n} events", lift.count,
      { filter: filterName(lift.filter, t) }), lift.patch) : null,
    elsewhere ? button("notice-years", tn("All years: {n} event", "All years: {n} events", elsewhere),
      { mode: "between", from: null, to: null }) : null);
}
