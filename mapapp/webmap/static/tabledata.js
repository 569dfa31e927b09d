// The table of events: its columns, their order, the text of their cells. Pure: no DOM.

import { locatorText } from "./citations.js";
import { actorLine } from "./detailparts.js";
import { localeTag, msg, shortDate } from "./words.js";

/** Columns by key; the key stands in the View (`panel=table,-kind`: by kind, descending). */
export const TABLE_COLUMNS = Object.freeze({
  when: msg("Date"), title: msg("Event"), kind: msg("Kind"), places: msg("Places"), actors: msg("Actors"),
  cited: msg("Cited from"), disputes: msg("Disputed"),
});

/** The order that a View's panel asks for. @param {string[]} panel @returns {{key: string, down: boolean}} */
export function tableOrder(panel) {
  const [, asked = "when"] = panel;
  const key = asked.replace(/^-/, "");
  return Object.hasOwn(TABLE_COLUMNS, key) ? { key, down: asked.startsWith("-") } : { key: "when", down: false };
}

/** The panel after a click on the head of a column: by it, then by it in descending order. */
export function tableOrderAfter(panel, key) {
  const order = tableOrder(panel);
  const down = order.key === key && !order.down;
  return key === "when" && !down ? ["table"] : ["table", `${down ? "-" : ""}${key}`];
}

/** The text of one cell. @param {object} event @param {string} key of TABLE_COLUMNS */
export function cellText(event, key, store) {
  const { t, words, atlas, view } = store;
  switch (key) {
    case "when": return shortDate(event, view.lang, t);
    case "title": return words(event.title);
    case "kind": return words(atlas.kindById.get(event.kind)?.title) || event.kind;
    case "places": return placesText(event, store);
    case "actors": return actorLine(event.actors, store) ?? "";
    case "cited": return citedText(event, store);
    default: return event.disagreements.length ? String(event.disagreements.length) : "";
  }
}

function placesText(event, store) {
  return event.places.map((id) => store.placeName(store.atlas.placeById.get(id) ?? { id, names: [] })).join(store.t(", "));
}

// "Hung: Section “A”, footnote 50", one for each source and passage, none twice.
function citedText(event, { atlas, t, words }) {
  const lines = event.citations.map((citation) => {
    const source = words(atlas.sourceById.get(citation.source)?.short) || citation.source;
    const where = locatorText(citation, t);
    return where ? `${source}${t(": ")}${where}` : source;
  });
  return [...new Set(lines)].join(t("; "));
}

/**
 * Events in the order of a column. Each order of the whole atlas is found once and kept, so that a step of the slider
 * costs no comparison of texts.
 * @param {Map<string, Map<string, number>>} ranks kept by the caller, emptied when the language changes
 */
export function sortedEvents(events, { key, down }, store, ranks) {
  if (key === "when" && !down) return events;
  if (!ranks.has(key)) ranks.set(key, rankEvents(store.atlas.events, key, store));
  const rank = ranks.get(key);
  const sign = down ? -1 : 1;
  return [...events].sort((a, b) => sign * (rank.get(a.id) - rank.get(b.id)));
}

// Equal texts keep the order of time: the atlas's own.
function rankEvents(events, key, store) {
  const { compare } = new Intl.Collator(localeTag(store.view.lang), { numeric: true });
  const texts = events.map((event) => (key === "when" ? "" : cellText(event, key, store)));
  const order = events.map((event, i) => i).sort((a, b) => compare(texts[a], texts[b]) || a - b);
  return new Map(order.map((index, rank) => [events[index].id, rank]));
}

/** The whole table as rows of cells, heads first, for a file: titles in every language, dates as EDTF too. */
export function tableRows(events, store) {
  const { atlas, t } = store;
  const { languages } = atlas.atlas;
  const keys = Object.keys(TABLE_COLUMNS).filter((key) => key !== "title");
  const heads = ["id", "EDTF", ...languages.map((tag) => `${t("Event")} (${tag})`), ...keys.map((key) => t(TABLE_COLUMNS[key]))];
  const rows = events.map((event) => [
    event.id, event.edtf ?? "", ...languages.map((tag) => event.title[tag] ?? ""),
    ...keys.map((key) => cellText(event, key, store)),
  ]);
  return [heads, ...rows];
}

/** The rows that a window of a long list shows, with some above and below. @returns {[number, number]} first, after last */
export function rowsInView(scrollTop, height, rowHeight, count, more = 8) {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - more);
  const after = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + more);
  return [Math.min(first, after), after];
}
