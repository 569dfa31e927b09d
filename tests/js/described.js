// Atlases written down in a few words (tests/tables/) made into page data; tests/described.py makes models of them.

import { readFileSync } from "node:fs";

import { OPEN_END, OPEN_START, dayNumber } from "../../mapapp/webmap/static/days.js";
import { decodeAtlas } from "../../mapapp/webmap/static/decode.js";

/** One of the tables that Python and JavaScript both read. */
export function table(name) {
  return JSON.parse(readFileSync(new URL(`../tables/${name}`, import.meta.url), "utf8"));
}

/** The table of Han characters, as the page has it. */
export const folding = readFileSync(new URL("../../geodata/folding/han.txt", import.meta.url), "utf8").trimEnd().split("\n");

/** The number of a day written as in the tables: "2004-08-28", "Y17000-01-01", "open-start" or "open-end". */
export function dayOf(text) {
  if (text === "open-start") return OPEN_START;
  if (text === "open-end") return OPEN_END;
  const [, year, month, day] = /^Y?(-?\d+)-(\d\d)-(\d\d)$/.exec(text).map(Number);
  return dayNumber(year, month, day);
}

const daysOf = (record) => (record.days ? { days: record.days.map(dayOf) } : {});

/** The names of a described place as the page has them. */
export function namesOf(place) {
  return place.names.map((name) => ({ name: name.name, lang: name.lang, formal: name.formal, ...daysOf(name) }));
}

const geometryOf = ({ at, line }) => {
  if (line) return { geometry: { type: "LineString", coordinates: line } };
  return at ? { geometry: { type: "Point", coordinates: at } } : {};
};
const liesIn = ({ within, country }) => ({ regions: within ?? [], countries: country ? [country] : [] });

/** The decoded page data of a described atlas. */
export function atlasOf(described) {
  return decodeAtlas({
    kinds: described.kinds.map((id) => ({ id, symbol: "circle", title: { en: id } })),
    layers: [{ id: "all", title: { en: "All" }, visible: true }],
    folds: folding,
    eras: (described.eras ?? []).map((era) => ({ id: era.id, title: { en: era.id }, ...daysOf(era) })),
    sources: described.sources.map((source) => ({ short: { en: source.id ?? source }, ...(source.id ? source : { id: source }) })),
    actors: described.actors,
    places: described.places.map((place) => ({ layer: "all", ...place, names: namesOf(place), ...geometryOf(place), ...liesIn(place) })),
    events: described.events.map((event) => ({
      ...event,
      ...daysOf(event),
      edtf: event.when || undefined,
      title: event.title ?? { en: event.id },
      certainty: event.certainty ?? "certain",
      citations: (event.sources ?? []).map((source) => ({ source })),
      disagreements: event.disputed ? [`d-${event.id}`] : [],
    })),
  });
}
