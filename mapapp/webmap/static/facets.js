// What the filters offer, with counts, and what they leave out. Pure: no DOM.

import { facetCounts, masksOf, selectEvents } from "./visible.js";

/** The patch of the View that lifts every filter; time window, layers and language stay. */
export const NO_FILTERS = Object.freeze({
  kinds: [], actors: [], places: [], regions: [], countries: [], near: null, along: null, bbox: null, sources: [],
  sourceLanguages: [], eras: [], q: "", certainty: "possible", disputed: false,
});

/** The filters of a View by the name they have in `FILTERS`: the patch that lifts each. */
export const FILTER_LIFTS = {
  kind: { kinds: [] }, actor: { actors: [] }, place: { places: [] }, region: { regions: [] }, country: { countries: [] },
  near: { near: null }, along: { along: null }, bbox: { bbox: null }, source: { sources: [] },
  "source-lang": { sourceLanguages: [] }, era: { eras: [] }, certainty: { certainty: "possible" }, disputed: { disputed: false },
  q: { q: "" },
};

/** The facets whose values are lists of ids: field of the View → [name of its filter, the values of an event]. */
export const LIST_FACETS = {
  kinds: ["kind", (event) => [event.kind]],
  actors: ["actor", (event) => event.actors],
  places: ["place", (event) => (event.about.length ? [...new Set([...event.places, ...event.about])] : event.places)],
  regions: ["region", (event) => event.regions],
  countries: ["country", (event) => event.countries],
  sources: ["source", (event) => event.sources],
  sourceLanguages: ["source-lang", (event) => event.sourceLanguages],
  eras: ["era", (event) => event.eras],
};

/** The list with an id added, or removed where it was in it. */
export function toggled(list, id) {
  return list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
}

/**
 * Counts for the values of the facets asked for (all where nothing is asked): maps from id to `{shown, all}` by field.
 * @param {Int32Array} [masks] of the View, where they are known
 * @returns {Object<string, Map|object>} and `certain`, `disputed` with one count each
 */
export function facetModel(atlas, view, fields = Object.keys(LIST_FACETS), masks = masksOf(atlas.events, view)) {
  const none = { shown: 0, all: 0 };
  const certain = facetCounts(atlas.events, { ...view, certainty: "certain" }, "certainty",
    (event) => (event.certainty === "certain" && !event.soft ? ["certain"] : []), masks);
  const disputed = facetCounts(atlas.events, view, "disputed", (event) => (event.disagreements.length ? ["disputed"] : []), masks);
  const model = { certain: certain.get("certain") ?? none, disputed: disputed.get("disputed") ?? none };
  for (const field of fields) model[field] = facetCounts(atlas.events, view, ...LIST_FACETS[field], masks);
  return model;
}

/** The filters that are on, one entry for each value. @returns {{filter: string, id: string|null, patch: object}[]} */
export function activeFilters(view) {
  const active = [];
  for (const [field, [filter]] of Object.entries(LIST_FACETS)) {
    for (const id of view[field]) active.push({ filter, id, patch: { [field]: view[field].filter((other) => other !== id) } });
  }
  if (view.near) active.push({ filter: "near", id: view.near[0], patch: FILTER_LIFTS.near });
  if (view.along) active.push({ filter: "along", id: view.along[0], patch: FILTER_LIFTS.along });
  if (view.bbox) active.push({ filter: "bbox", id: null, patch: FILTER_LIFTS.bbox });
  if (view.q.trim()) active.push({ filter: "q", id: view.q, patch: FILTER_LIFTS.q });
  if (view.certainty === "certain") active.push({ filter: "certainty", id: null, patch: FILTER_LIFTS.certainty });
  if (view.disputed) active.push({ filter: "disputed", id: null, patch: FILTER_LIFTS.disputed });
  return active;
}

/** The readings that a View follows instead of the atlas's, as chips beside the filters; they filter nothing. */
export function activeReadings(view) {
  const single = view.readings.map((id) => ({ filter: "reading", id, patch: { readings: view.readings.filter((one) => one !== id) } }));
  return view.follow ? [{ filter: "follow", id: view.follow, patch: { follow: "" } }, ...single] : single;
}

/**
 * The filter whose lifting would bring back most events in the window; null where none would bring back any.
 * @returns {{filter: string, count: number, patch: object}|null}
 */
export function bestLift(events, view) {
  let best = null;
  for (const filter of new Set(activeFilters(view).map((active) => active.filter))) {
    const count = selectEvents(events, { ...view, ...FILTER_LIFTS[filter] }).events.length;
    if (count > (best?.count ?? 0)) best = { filter, count, patch: FILTER_LIFTS[filter] };
  }
  return best;
}

/** The ids of the layers that are on. */
export function switchedLayers(atlas, view) {
  return view.layers ?? atlas.layers.filter((layer) => layer.visible).map((layer) => layer.id);
}

/** The patch that switches a layer; null (the atlas's own choice) where that is what results. */
export function layerSwitch(atlas, view, id) {
  const on = toggled(switchedLayers(atlas, view), id);
  const layers = atlas.layers.map((layer) => layer.id).filter((layer) => on.includes(layer));
  const plain = switchedLayers(atlas, { layers: null });
  const same = layers.length === plain.length && layers.every((layer) => plain.includes(layer));
  return { layers: same ? null : layers };
}

/** Values of a facet, most frequent in the whole atlas first. @param {(event: object) => string[]} valuesOf */
export function byFrequency(events, valuesOf) {
  const counts = new Map();
  for (const event of events) for (const value of valuesOf(event)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
}

const frequencies = new WeakMap();

/** The values of a facet of an atlas, most frequent first; counted once for as long as no other readings are followed. */
export function valuesByFrequency(atlas, field) {
  const known = frequencies.get(atlas);
  const made = known && known.chosen === atlas.chosen ? known : { chosen: atlas.chosen, values: new Map() };
  frequencies.set(atlas, made);
  if (!made.values.has(field)) made.values.set(field, byFrequency(atlas.events, LIST_FACETS[field][1]));
  return made.values.get(field);
}
