// The panel's accounts of places, figures and disagreements.

import { el } from "./dom.js";
import { SourceNumbers, citationList } from "./citations.js";
import { disagreementBox, disagreementBoxes, disagreementSubjects } from "./disagreement.js";
import { nearSection } from "./detailnear.js";
import { whyNotice } from "./detailwhy.js";
import { actorLine, eventList, fact, figureList, panelSection, recordLink, toponymText } from "./detailparts.js";
import { languageName } from "./languages.js";
import { eventsOfPlace, figuresOf, recordOf } from "./related.js";
import { figureValue, placeKindWord, precisionWord } from "./words.js";

const EVENTS_AT_FIRST = 12;

/** @returns {Node[]} */
export function placeDetail(place, store) {
  const { t, words, view } = store;
  const numbers = new SourceNumbers(place.citations);
  const figures = figuresOf(store.atlas, "places", place.id);
  return [
    el("p", { class: "kind-line" }, placeKindWord(place.kind, t)),
    el("h2", { class: "detail-title" }, store.placeName(place)),
    place.date ? el("p", { class: "date-line" }, el("strong", {}, words(place.date)), " ",
      el("span", { class: "edtf" }, place.edtf)) : null,
    whyNotice(place.id, store),
    words(place.summary) ? el("p", { class: "summary" }, words(place.summary)) : null,
    placeFacts(place, store),
    namesSection(place, store),
    eventsSection(place, store),
    figures.length ? panelSection(t("Figures"), figureList(figures, store)) : null,
    nearSection(place, store),
    place.citations.length ? panelSection(t("Cited from"), citationList(place.citations, store, numbers)) : null,
    disagreementBoxes(place.disagreements, store, numbers),
    view.places.includes(place.id) ? null : el("p", {}, el("button", {
      type: "button", class: "small-button", "data-key": "only-here",
      onclick: () => store.set({ places: [place.id] }),
    }, t("Show only events of this place"))),
  ];
}

function placeFacts(place, store) {
  const { atlas, t } = store;
  const links = (ids) => ids.map((id) => atlas.placeById.get(id)).filter(Boolean)
    .map((record) => recordLink({ type: "place", record }, store));
  return el("dl", { class: "facts" },
    fact(t("Position"), [
      place.basis === "inferred" ? t("Place inferred: the source does not name it") : null,
      precisionWord(place.precision, t), place.geometry_source || null,
    ]),
    fact(t("By way of"), links(place.via)),
    fact(t("Within"), links(place.within)),
  );
}

function namesSection(place, store) {
  const { atlas } = store.atlas;
  const languages = [...(atlas.languages ?? []), ...place.names.map((name) => name.lang)];
  const groups = [...new Set(languages)].map((lang) => place.names.filter((name) => name.lang === lang)).filter((g) => g.length);
  if (!groups.length) return null;
  return panelSection(store.t("Names"), el("dl", { class: "facts names" }, groups.map((names) =>
    fact(languageName(names[0].lang), names.map((name) => [toponymText(name, store), name.note ? ` ${name.note}` : null])))));
}

function eventsSection(place, store) {
  const { t, tn } = store;
  const { here, about } = eventsOfPlace(store.atlas, place.id);
  if (!here.length && !about.length) return null;
  const shownIds = new Set(store.result.events.map((event) => event.id));
  const shown = here.filter((event) => shownIds.has(event.id));
  const others = here.filter((event) => !shownIds.has(event.id));
  return panelSection(t("Events here"),
    el("p", { class: "count-line" }, t("{shown} in the window, {all} in all", { shown: shown.length, all: here.length })),
    shown.length ? eventList(shown, store) : null,
    folded(t("{n} more, not shown on the map", { n: others.length }), others, shown.length === 0, store),
    folded(tn("{n} event is about it", "{n} events are about it", about.length), about, here.length === 0, store),
  );
}

function folded(summary, events, open, store) {
  if (!events.length) return null;
  const details = el("details", { class: "fold" }, el("summary", {}, summary), eventList(events, store));
  details.open = open && events.length <= EVENTS_AT_FIRST;
  return details;
}

/** @returns {Node[]} */
export function figureDetail(figure, store) {
  const { t, words, atlas } = store;
  const numbers = new SourceNumbers(figure.citations);
  const link = (type, id) => {
    const record = atlas[`${type}ById`].get(id);
    return record ? recordLink({ type, record }, store) : null;
  };
  return [
    el("p", { class: "kind-line" }, t("Figure")),
    el("h2", { class: "detail-title" }, words(figure.label)),
    el("p", { class: "figure-value" }, figureValue(figure, t)),
    whyNotice(figure.id, store),
    el("dl", { class: "facts" },
      fact(t("Period"), figure.date ? [words(figure.date), el("span", { class: "edtf" }, figure.edtf ?? "")] : t("not stated")),
      fact(t("In plain units"), normalizedText(figure)),
      fact(t("Places"), figure.places.map((id) => link("place", id))),
      fact(t("Actors"), actorLine(figure.actors, store)),
      fact(t("Events"), figure.events.map((id) => link("event", id))),
      fact(t("Note"), words(figure.note))),
    seriesSection(figure, store),
    panelSection(t("Cited from"), citationList(figure.citations, store, numbers)),
    disagreementBoxes(figure.disagreements, store, numbers),
  ];
}

// The other figures of a series: those with which this one can be compared.
function seriesSection(figure, store) {
  const series = figure.series ? store.atlas.figures.filter((other) => other.series === figure.series) : [];
  return series.length > 1 ? panelSection(store.t("Comparable figures"), figureList(series, store)) : null;
}

function normalizedText(figure) {
  if (typeof figure.normalized !== "number") return null;
  const number = (value) => value.toLocaleString("en-GB", { maximumFractionDigits: 6 }).replaceAll(",", "\u202f");
  const high = typeof figure.normalized_high === "number" ? `–${number(figure.normalized_high)}` : "";
  return `${number(figure.normalized)}${high} ${figure.normalized_unit ?? ""}`.trim();
}

/** @returns {Node[]} */
export function disagreementDetail(disagreement, store) {
  const { t } = store;
  const numbers = new SourceNumbers();
  const subjects = disagreementSubjects(disagreement, store, (id) => recordLink(recordOf(store.atlas, id), store));
  const box = disagreementBox(disagreement, store, numbers);
  const cited = (disagreement.readings ?? []).flatMap((reading) => reading.citations ?? []);
  return [
    el("p", { class: "kind-line" }, t("Disagreement")),
    box,
    whyNotice(disagreement.id, store),
    el("dl", { class: "facts" }, fact(t("About"), subjects)),
    cited.length ? panelSection(t("Cited from"), citationList(cited, store, numbers)) : null,
  ];
}
