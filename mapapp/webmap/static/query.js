// View <-> query string. The twin of mapapp/view.py: same keys, same canonical order, same text.

import { parseSpan } from "./days.js";
import { FARTHEST_KM } from "./near.js";
import { dockPart } from "./panels.js";

export const PLAIN_VIEW = Object.freeze({
  mode: "between", from: null, to: null, kinds: [], actors: [], places: [], regions: [], countries: [], near: null,
  along: null, bbox: null, sources: [], sourceLanguages: [], eras: [], layers: null, q: "", certainty: "possible",
  disputed: false, follow: "", readings: [], names: "then", trail: 0, bars: "kind", lang: "en", theme: "auto", center: null,
  zoom: null, select: null, panel: [],
});

/** What can be open beside the map. */
export const PANELS = Object.freeze(["table", "figures", "periods", "matrix", "tour"]);

const oneOf = (...allowed) => (text) => (allowed.includes(text) ? text : undefined);
const ids = (text) => [...new Set(text.split(",").filter((part) => part))];
const date = (text) => {
  if (text === "" || text === "..") return null;
  return parseSpan(text) ? text : undefined;
};
const number = (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN);
const near = (text) => {
  if (!text) return null;
  const [place, km, ...more] = text.split(",");
  const good = place && !more.length && number(km ?? "") >= 0 && number(km) <= FARTHEST_KM;
  return good ? [place, Number(numberText(number(km), 3))] : undefined;
};
const bbox = (text) => {
  if (!text) return null;
  const parts = text.split(",").map(number);
  const good = parts.length === 4 && [parts[0], parts[2]].every((lon) => Math.abs(lon) <= 180) &&
    parts[1] >= -90 && parts[1] <= parts[3] && parts[3] <= 90;
  return good ? parts.map((part) => Number(numberText(part, 4))) : undefined;
};
const trail = (text) => (/^\d{1,4}$/.test(text) ? Number(text) : undefined);
const center = (text) => {
  const parts = text.split(",").map(number);
  const good = parts.length === 2 && Math.abs(parts[0]) <= 540 && Math.abs(parts[1]) <= 90;
  return good ? parts : undefined;
};
const zoom = (text) => (number(text) >= 0 && number(text) <= 24 ? number(text) : undefined);
const flag = (text) => (text === "0" || text === "1" ? text === "1" : undefined);
const string = (text) => text;
const panelParts = (text) => {
  if (!text) return [];
  const parts = text.split(",");
  const [beside] = dockPart(parts);
  const known = PANELS.includes(parts[0]) && (beside === undefined || (PANELS.includes(beside) && beside !== "tour"));
  return known && parts.every((part) => /^-?[a-z0-9][a-z0-9._-]{0,79}$/.test(part)) ? parts : undefined;
};

// key in the query -> [field of the View, reader (undefined = not understood)]
const KEYS = {
  mode: ["mode", oneOf("in", "between", "up-to")],
  from: ["from", date],
  to: ["to", date],
  kind: ["kinds", ids],
  actor: ["actors", ids],
  place: ["places", ids],
  region: ["regions", ids],
  country: ["countries", ids],
  near: ["near", near],
  along: ["along", near],
  bbox: ["bbox", bbox],
  source: ["sources", ids],
  "source-lang": ["sourceLanguages", ids],
  era: ["eras", ids],
  layers: ["layers", (text) => (text === "none" ? [] : ids(text))],
  q: ["q", string],
  certainty: ["certainty", oneOf("possible", "certain")],
  disputed: ["disputed", flag],
  follow: ["follow", string],
  readings: ["readings", ids],
  names: ["names", oneOf("then", "today")],
  trail: ["trail", trail],
  bars: ["bars", oneOf("kind", "source")],
  lang: ["lang", string],
  theme: ["theme", oneOf("auto", "light", "dark")],
  center: ["center", center],
  zoom: ["zoom", zoom],
  select: ["select", string],
  panel: ["panel", panelParts],
};

/** A number with at most so many decimals and no needless zeros. */
export function numberText(value, digits) {
  const text = value.toFixed(digits).replace(/\.?0+$/, digits ? "" : "$&");
  return text === "-0" ? "0" : text;
}

