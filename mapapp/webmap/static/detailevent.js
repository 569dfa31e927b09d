// The panel's account of an event.

import { el, kindIcon } from "./dom.js";
import { SourceNumbers, citationList, gatherCitations, locatorText } from "./citations.js";
import { disagreementBoxes, disagreementHeading } from "./disagreement.js";
import { actorLine, fact, figureList, namesOfPlace, namesOfPlaces, panelSection, recordLink } from "./detailparts.js";
import { whyNotice } from "./detailwhy.js";
import { figuresOf, relatedEvents, seriesOf } from "./related.js";
import { certaintyWord, dateCertainty, numberWord, ordinalWord, placeCertainty, shortDate } from "./words.js";

/** @returns {Node[]} */
export function eventDetail(event, store) {
  const { atlas, t, words } = store;
  const kind = atlas.kindById.get(event.kind);
  const numbers = new SourceNumbers(event.citations);
  return [
    el("p", { class: "kind-line" }, kindIcon(kind, 16), " ", kindAndSeries(event, kind, store)),
    el("h2", { class: "detail-title" }, words(event.title)),
    dateLine(event, store),
    certaintyLine(event, kind, store),
    peekBrief(event, store, numbers),
    whyNotice(event.id, store),
    words(event.summary) ? el("p", { class: "summary" }, words(event.summary)) : null,
    eventFacts(event, store),
    panelSection(t("Cited from"), citationList(event.citations, store, numbers)),
    disagreementBoxes(event.disagreements, store, numbers),
    figureSection(event, store),
    relatedSection(event, store),
  ];
}

function kindAndSeries(event, kind, store) {
  const { t } = store;
  const title = store.words(kind?.title) || event.kind;
  if (!event.series || event.ordinal === null) return title;
  const total = seriesOf(store.atlas, event).length;
  const place = t("{ordinal} of {total}", { ordinal: ordinalWord(event.ordinal, t), total: numberWord(total, t) });
  return `${title} · ${place}`;
}

function dateLine(event, store) {
  const { t, words } = store;
  if (!event.days) {
    return el("p", { class: "date-line" }, el("strong", {}, t("Undated")),
      event.bounds ? el("span", { class: "edtf" }, t("the text allows: {bounds}", { bounds: words(event.bounds) })) : null);
  }
  return el("p", { class: "date-line" }, el("strong", {}, words(event.date) || event.edtf), " ",
    el("span", { class: "edtf", title: t("The date in EDTF notation") }, event.edtf));
}

function certaintyLine(event, kind, store) {
  const { atlas, t } = store;
  const marks = [dateCertainty(event, atlas, t), placeCertainty(event, atlas, t)];
  if (event.certainty && event.certainty !== "certain") marks.push({ open: true, text: certaintyWord(event.certainty, t) });
  if (event.projection) marks.push({ open: true, text: t("A plan or projection") });
  if (event.stops === "unordered") marks.push({ open: true, text: t("Order of stops not stated") });
  return el("ul", { class: "certainty", role: "list" },
    marks.map(({ open, text }) => el("li", {}, kindIcon({ ...kind, symbol: "circle" }, 12, open), " ", text)));
}

// On a phone the sheet's first height already says who says it, and that sources differ.
function peekBrief(event, store, numbers) {
  const { atlas, t, words } = store;
  const [first] = gatherCitations(event.citations);
  const disagreement = atlas.disagreementById.get(event.disagreements[0]);
  const short = first && (words(atlas.sourceById.get(first.source)?.short) || first.source);
  return el("div", { class: "peek-brief" },
    first ? el("p", {}, el("span", { class: "citation-number" }, String(numbers.of(first.source))), " ",
      [short, locatorText(first.passages[0], t)].filter(Boolean).join(t(", "))) : null,
    disagreement ? el("p", { class: "dispute-line" }, el("strong", {}, disagreementHeading(disagreement, t)), " ",
      words(disagreement.question)) : null);
}

function eventFacts(event, store) {
  const { atlas, t } = store;
  const places = (ids) => ids.map((id) => atlas.placeById.get(id)).filter(Boolean);
  const links = (ids) => places(ids).map((place) => recordLink({ type: "place", record: place }, store));
  const origin = event.origin ? links([event.origin]) : [];
  const all = places([...new Set([...event.places, ...(event.origin ? [event.origin] : [])])]);
  const then = event.days && event.days[0] > -1e12 && event.days[3] < 1e12 ? [event.days[0], event.days[3]] : store.result.window;
  const names = all.length === 1 ? namesOfPlace(all[0], store, then) : namesOfPlaces(all, store, then);
  return el("dl", { class: "facts" },
    fact(event.places.length > 1 ? t("Places") : t("Place"), links(event.places)),
    fact(t("From"), origin),
    fact(t("About"), links(event.about)),
    fact(t("Actors"), actorLine(event.actors, store)),
    names,
  );
}

function figureSection(event, store) {
  const figures = figuresOf(store.atlas, "events", event.id);
  return figures.length ? panelSection(store.t("Figures"), figureList(figures, store)) : null;
}

function relatedSection(event, store) {
  const { t, view } = store;
  const why = {
    series: t("same series"), place: t("same actors, same place"), before: t("before, same actors"),
    after: t("after, same actors"),
  };
  const related = relatedEvents(store.atlas, event);
  if (!related.length) return null;
  return panelSection(t("Related"), el("ul", { class: "record-list", role: "list" }, related.map((item) =>
    el("li", {},
      kindIcon(store.atlas.kindById.get(item.event.kind), 14),
      el("div", { class: "record-text" }, recordLink({ type: "event", record: item.event }, store),
        el("span", { class: "record-why" }, why[item.why])),
      el("span", { class: "record-date" }, shortDate(item.event, view.lang, t))),
  )));
}
