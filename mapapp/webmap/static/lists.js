// Lists in the panel: the trays of undated and unlocated events, coincident events, all disagreements, all sources.

import { el } from "./dom.js";
import { readButton, sourceReference } from "./citations.js";
import { eventList, panelSection, recordLink } from "./detailparts.js";
import { recordOf } from "./related.js";
import { fieldWord, msg } from "./words.js";

/** What a `mapapp:tray` message asks for: a named list, or ids with a title. */
export function openedList(detail) {
  if (typeof detail === "string") return { name: detail, ids: null, title: "" };
  return { name: "ids", ids: detail.ids ?? [], title: String(detail.title ?? "") };
}

/** Opens a list in the panel. @param {string|{ids: string[], title: string}} detail */
export function openList(detail) {
  document.dispatchEvent(new CustomEvent("mapapp:tray", { detail }));
}

/** @returns {Node[]} */
export function listPanel(list, store) {
  const { t, tn } = store;
  if (list.name === "disagreements") return disagreementsPanel(store);
  if (list.name === "sources") return sourcesPanel(store);
  const { title, note, events } = listContent(list, store);
  return [
    el("h2", { class: "detail-title" }, title),
    el("p", { class: "count-line" }, tn("{n} event", "{n} events", events.length)),
    note ? el("p", { class: "summary" }, note) : null,
    events.length ? eventList(events, store) : el("p", { class: "quiet" }, t("Nothing to list with these filters.")),
  ];
}

function listContent(list, store) {
  const { t } = store;
  if (list.name === "undated") {
    return { title: t("Undated"), events: store.result.undated,
      note: t("The sources give no date for these, so no window holds them. They pass all other filters.") };
  }
  if (list.name === "unlocated") {
    return { title: t("Without a place"), events: store.result.unlocated,
      note: t("In the window, but the sources name no place for these, so the map cannot show them.") };
  }
  const found = list.ids.map((id) => recordOf(store.atlas, id));
  const events = found.filter((item) => item?.type === "event").map((item) => item.record);
  return { title: list.title || t("Events"), note: "", events };
}

function disagreementsPanel(store) {
  const { t, tn, atlas } = store;
  const shown = narrowDisagreements(atlas.disagreements, disagreementChoice);
  const touched = atlas.events.filter((event) => event.disagreements.length).length;
  return [
    el("h2", { class: "detail-title" }, t("Disagreements")),
    el("p", { class: "count-line" }, tn("{n} question", "{n} questions", atlas.disagreements.length)),
    el("p", { class: "summary" }, t("Questions to which the sources give more than one answer. Each shows its readings, and which one the atlas follows.")),
    touched ? el("p", {}, el("button", { type: "button", class: "small-button", "data-key": "only-disputed",
      onclick: () => store.set({ disputed: true }) }, tn("Show only the {n} event they touch", "Show only the {n} events they touch", touched))) : null,
    followSwitch(store),
    disagreementFilter(store),
    shown.length < atlas.disagreements.length ? el("p", { class: "count-line" }, t("{shown} of {all}", { shown: shown.length, all: atlas.disagreements.length })) : null,
    disagreementsBySeverity(shown).map(([heading, records]) => panelSection(t(heading),
      el("ul", { class: "record-list", role: "list" }, records.map((record) =>
        el("li", {}, el("div", { class: "record-text" }, recordLink({ type: "disagreement", record }, store))))))),
  ];
}

const disagreementChoice = { severity: "", field: "" }; // what the list is narrowed to, for as long as the page is open

/** The disagreements of a severity and about a field; all where neither is asked for. Pure. */
export function narrowDisagreements(disagreements, { severity, field }) {
  return disagreements.filter((item) => (!severity || String(item.severity ?? 2) === severity) && (!field || item.field === field));
}

function choiceBox(key, label, value, options, onchange) {
  return el("label", { class: "choice-box" }, el("span", {}, label),
    el("select", { "data-key": key, onchange: (event) => onchange(event.target.value) },
      options.map(([id, name]) => el("option", { value: id, selected: id === value }, name))));
}

function disagreementFilter(store) {
  const { t, atlas } = store;
  const narrow = (name) => (value) => {
    disagreementChoice[name] = value;
    openList("disagreements");
  };
  const fields = [...new Set(atlas.disagreements.map((item) => item.field))].sort();
  const fieldName = (field) => fieldWord(field, t) || field;
  return el("div", { class: "choices" },
    choiceBox("dispute-severity", t("Weight"), disagreementChoice.severity,
      [["", t("all")], ...SEVERITY_HEADINGS.map(([severity, heading]) => [String(severity), t(heading)])], narrow("severity")),
    choiceBox("dispute-field", t("Field"), disagreementChoice.field,
      [["", t("all")], ...fields.map((field) => [field, fieldName(field)])], narrow("field")));
}

// Follow one source wherever sources disagree: the map, dates and places are then as it says.
function followSwitch(store) {
  const { t, atlas } = store;
  const cited = atlas.disagreements.flatMap((item) => (item.readings ?? []).filter((reading) => reading.sets))
    .flatMap((reading) => (reading.citations ?? []).map((citation) => citation.source));
  const sources = [...new Set(cited)].map((id) => [id, store.words(atlas.sourceById.get(id)?.short) || id]);
  if (!sources.length) return null;
  return el("div", { class: "choices" }, choiceBox("follow", t("Follow, where sources disagree"), store.view.follow,
    [["", t("the atlas’s own choice")], ...sources], (id) => store.set({ follow: id })));
}

const SEVERITY_HEADINGS = [
  [1, msg("They change what the map shows")], [2, msg("They change a detail")], [3, msg("Slips of the pen")],
];

/** Disagreements under headings, weightiest first; headings without any are left out. Pure. */
export function disagreementsBySeverity(disagreements) {
  return SEVERITY_HEADINGS
    .map(([severity, heading]) => [heading, disagreements.filter((item) => (item.severity ?? 2) === severity)])
    .filter(([, records]) => records.length);
}

function sourcesPanel(store) {
  const { t, tn, atlas, words } = store;
  const counts = (id) => atlas.events.filter((event) => event.sources.includes(id)).length;
  return [
    el("h2", { class: "detail-title" }, t("Sources")),
    atlas.sources.map((source) => el("section", { class: "source-entry" },
      el("h3", { class: "section-head" }, words(source.short) || source.id),
      sourceReference(source, source.id, store),
      source.text ? el("p", {}, readButton({ source: source.id }, t("Read your copy beside the map"))) : null,
      el("p", { class: "count-line" }, tn("cited for {n} event", "cited for {n} events", counts(source.id))))),
  ];
}