/**
 * Read a query string over a base View; what is not understood stays as it was and is reported.
 * @returns {{view: object, problems: {key: string, text: string}[]}}
 */
export function readView(query, base = PLAIN_VIEW) {
  const view = { ...base };
  const problems = [];
  for (const [key, text] of new URLSearchParams(query.replace(/^\?/, ""))) {
    const entry = Object.hasOwn(KEYS, key) ? KEYS[key] : null;
    const value = entry ? entry[1](text) : undefined;
    if (value === undefined) problems.push({ key, text });
    else view[entry[0]] = value;
  }
  return { view: normaliseView(view), problems };
}

/** The canonical form: in mode "in" both ends are the same; crossed ends of "between" are put in order. */
export function normaliseView(view) {
  if (view.mode === "in") {
    const one = view.from ?? view.to;
    return { ...view, from: one, to: one };
  }
  if (view.mode === "up-to" || view.from === null || view.to === null) return view;
  const crossed = parseSpan(view.from)[0] > parseSpan(view.to)[1];
  return crossed ? { ...view, from: view.to, to: view.from } : view;
}

/** The one text form of a View: keys in canonical order, defaults left out. */
export function formatView(view) {
  const parts = [];
  for (const [key, [field]] of Object.entries(KEYS)) {
    const value = view[field];
    const plain = PLAIN_VIEW[field];
    const same = Array.isArray(value) && Array.isArray(plain) ? value.length === plain.length : value === plain;
    if (!same || key === "mode") parts.push(`${key}=${encode(textOf(key, value))}`);
  }
  return parts.join("&");
}

function textOf(key, value) {
  if (key === "layers" && value.length === 0) return "none";
  if (key === "near" || key === "along") return `${value[0]},${numberText(value[1], 3)}`;
  if (key === "center" || key === "bbox") return value.map((part) => numberText(part, 4)).join(",");
  if (key === "zoom") return numberText(value, 2);
  if (typeof value === "boolean") return value ? "1" : "0";
  return Array.isArray(value) ? value.join(",") : String(value);
}

// Percent-encode as Python's urllib.parse.quote(safe=",.~-_") does.
function encode(text) {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"))
    .replace(/%2C/g, ",")
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

// key in the query -> [field of the View, whether the atlas has an id of it]
const KNOWN_IDS = {
  kind: ["kinds", (atlas, id) => atlas.kindById.has(id)],
  actor: ["actors", (atlas, id) => atlas.actorById.has(id)],
  place: ["places", (atlas, id) => atlas.placeById.has(id)],
  region: ["regions", (atlas, id) => atlas.placeById.has(id)],
  near: ["near", (atlas, id) => atlas.placeById.has(id)],
  along: ["along", (atlas, id) => atlas.placeById.has(id)],
  source: ["sources", (atlas, id) => atlas.sourceById.has(id)],
  era: ["eras", (atlas, id) => atlas.eras.some((era) => era.id === id)],
  layers: ["layers", (atlas, id) => atlas.layerById.has(id)],
  follow: ["follow", (atlas, id) => atlas.sourceById.has(id)],
  readings: ["readings", (atlas, item) => {
    const [id, reading] = item.split("~");
    return (atlas.disagreementById.get(id)?.readings ?? []).some((one) => one.id === reading);
  }],
  select: ["select", (atlas, id) => ["event", "place", "figure", "disagreement"].some((type) => atlas[`${type}ById`].has(id))],
};

/** What a View names and the atlas does not have, as an older link may: told, and otherwise harmless. @returns {{key: string, text: string}[]} */
export function unknownIds(atlas, view) {
  return Object.entries(KNOWN_IDS).flatMap(([key, [field, has]]) => {
    const value = view[field];
    const ids = field === "near" || field === "along" ? value?.slice(0, 1) ?? [] : Array.isArray(value) ? value : value ? [value] : [];
    return ids.filter((id) => atlas.kindById && !has(atlas, id)).map((text) => ({ key, text }));
  });
}
