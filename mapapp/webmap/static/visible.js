// Atlas + View -> what matches: the one engine of visibility in the page. Pure: no DOM, no Leaflet.
// The twin of mapapp/select.py; both are read against tests/tables/visibility.json.

import { OPEN_END, OPEN_START, parseSpan } from "./days.js";
import { searchWords } from "./fold.js";
import { isInside } from "./near.js";

/** The days that a View shows, first and last included. @returns {[number, number]} */
export function windowOf(view) {
  if (view.mode === "in") {
    const one = view.from ?? view.to;
    return (one !== null && parseSpan(one)) || [OPEN_START, OPEN_END];
  }
  const first = view.from === null || view.mode === "up-to" ? OPEN_START : parseSpan(view.from)[0];
  const last = view.to === null ? OPEN_END : parseSpan(view.to)[1];
  return [first, last];
}

/** Could the date fall in the window? @param {number[]} days start earliest, latest, end earliest, latest */
export function isPossible(days, window) {
  return days[0] <= window[1] && days[3] >= window[0];
}

/** Must the date fall in the window? A soft date (uncertain, approximate) never must. */
export function isCertain(days, soft, window) {
  return !soft && days[1] <= window[1] && days[2] >= window[0];
}

/** The filters, in the order in which reasons are given; a filter is a bit of a mask, by its place here. */
export const FILTERS = [
  "kind", "actor", "place", "region", "country", "near", "along", "bbox", "source", "source-lang", "era", "certainty", "disputed", "q",
];
const bitOf = (filter) => 1 << FILTERS.indexOf(filter);

const anyOf = (wanted, has) => has.some((id) => wanted.has(id));

/** The tests that a View asks for: [bit, passes]; what is not asked is not tested. @returns {[number, (event: object) => boolean][]} */
function testsOf(view, words) {
  const tests = [];
  const ask = (filter, asked, passes) => asked && tests.push([bitOf(filter), passes]);
  const askList = (filter, list, has) => {
    const wanted = new Set(list);
    ask(filter, list.length > 0, (event) => anyOf(wanted, has(event)));
  };
  const kinds = new Set(view.kinds);
  const places = new Set(view.places);
  ask("kind", kinds.size > 0, (event) => kinds.has(event.kind));
  askList("actor", view.actors, (event) => event.actors);
  ask("place", places.size > 0, (event) => anyOf(places, event.places) || anyOf(places, event.about));
  askList("region", view.regions, (event) => event.regions);
  askList("country", view.countries, (event) => event.countries);
  ask("near", view.near, (event) => event.kmFrom(view.near[0]) <= view.near[1]);
  ask("along", view.along, (event) => event.kmAlong(view.along[0]) <= view.along[1]);
  ask("bbox", view.bbox, (event) => event.points.some((point) => isInside(point, view.bbox)));
  askList("source", view.sources, (event) => event.sources);
  askList("source-lang", view.sourceLanguages, (event) => event.sourceLanguages);
  askList("era", view.eras, (event) => event.eras);
  ask("certainty", view.certainty === "certain", (event) => event.certainty === "certain");
  ask("disputed", view.disputed, (event) => event.disagreements.length > 0);
  ask("q", words.length > 0, (event) => words.every((word) => event.search.includes(word)));
  return tests;
}

/** For each event a mask of the filters that keep it out (time apart); 0 where it passes all. @returns {Int32Array} */
export function masksOf(events, view, words = searchWords(view.q)) {
  const tests = testsOf(view, words);
  const masks = new Int32Array(events.length);
  events.forEach((event, i) => {
    for (const [bit, passes] of tests) if (!passes(event)) masks[i] |= bit;
  });
  return masks;
}

/** Names of the filters that keep an event out (time apart). @returns {string[]} */
export function reasonsAgainst(event, view, words) {
  const [mask] = masksOf([event], view, words);
  return FILTERS.filter((filter) => mask & bitOf(filter));
}

/**
 * How surely an event is in the window, for the strength of its mark: 1 where it must be, else the share of the
 * uncertain stretch at the window's edge that the window covers; a soft date never passes 0.7.
 */
export function presence(days, soft, window) {
  const share = (first, last, from, to) => Math.max(0, Math.min(last, to) - Math.max(first, from) + 1) / (last - first + 1);
  const [a, b, c, d] = days;
  const moment = a === c && b === d; // one date of whatever precision
  let strength = 1;
  if (moment) strength = share(a, d, window[0], window[1]);
  else if (b > window[1]) strength = share(a, b, window[0], window[1]);
  else if (c < window[0]) strength = share(c, d, window[0], window[1]);
  return soft ? Math.min(strength, 0.7) : strength;
}

/** How much of an event's mark the trail leaves: 1 in its years, then fading to 0.25 over as many again. */
export function afterglow(days, window, trail) {
  if (!trail || days[3] >= window[1] || window[1] >= OPEN_END) return 1;
  const years = (window[1] - days[3]) / 365.2425;
  return years <= trail ? 1 : Math.max(0.25, 1 - (0.75 * (years - trail)) / trail);
}

/** Is a dated event in the window, under the View's demand for certainty? */
export function inWindow(event, view, window) {
  if (!isPossible(event.days, window)) return false;
  return view.certainty !== "certain" || isCertain(event.days, event.soft, window);
}

/**
 * What a View shows: events in the window, and those that pass every other filter but are undated or outside it.
 * @returns {{events: object[], undated: object[], outside: object[], places: string[], unlocated: object[],
 *   window: [number, number], masks: Int32Array}} `masks` by the place of an event in `events`, see `masksOf`
 */
export function selectEvents(events, view) {
  const window = windowOf(view);
  const masks = masksOf(events, view);
  const found = { events: [], undated: [], outside: [], places: [], unlocated: [], window, masks };
  const places = new Set();
  events.forEach((event, i) => {
    if (masks[i]) return;
    if (!event.days) found.undated.push(event);
    else if (!inWindow(event, view, window)) found.outside.push(event);
    else {
      found.events.push(event);
      if (event.places.length === 0) found.unlocated.push(event);
      for (const place of event.places) places.add(place);
    }
  });
  found.places = [...places];
  return found;
}

/**
 * Counts of one facet: for each value, events in the window and in all years, with the facet's own filter lifted.
 * @param {string} filter the name of the facet's filter
 * @param {(event: object) => string[]} valuesOf
 * @param {Int32Array} [masks] of the same events and View
 * @returns {Map<string, {shown: number, all: number}>}
 */
export function facetCounts(events, view, filter, valuesOf, masks = masksOf(events, view)) {
  const window = windowOf(view);
  const others = ~bitOf(filter);
  const counts = new Map();
  events.forEach((event, i) => {
    if (masks[i] & others) return;
    const shown = event.days && inWindow(event, view, window) ? 1 : 0;
    for (const value of valuesOf(event)) {
      const count = counts.get(value) ?? { shown: 0, all: 0 };
      count.shown += shown;
      count.all += 1;
      counts.set(value, count);
    }
  });
  return counts;
}
