// The interface's words for the vocabulary of the atlas format, and short dates. Pure: the translator is passed in.

import { calendarDate, dayNumber, daysInMonth } from "./days.js";

/** Marks a text for the translators where it stands in a table. @param {string} msgid */
export const msg = (msgid) => msgid;

const PLACE_KIND_WORDS = {
  city: msg("City"), base: msg("Military base"), headquarters: msg("Headquarters"), building: msg("Building"),
  state: msg("State"), territory: msg("Territory"), sea: msg("Sea"), strait: msg("Strait"), island: msg("Island"),
  region: msg("Region"), area: msg("Strategic area"), route: msg("Route"), corridor: msg("Corridor"),
  pipeline: msg("Pipeline"), other: msg("Place"),
};
const PRECISION_WORDS = {
  exact: msg("Position exact"), approximate: msg("Position approximate"),
  schematic: msg("Position schematic: drawn to show, not to measure"),
};
const FIELD_WORDS = {
  when: msg("for the date"), places: msg("for the place"), about: msg("for what it concerns"), title: msg("for the title"),
  summary: msg("for the summary"), actors: msg("for the actors"), ordinal: msg("for the number in the series"),
  value: msg("for the value"), unit: msg("for the unit"), names: msg("for the name"), name: msg("for the name"),
  geometry: msg("for the position"), period: msg("for the period"), kind: msg("for the kind"),
};
const BOUND_WORDS = {
  about: msg("about {value}"), "at-least": msg("at least {value}"), "more-than": msg("more than {value}"),
  "up-to": msg("up to {value}"),
};
const CERTAINTY_WORDS = {
  certain: msg("As the source says"), "less-certain": msg("The source is not firm"),
  uncertain: msg("The source leaves it open"),
};
const ORDINAL_WORDS = [
  msg("first"), msg("second"), msg("third"), msg("fourth"), msg("fifth"), msg("sixth"), msg("seventh"), msg("eighth"),
  msg("ninth"), msg("tenth"),
];
const NUMBER_WORDS = [
  msg("one"), msg("two"), msg("three"), msg("four"), msg("five"), msg("six"), msg("seven"), msg("eight"), msg("nine"),
  msg("ten"),
];
const DATE_PRECISION_WORDS = {
  day: msg("Date certain, to the day"), month: msg("Date stated to the month"), year: msg("Date stated to the year"),
  span: msg("Date stated as a span"),
};
const ENGLISH_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const wordOf = (table, key, t) => (Object.hasOwn(table, key ?? "") ? t(table[key]) : "");

export const placeKindWord = (kind, t) => wordOf(PLACE_KIND_WORDS, kind, t) || t("Place");
export const precisionWord = (precision, t) => wordOf(PRECISION_WORDS, precision, t);
export const fieldWord = (field, t) => wordOf(FIELD_WORDS, field, t);
export const certaintyWord = (certainty, t) => wordOf(CERTAINTY_WORDS, certainty, t);

/** "fifth"; numerals beyond ten. */
export function ordinalWord(n, t) {
  return ORDINAL_WORDS[n - 1] ? t(ORDINAL_WORDS[n - 1]) : t("no. {n}", { n });
}

/** "five"; numerals beyond ten. */
export function numberWord(n, t) {
  return NUMBER_WORDS[n - 1] ? t(NUMBER_WORDS[n - 1]) : String(n);
}

