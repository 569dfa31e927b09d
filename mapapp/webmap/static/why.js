// Why is this not shown? Every filter that keeps a record out, and the patch of the View that lifts it. Pure. The twin of
// mapapp/why.py; both are read against tests/tables/why.json.

import { FILTER_LIFTS, switchedLayers } from "./facets.js";
import { fold, searchWords } from "./fold.js";
import { recordOf, subjectId, windowToward } from "./related.js";
import { FILTERS, inWindow, isPossible, reasonsAgainst, selectEvents, windowOf } from "./visible.js";

/**
 * @returns {{id: string, sort: string, reasons: {filter: string, patch: object|null}[]}|null} null for an unknown id;
 *   without reasons the record is shown. Besides the filters a reason can be "time", "layer", "undated", "unlocated" and
 *   "untouched"; the last three cannot be lifted.
 */
export function explainRecord(atlas, view, id) {
  const found = recordOf(atlas, id);
  if (!found) return null;
  const names = REASONS_OF[found.type](found.record, view, atlas);
  return { id, sort: found.type, reasons: names.map((filter) => ({ filter, patch: liftOf(filter, found, view, atlas) })) };
}

const REASONS_OF = { event: eventReasons, place: placeReasons, figure: figureReasons, disagreement: disagreementReasons };

function eventReasons(event, view) {
  const names = reasonsAgainst(event, view, searchWords(view.q));
  if (!event.days) names.push("undated");
  else if (!isPossible(event.days, windowOf(view))) names.push("time");
  else if (!inWindow(event, view, windowOf(view)) && !names.includes("certainty")) names.push("certainty");
  return event.places.length ? names : [...names, "unlocated"];
}

function placeReasons(place, view, atlas) {
  const located = place.point || place.geometry || place.label || place.shape.length;
  const off = !switchedLayers(atlas, view).includes(place.layer);
  const hidden = off && !selectEvents(atlas.events, view).events.some((event) => event.places.includes(place.id));
  return [...(hidden ? ["layer"] : []), ...(located ? [] : ["unlocated"])];
}

/** Names of the filters that keep a figure out, the window included. @returns {string[]} */
export function figureReasons(figure, view, atlas) {
  const places = figure.places.map((id) => atlas.placeById.get(id)).filter(Boolean);
  const sources = figure.citations.map((citation) => citation.source);
  const km = (table, id) => Math.min(Infinity, ...figure.places.map((place) => table(id).get(place) ?? Infinity));
  const words = searchWords(view.q);
  const label = words.length ? fold(Object.values(figure.label).join(" ")) : "";
  const misses = (list, has) => list.length > 0 && !has.some((one) => list.includes(one));
  const fails = {
    actor: misses(view.actors, figure.actors),
    place: misses(view.places, figure.places),
    region: misses(view.regions, places.flatMap((place) => [place.id, ...place.regions])),
    country: misses(view.countries, places.flatMap((place) => place.countries)),
    near: view.near && !(km(atlas.kmFrom, view.near[0]) <= view.near[1]),
    along: view.along && !(km(atlas.kmAlong, view.along[0]) <= view.along[1]),
    source: misses(view.sources, sources),
    "source-lang": misses(view.sourceLanguages, sources.map((id) => atlas.sourceById.get(id)?.language)),
    q: !words.every((word) => label.includes(word)),
  };
  const names = FILTERS.filter((filter) => fails[filter]);
  return figure.days && !isPossible(figure.days, windowOf(view)) ? [...names, "time"] : names;
}

function disagreementReasons(item, view, atlas) {
  const shown = new Set(selectEvents(atlas.events, view).events.map((event) => event.id));
  const touches = [item.subject, ...(item.also ?? [])].some((subject) => {
    const [sort] = subject.split(":");
    const id = subjectId(subject);
    const figure = sort === "figure" ? atlas.figureById.get(id) : null;
    return !["event", "figure"].includes(sort) || shown.has(id) || (figure && !figureReasons(figure, view, atlas).length);
  });
  return touches ? [] : ["untouched"];
}

function liftOf(filter, { type, record }, view, atlas) {
  if (FILTER_LIFTS[filter]) return FILTER_LIFTS[filter];
  if (filter === "time") return type === "event" ? windowToward(record, view) : { mode: "between", from: null, to: null };
  if (filter !== "layer") return null;
  const wanted = [...switchedLayers(atlas, view), record.layer];
  return { layers: atlas.layers.map((layer) => layer.id).filter((layer) => wanted.includes(layer)) };
}
