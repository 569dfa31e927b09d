// The search field's direct hits: places and events whose names hold all the words. Pure but for the list it draws.

import { namesFolded } from "./decode.js";
import { recordLink } from "./detailparts.js";
import { el } from "./dom.js";
import { searchWords } from "./fold.js";

/**
 * Places and events for a search: places by any of their names; events by title, those in the window first, and then
 * those that the window or other filters leave out (`hidden`).
 * @param {{events: object[]}} result what the View shows
 * @returns {{type: string, record: object, hidden: boolean}[]}
 */
export function searchHits(atlas, query, result, most = 5) {
  const words = searchWords(query);
  if (!words.length) return [];
  const places = firstOf(atlas.places, most, (place) => words.every((word) => namesFolded(place).includes(word)));
  const titled = (event) => words.every((word) => event.titles.includes(word));
  const events = firstOf(result.events, most, titled);
  const shown = new Set(events.length < most ? result.events : []);
  const hidden = firstOf(atlas.events, most - events.length, (event) => !shown.has(event) && titled(event));
  return [
    ...places.map((record) => ({ type: "place", record, hidden: false })),
    ...events.map((record) => ({ type: "event", record, hidden: false })),
    ...hidden.map((record) => ({ type: "event", record, hidden: true })),
  ];
}

function firstOf(records, most, good) {
  const found = [];
  for (const record of records) {
    if (found.length >= most) break;
    if (good(record)) found.push(record);
  }
  return found;
}

/** The hits as a list of links; null where there are none. Selecting one that is not shown says why it is not. */
export function searchHitList(query, store) {
  const { t } = store;
  const hits = searchHits(store.atlas, query, store.result);
  if (!hits.length) return null;
  const standing = ({ type, hidden }) => (hidden ? t("not shown") : type === "place" ? t("Place") : t("Event"));
  return el("ul", { class: "search-hits", role: "list" }, hits.map((hit) =>
    el("li", {}, recordLink(hit, store), el("span", { class: hit.hidden ? "hit-type hit-hidden" : "hit-type" }, standing(hit)))));
}
