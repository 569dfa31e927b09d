// View <-> query string. The twin of mapapp/view.py: same keys, same canonical order, same text.

import { parseSpan } from "./days.js";
import { FARTHEST_KM } from "./near.js";

export const PLAIN_VIEW = Object.freeze({
  mode: "between", from: null, to: null, kinds: [], actors: [], places: [], near: null, bbox: null, sources: [], layers: null,
  q: "", certainty: "possible", disputed: false, names: "then", trail: 0, lang: "en", theme: "auto", center: null, zoom: null,
  select: null,
});

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

// key in the query -> [field of the View, reader (undefined = not understood)]
const KEYS = {
  mode: ["mode", oneOf("in", "between", "up-to")],
  from: ["from", date],
  to: ["to", date],
  kind: ["kinds", ids],
  actor: ["actors", ids],
  place: ["places", ids],
  near: ["near", near],
  bbox: ["bbox", bbox],
  source: ["sources", ids],
  layers: ["layers", (text) => (text === "none" ? [] : ids(text))],
  q: ["q", string],
  certainty: ["certainty", oneOf("possible", "certain")],
  disputed: ["disputed", flag],
  names: ["names", oneOf("then", "today")],
  trail: ["trail", trail],
  lang: ["lang", string],
  theme: ["theme", oneOf("auto", "light", "dark")],
  center: ["center", center],
  zoom: ["zoom", zoom],
  select: ["select", string],
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
  if (key === "near") return `${value[0]},${numberText(value[1], 3)}`;
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
