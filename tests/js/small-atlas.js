// A small atlas for tests of the page's pure parts: five events of three kinds, two places, one disagreement.

import { dayNumber } from "../../mapapp/webmap/static/days.js";
import { decodeAtlas } from "../../mapapp/webmap/static/decode.js";
import { readView } from "../../mapapp/webmap/static/query.js";

const DAY_EVENT = (id, year, month, day, more) => {
  const n = dayNumber(year, month, day);
  return { id, edtf: `${year}-${month}-${day}`, days: [n, n, n, n], date_basis: "stated", certainty: "certain", importance: 2,
    kind: "meeting", title: { en: id }, summary: {}, ...more };
};

export function smallAtlas() {
  return decodeAtlas({
    atlas: { id: "small", title: { en: "Small: an atlas" }, languages: ["en", "ja"], license: "CC0-1.0", attribution: "nobody" },
    kinds: [{ id: "meeting", symbol: "circle" }, { id: "visit", symbol: "arrowhead" }, { id: "aid", symbol: "triangle" }],
    layers: [{ id: "cities", visible: true }, { id: "arc" }],
    actors: [{ id: "japan", name: { en: "Japan", ja: "日本" } }, { id: "usa", name: { en: "United States" } }],
    sources: [{ id: "paper", short: { en: "Paper" } }, { id: "article", short: { en: "Article" } }],
    places: [
      { id: "bishkek", kind: "city", layer: "cities", geometry: { type: "Point", coordinates: [74.59, 42.87] }, names: [
        { name: "Frunze", lang: "en", days: [dayNumber(1926), dayNumber(1926), dayNumber(1991, 2, 5), dayNumber(1991, 2, 5)] },
        { name: "Bishkek", lang: "en", days: [dayNumber(1991, 2, 5), dayNumber(1991, 2, 5), 1e12, 1e12] }] },
      { id: "tokyo", kind: "city", layer: "cities", label: [139.7, 35.7],
        names: [{ name: "Tokyo", lang: "en" }, { name: "Tōkyō", lang: "ja-Latn" }, { name: "東京", lang: "ja" }] },
    ],
    events: [
      DAY_EVENT("m1", 2004, 8, 28, { series: "dialogue", ordinal: 1, actors: ["japan"], places: ["tokyo"],
        citations: [{ source: "paper", section: "A", footnote: "12", start: 9, end: 20 }] }),
      DAY_EVENT("v1", 2006, 8, 1, { kind: "visit", actors: ["japan"], places: ["bishkek"], citations: [{ source: "article" }] }),
      DAY_EVENT("m2", 2006, 6, 5, { series: "dialogue", ordinal: 2, actors: ["japan"], places: ["tokyo"], disagreements: ["d1"],
        citations: [{ source: "paper" }] }),
      DAY_EVENT("us", 2010, 1, 1, { kind: "aid", actors: ["usa"], about: ["bishkek"], soft: true, citations: [{ source: "article" }] }),
      { id: "none", kind: "aid", title: { en: "Undated aid" }, certainty: "certain", importance: 3, actors: ["japan"],
        citations: [{ source: "paper" }] },
    ],
    disagreements: [{ id: "d1", subject: "event:m2#when", field: "when", between: "within", question: { en: "When?" }, readings: [] }],
  });
}

/** A View from a query string. */
export const viewOf = (query) => readView(query).view;

/** A translator that gives the English text. */
export const t = (msgid, values = {}) => msgid.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
