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

const disjoint = (wanted, has) => !has.some((id) => wanted.includes(id));

/**
 * Names of the filters that keep an event out (time apart).
 * @param {{leave?: string}} [options] leave: a filter to disregard, for the counts of its own facet
 */
export function reasonsAgainst(event, view, words, options = {}) {
  const reasons = [];
  const asks = (name, list) => options.leave !== name && list.length > 0;
  if (asks("kind", view.kinds) && !view.kinds.includes(event.kind)) reasons.push("kind");
  if (asks("actor", view.actors) && disjoint(view.actors, event.actors)) reasons.push("actor");
  if (asks("place", view.places) && disjoint(view.places, event.places) && disjoint(view.places, event.about)) {
    reasons.push("place");
  }
  if (options.leave !== "near" && view.near && !(event.kmFrom(view.near[0]) <= view.near[1])) reasons.push("near");
  if (view.bbox && !event.points.some((point) => isInside(point, view.bbox))) reasons.push("bbox");
  if (asks("source", view.sources) && disjoint(view.sources, event.sources)) reasons.push("source");
  if (options.leave !== "certainty" && view.certainty === "certain" && event.certainty !== "certain") {
    reasons.push("certainty");
  }
  if (options.leave !== "disputed" && view.disputed && event.disagreements.length === 0) reasons.push("disputed");
  if (asks("q", words) && !words.every((word) => event.search.includes(word))) reasons.push("q");
  return reasons;
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
 * @returns {{events: object[], undated: object[], outside: object[], places: string[], unlocated: object[]}}
 */
export function selectEvents(events, view) {
  const window = windowOf(view);
  const words = searchWords(view.q);
  const found = { events: [], undated: [], outside: [], places: [], unlocated: [], window };
  const places = new Set();
  for (const event of events) {
    if (reasonsAgainst(event, view, words).length) continue;
    if (!event.days) found.undated.push(event);
    else if (!inWindow(event, view, window)) found.outside.push(event);
    else {
      found.events.push(event);
      if (event.places.length === 0) found.unlocated.push(event);
      for (const place of event.places) places.add(place);
    }
  }
  found.places = [...places];
  return found;
}

/**
 * Counts of one facet: for each value, events in the window and in all years, with the facet's own filter lifted.
 * @param {string} filter the name of the facet's filter in `reasonsAgainst`
 * @param {(event: object) => string[]} valuesOf
 * @returns {Map<string, {shown: number, all: number}>}
 */
export function facetCounts(events, view, filter, valuesOf) {
  const window = windowOf(view);
  const words = searchWords(view.q);
  const counts = new Map();
  for (const event of events) {
    if (reasonsAgainst(event, view, words, { leave: filter }).length) continue;
    const shown = event.days && inWindow(event, view, window) ? 1 : 0;
    for (const value of valuesOf(event)) {
      const count = counts.get(value) ?? { shown: 0, all: 0 };
      count.shown += shown;
      count.all += 1;
      counts.set(value, count);
    }
  }
  return counts;
}
