// Pieces that every account in the panel is made of.

import { el, kindIcon, spoken } from "./dom.js";
import { pickToponym } from "./decode.js";
import { figureValue, shortDate } from "./words.js";

/** A headed part of the panel. */
export function panelSection(title, ...content) {
  return el("section", { class: "panel-section" }, el("h3", { class: "section-head" }, title), content);
}

/** One line of a list of facts; null where there is nothing to say. */
export function fact(term, values) {
  const list = (Array.isArray(values) ? values : [values]).filter(Boolean);
  if (!list.length) return null;
  return [el("dt", {}, term), el("dd", {}, list.length > 1 ? list.map((value) => el("span", { class: "fact-value" }, value)) : list)];
}

/** The title of any record in the reader's language. @param {{type: string, record: object}} found */
export function titleOfRecord({ type, record }, store) {
  if (type === "event") return store.words(record.title);
  if (type === "place") return store.placeName(record);
  if (type === "figure") return store.words(record.label);
  return store.words(record.question);
}

/** A button that selects a record and reads as a link. @param {{type: string, record: object}} found */
export function recordLink(found, store) {
  const { id } = found.record;
  return el("button", {
    type: "button", class: "record-link", "data-key": `record-${id}`, onclick: () => store.set({ select: id }),
  }, titleOfRecord(found, store));
}

/** The names of actors. */
export function actorLine(ids, store) {
  const names = ids.map((id) => store.words(store.atlas.actorById.get(id)?.name) || id);
  return names.length ? names.join(store.t(", ")) : null;
}

/** A list of events with symbol, title and short date. */
export function eventList(events, store) {
  return el("ul", { class: "record-list", role: "list" }, events.map((event) =>
    el("li", {},
      kindIcon(store.atlas.kindById.get(event.kind), 14),
      el("div", { class: "record-text" }, recordLink({ type: "event", record: event }, store)),
      event.days ? el("span", { class: "record-date" }, shortDate(event, store.view.lang, store.t)) : null,
    )));
}

/** A list of figures: measure, value as printed, period. */
export function figureList(figures, store) {
  return el("ul", { class: "figure-list", role: "list" }, figures.map((figure) =>
    el("li", {}, recordLink({ type: "figure", record: figure }, store), " ",
      el("strong", {}, figureValue(figure, store.t)),
      figure.days ? el("span", { class: "record-date" }, shortDate(figure, store.view.lang, store.t)) : null)));
}

/** The toponyms of a place in the reader's language, else in English, else all. */
export function toponymsFor(place, language) {
  const base = language.split("-")[0];
  const own = place.names.filter((name) => name.lang === language);
  const near = own.length ? own : place.names.filter((name) => name.lang.split("-")[0] === base);
  const english = near.length ? near : place.names.filter((name) => name.lang === "en");
  return english.length ? english : place.names;
}

/**
 * What a place was called then, is called today, and was called before. Pure.
 * @param {[number, number]} window
 * @returns {{then: object, today: object, before: object[]}|null} null for a place without names
 */
export function namesInTime(place, language, window) {
  const names = toponymsFor(place, language);
  if (!names.length) return null;
  const then = pickToponym(names, window);
  const today = pickToponym(names, null);
  const ended = (name) => name.days && name.days[3] < 1e12 && name !== then && name !== today;
  return { then, today, before: names.filter((name) => ended(name) && (!then.days || name.days[3] <= then.days[3])) };
}

/**
 * Facts "Then", "Today" and "Before" of a place; nothing where it has one name only.
 * @param {[number, number]} [window] the days that are "then"
 */
export function namesOfPlace(place, store, window = store.result.window) {
  const { t, view } = store;
  const names = namesInTime(place, view.lang, window);
  if (!names || (names.then === names.today && !names.before.length)) return [];
  const today = names.then.name === names.today.name
    ? t("{name}, same name", { name: names.today.name }) : toponymText(names.today, store);
  return [
    fact(t("Then"), toponymText(names.then, store)),
    fact(t("Today"), today),
    fact(t("Before"), names.before.map((name) => toponymText(name, store))),
  ];
}

/** Of several places: those that were called otherwise then than today, a line for each. */
export function namesOfPlaces(places, store, window) {
  const { t, view } = store;
  const changed = places.map((place) => namesInTime(place, view.lang, window)).filter((names) => names && names.then.name !== names.today.name);
  return fact(t("Names"), changed.map(({ then, today }) => el("span", {}, toponymText(then, store), t("; today: "), toponymText(today, store))));
}

/** A toponym with the years in which it was official and its standing. */
export function toponymText(toponym, store) {
  const { t, words } = store;
  const ended = toponym.days && toponym.days[3] < 1e12; // a name still in force needs no span
  const span = ended ? words(toponym.date) : "";
  return el("span", { class: "toponym" },
    spoken("span", toponym.lang, toponym.name, { class: "toponym-name" }),
    span ? el("span", { class: "toponym-span" }, " ", span) : null,
    toponym.outside ? el("span", { class: "outside-note" }, " ", t("(outside the sources)")) : null);
}