/** The value of a figure as printed, with its unit and bound: "about 150 km". */
export function figureValue(figure, t) {
  const separator = /^[%％\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(figure.unit ?? "") ? "" : " ";
  const value = [figure.value, figure.unit].filter(Boolean).join(separator);
  return Object.hasOwn(BOUND_WORDS, figure.bound ?? "") ? t(BOUND_WORDS[figure.bound], { value }) : value;
}

/** How fine a date is: "day", "month", "year", or "span" for all else. @param {number[]} days */
export function datePrecision(days) {
  const [first, , , last] = days;
  if (first === last) return "day";
  if (Math.abs(first) >= 1e12 || Math.abs(last) >= 1e12) return "span";
  const [y1, m1, d1] = calendarDate(first);
  const [y2, m2, d2] = calendarDate(last);
  if (y1 !== y2 || d1 !== 1) return "span";
  if (m1 === 1 && m2 === 12 && d2 === 31) return "year";
  return m1 === m2 && d2 === daysInMonth(y2, m2) ? "month" : "span";
}

// Is this field of the event itself the subject of a disagreement?
function isDisputed(event, field, atlas) {
  return event.disagreements.some((id) => {
    const disagreement = atlas.disagreementById.get(id);
    return disagreement?.field === field && disagreement.subject.replace(/#.*$/, "") === `event:${event.id}`;
  });
}

/**
 * What is said of an event's date: certain and how fine, or what makes it less than that.
 * @returns {{open: boolean, text: string}} open: drawn as an open mark
 */
export function dateCertainty(event, atlas, t) {
  if (!event.days) return { open: true, text: t("No date stated") };
  if (event.date_basis === "outside") return { open: true, text: t("Date from outside the sources") };
  if (event.date_basis === "resolved") return { open: true, text: t("Date inferred from context") };
  if (event.soft) return { open: true, text: t("Date uncertain") };
  if (isDisputed(event, "when", atlas)) return { open: false, text: t("Date disputed") };
  return { open: false, text: t(DATE_PRECISION_WORDS[datePrecision(event.days)]) };
}

/** What is said of an event's places. @returns {{open: boolean, text: string}} */
export function placeCertainty(event, atlas, t) {
  if (!event.places.length) return { open: true, text: t("No place stated") };
  if (event.place_basis === "inferred") return { open: true, text: t("Place inferred") };
  if (isDisputed(event, "places", atlas)) return { open: false, text: t("Place disputed") };
  const kinds = new Set(event.places.map((id) => atlas.placeById.get(id)?.kind));
  const kind = kinds.size === 1 ? [...kinds][0] : null;
  return { open: false, text: kind ? t("Place stated: {kind}", { kind: placeKindWord(kind, t).toLowerCase() }) : t("Places stated") };
}

/** A short date for lists: "17 Jul 2014", "Jul 2014", "2014", "1992–1997"; numerals with hyphens where not English. */
export function shortDate(item, language, t) {
  if (!item.days) return t("undated");
  const [first, , , last] = item.days;
  const precision = datePrecision(item.days);
  if (precision !== "span") return shortDay(first, precision, language, t) + (item.soft ? "?" : "");
  const from = Math.abs(first) < 1e12 ? shortDay(first, spanPrecision(item.days, first), language, t) : "";
  const to = Math.abs(last) < 1e12 ? shortDay(last, spanPrecision(item.days, first), language, t) : "";
  return `${from}–${to}${item.soft ? "?" : ""}`;
}

// Spans that begin with a year and end with one are named by years; spans of days by days.
function spanPrecision([first, , , last]) {
  const open = (day) => Math.abs(day) >= 1e12;
  const starts = open(first) || first === dayNumber(calendarDate(first)[0]);
  const ends = open(last) || last === dayNumber(calendarDate(last)[0], 12, 31);
  return starts && ends ? "year" : "day";
}

function shortDay(day, precision, language, t) {
  const [year, month, dom] = calendarDate(day);
  const years = year > 0 ? String(year) : t("{year} BCE", { year: 1 - year });
  if (precision === "year") return years;
  if (language.split("-")[0] === "en") {
    return [precision === "day" ? dom : null, ENGLISH_MONTHS[month - 1], years].filter(Boolean).join(" ");
  }
  const two = (n) => String(n).padStart(2, "0");
  return precision === "day" ? `${years}-${two(month)}-${two(dom)}` : `${years}-${two(month)}`;
}

/** The tag where it is one that a browser takes, else English: a View and an atlas may hold any text as a language. */
export function localeTag(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en";
  } catch {
    return "en";
  }
}

/** How wide a text of a size is in pixels, roughly: CJK characters are square. */
export function roughWidth(text, size) {
  let width = 0;
  for (const char of text) width += char.codePointAt(0) > 0x2e7f ? size : size * 0.56;
  return width;
}
