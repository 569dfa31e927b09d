// The search field's direct hits: places and events whose names hold all the words. Pure but for the list it draws.

import { el } from "./dom.js";
import { recordLink } from "./detailparts.js";
import { fold, searchWords } from "./fold.js";

/** The folded names of a place, made once. */
const foldedNames = new WeakMap();

function namesFolded(place) {
  if (!foldedNames.has(place)) foldedNames.set(place, fold(place.names.map((name) => name.name).join("\n")));
  return foldedNames.get(place);
}

/**
 * Places and events for a search: places by any of their names; events by title, in the window first.
 * @param {{events: object[], outside: object[], undated: object[]}} result what the View shows and leaves out
 * @returns {{type: string, record: object}[]}
 */
export function searchHits(atlas, query, result, most = 5) {
  const words = searchWords(query);
  if (!words.length) return [];
  const holds = (text) => words.every((word) => text.includes(word));
  const places = atlas.places.filter((place) => holds(namesFolded(place))).slice(0, most);
  const events = [];
  for (const event of [...result.events, ...result.outside, ...result.undated]) {
    if (events.length === most) break;
    if (holds(fold(Object.values(event.title).join("\n")))) events.push(event);
  }
  return [...places.map((record) => ({ type: "place", record })), ...events.map((record) => ({ type: "event", record }))];
}

/** The hits as a list of links; null where nothing is searched. */
export function searchHitList(store) {
  if (!store.view.q.trim()) return null;
  const hits = searchHits(store.atlas, store.view.q, store.result);
  if (!hits.length) return null;
  return el("ul", { class: "search-hits", role: "list" }, hits.map((hit) =>
    el("li", {}, recordLink(hit, store), el("span", { class: "hit-type" }, hit.type === "place" ? store.t("Place") : store.t("Event")))));
}
