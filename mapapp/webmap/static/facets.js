// What the filters offer, with counts, and what they leave out. Pure: no DOM.

import { facetCounts, selectEvents } from "./visible.js";

/** The patch of the View that lifts every filter; time window, layers and language stay. */
export const NO_FILTERS = Object.freeze({
  kinds: [], actors: [], places: [], near: null, bbox: null, sources: [], q: "", certainty: "possible", disputed: false,
});

/** The filters of a View by the name they have in `reasonsAgainst`: the patch that lifts each. */
const FILTER_LIFTS = {
  kind: { kinds: [] }, actor: { actors: [] }, place: { places: [] }, near: { near: null },
  bbox: { bbox: null }, source: { sources: [] }, q: { q: "" },
  certainty: { certainty: "possible" }, disputed: { disputed: false },
};
const LIST_FIELDS = { kind: "kinds", actor: "actors", place: "places", source: "sources" };

/** The list with an id added, or removed where it was in it. */
export function toggled(list, id) {
  return list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
}

/**
 * Counts for every value of the facets. `kinds`, `actors` and `sources` are maps from id to `{shown, all}`.
 * @returns {{kinds: Map, actors: Map, sources: Map, certain: object, disputed: object}}
 */
export function facetModel(atlas, view) {
  const none = { shown: 0, all: 0 };
  const certain = facetCounts(atlas.events, { ...view, certainty: "certain" }, "certainty",
    (event) => (event.certainty === "certain" && !event.soft ? ["certain"] : []));
  const disputed = facetCounts(atlas.events, view, "disputed", (event) => (event.disagreements.length ? ["disputed"] : []));
  return {
    kinds: facetCounts(atlas.events, view, "kind", (event) => [event.kind]),
    actors: facetCounts(atlas.events, view, "actor", (event) => event.actors),
    sources: facetCounts(atlas.events, view, "source", (event) => event.sources),
    certain: certain.get("certain") ?? none,
    disputed: disputed.get("disputed") ?? none,
  };
}

/** The filters that are on, one entry for each value. @returns {{filter: string, id: string|null, patch: object}[]} */
export function activeFilters(view) {
  const active = [];
  for (const [filter, field] of Object.entries(LIST_FIELDS)) {
    for (const id of view[field]) active.push({ filter, id, patch: { [field]: view[field].filter((other) => other !== id) } });
  }
  if (view.near) active.push({ filter: "near", id: view.near[0], patch: FILTER_LIFTS.near });
  if (view.bbox) active.push({ filter: "bbox", id: null, patch: FILTER_LIFTS.bbox });
  if (view.q.trim()) active.push({ filter: "q", id: view.q, patch: FILTER_LIFTS.q });
  if (view.certainty === "certain") active.push({ filter: "certainty", id: null, patch: FILTER_LIFTS.certainty });
  if (view.disputed) active.push({ filter: "disputed", id: null, patch: FILTER_LIFTS.disputed });
  return active;
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
