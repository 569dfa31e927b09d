// The page's data (docs/reference/page-data.md) made ready for use: defaults filled in, records found by id.

import { OPEN_END } from "./days.js";
import { fold, learnFolds } from "./fold.js";
import { distanceTable, kmToEvent, lineTable } from "./near.js";

const EVENT = {
  days: null, soft: false, moment: true, actors: [], places: [], about: [], citations: [], disagreements: [],
  place_basis: null, origin: null, stops: "", ordinal: null, series: "", bounds: null, projection: false,
};
const PLACE = {
  names: [], geometry: null, shape: [], label: null, point: null, days: null, via: [], within: [], citations: [],
  disagreements: [], directed: false, summary: {}, countries: [], regions: [], basis: "stated",
};
const FIGURE = { days: null, places: [], actors: [], events: [], citations: [], disagreements: [], note: {} };

/** What a field of a record is where the data leave it out. */
export const RECORD_DEFAULTS = { event: EVENT, place: PLACE, figure: FIGURE };

const withDefaults = (records, defaults) => (records ?? []).map((record) => ({ ...defaults, ...record }));
const byId = (records) => new Map(records.map((record) => [record.id, record]));

/** @param {object} payload the parsed page data */
export function decodeAtlas(payload) {
  learnFolds(payload.folds ?? ["", ""]);
  const atlas = {
    ...payload,
    kinds: payload.kinds ?? [], layers: payload.layers ?? [], eras: payload.eras ?? [],
    actors: payload.actors ?? [], sources: payload.sources ?? [], disagreements: payload.disagreements ?? [], tours: payload.tours ?? [],
    places: withDefaults(payload.places, PLACE),
    events: withDefaults(payload.events, EVENT),
    figures: withDefaults(payload.figures, FIGURE),
  };
  for (const name of ["kinds", "layers", "actors", "sources", "places", "events", "figures", "disagreements"]) {
    atlas[`${name.slice(0, -1)}ById`] = byId(atlas[name]);
  }
  for (const place of atlas.places) {
    if (place.geometry?.type === "Point") place.point = place.geometry.coordinates;
  }
  atlas.kmFrom = distanceTable(atlas.placeById);
  atlas.kmAlong = lineTable(atlas.placeById);
  for (const event of atlas.events) {
    deriveEvent(event, atlas);
    event.search = findText(event, atlas);
  }
  return atlas;
}

/** What follows from an event's own fields: what its filters look at. Anew whenever a field changes. */
export function deriveEvent(event, atlas) {
  const places = event.places.map((id) => atlas.placeById.get(id)).filter(Boolean);
  event.points = places.map((place) => place.point);
  event.kmFrom = (id) => kmToEvent(event, atlas.kmFrom(id));
  event.kmAlong = (id) => kmToEvent({ places: event.places, about: [] }, atlas.kmAlong(id));
  event.regions = [...new Set(places.flatMap((place) => [place.id, ...place.regions]))];
  event.countries = [...new Set(places.flatMap((place) => place.countries))];
  event.sources = [...new Set(event.citations.map((citation) => citation.source))];
  const languages = event.sources.map((id) => atlas.sourceById.get(id)?.language);
  event.sourceLanguages = [...new Set(languages)].filter(Boolean);
  event.eras = atlas.eras.filter(({ days }) => event.days && event.days[0] <= days[3] && event.days[3] >= days[0]).map((era) => era.id);
}

/** The order of events in the page: by first day, then by last; undated ones at the end. */
export function byTime(a, b) {
  if (!a.days || !b.days) return Number(!a.days) - Number(!b.days) || compareIds(a, b);
  return a.days[0] - b.days[0] || a.days[3] - b.days[3] || compareIds(a, b);
}

const compareIds = (a, b) => (a.id < b.id ? -1 : Number(a.id > b.id));

/** The folded text that a search looks at: the titles (kept as `event.titles` too), then all the rest. */
export function findText(event, atlas) {
  const titles = fold(Object.values(event.title).join("\n"));
  event.titles = titles;
  const parts = [titles, fold([...Object.values(event.summary ?? {}), event.edtf ?? ""].join("\n"))];
  for (const id of [...event.places, ...event.about]) parts.push(namesFolded(atlas.placeById.get(id)));
  for (const id of event.actors) parts.push(namesFolded(atlas.actorById.get(id)));
  return parts.join("\n");
}

const foldedNames = new WeakMap();

/** The folded names of a place or an actor, made once. */
export function namesFolded(record) {
  if (!record) return "";
  if (!foldedNames.has(record)) {
    foldedNames.set(record, fold((record.names?.map((name) => name.name) ?? Object.values(record.name ?? {})).join("\n")));
  }
  return foldedNames.get(record);
}

/** The text in a language, else in a related one, else in English, else any. @param {object} words */
export function inLanguage(words, language) {
  if (!words) return "";
  if (ownValue(words, language)) return words[language];
  const base = language.split("-")[0];
  const related = Object.keys(words).find((tag) => words[tag] && tag.split("-")[0] === base);
  return (related && words[related]) || words.en || Object.values(words).find((text) => text) || "";
}

/**
 * The name of a place in a window (the twin of mapapp/names.py): among its names in the language, the one in force at
 * the window's end, else one that is always valid, else the latest.
 * @param {[number, number]|null} window first and last day; null for today
 */
export function nameOf(place, language, window) {
  const base = language.split("-")[0];
  const labels = place.names.some((toponym) => !toponym.formal) ? place.names.filter((toponym) => !toponym.formal) : place.names;
  const choices = [
    labels.filter((toponym) => toponym.lang === language),
    labels.filter((toponym) => toponym.lang.split("-")[0] === base),
    labels.filter((toponym) => toponym.lang.split("-")[0] === "en"),
    labels,
  ];
  const names = choices.find((choice) => choice.length);
  return names ? pickToponym(names, window).name : place.id;
}

/** @param {object[]} names not empty @param {[number, number]|null} window null: today */
export function pickToponym(names, window) {
  const end = window ? window[1] : OPEN_END;
  const inForce = names.filter(({ days }) => days && days[0] <= end && days[3] >= end);
  if (inForce.length) return inForce.reduce((best, one) => (one.days[0] > best.days[0] ? one : best));
  const always = names.find((toponym) => !toponym.days);
  const later = (one, best) => one.days[3] > best.days[3] || (one.days[3] === best.days[3] && one.days[0] > best.days[0]);
  return always ?? names.reduce((best, one) => (later(one, best) ? one : best));
}

/** What an object holds itself under a key: a View may ask for the language `constructor`. */
export function ownValue(object, key) {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}
