// Dates as people type and read them, and steps from one date to the next. Pure: no DOM.

import { calendarDate, dateText, dayNumber, daysInMonth, parseSpan, precisionOf, yearText } from "./days.js";
import { axisBin, axisText } from "./axis.js";

const DATE_MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December",
];
const DATE_FINENESS = { year: 0, month: 1, day: 2 };

/** The finer of two precisions. */
export function dateFiner(a, b) {
  return DATE_FINENESS[a] >= DATE_FINENESS[b] ? a : b;
}

/** The coarser of two precisions. */
export function dateCoarser(a, b) {
  return dateFiner(a, b) === a ? b : a;
}

/**
 * EDTF text of a date as typed: "1997", "2004-08", "17 July 2014", "2004年8月", "44 BCE", "-0044".
 * A year with a minus sign is astronomical, as in EDTF: -44 is 45 BCE.
 * @returns {string|null|undefined} null: an open end; undefined: not understood
 */
export function dateTyped(typed) {
  const text = typed.normalize("NFKC").replace(/[\u2012-\u2015\u2212]/g, "-").trim().toLowerCase();
  if (/^(\.\.|…|\.{3}|open|)$/.test(text)) return null;
  const [rest, before] = dateEra(text);
  const parts = dateParts(rest);
  if (!parts) return undefined;
  let [year] = parts;
  if (before) {
    if (year < 1) return undefined;
    year = 1 - year;
  }
  const edtf = [yearText(year), ...parts.slice(1).map((part) => String(part).padStart(2, "0"))].join("-");
  return parseSpan(edtf) ? edtf : undefined;
}

// The text without its mark of an era, and whether that era is before year 1.
function dateEra(text) {
  const before = /\b(bce|bc|b\.\s?c\.(\s?e\.)?)(?![a-z])|^(紀元前|西元前|公元前|前)/;
  const after = /\b(ce|ad|a\.\s?d\.|c\.\s?e\.)(?![a-z])|^(西暦|西元|公元)/;
  if (before.test(text)) return [text.replace(before, "").trim(), true];
  return [text.replace(after, "").trim(), false];
}

// Year, month, day as far as given.
function dateParts(text) {
  const patterns = [
    [/^y?(-?\d{1,9})年?$/, [1]],
    [/^(-?\d{4}|\d{3})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/, [1, 2, 3]],
    [/^(-?\d{1,9}) ?年 ?(\d{1,2}) ?月(?: ?(\d{1,2}) ?日)?$/, [1, 2, 3]],
    [/^(\d{1,2})[-/.](\d{4})$/, [2, 1]],
    [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, [3, 2, 1]],
    [/^(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?,? (-?\d{1,9})$/, [3, 2, 1]],
    [/^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?, ?(-?\d{1,9})$/, [3, 1, 2]],
  ];
  for (const [pattern, order] of patterns) {
    const match = pattern.exec(text);
    if (!match) continue;
    const parts = order.map((group) => match[group]).filter((part) => part !== undefined);
    const numbers = parts.map((part) => (/[a-z]/.test(part) ? dateMonth(part) : Number(part)));
    return numbers.every((number) => Number.isInteger(number)) ? numbers : null;
  }
  return null;
}

function dateMonth(word) {
  const index = DATE_MONTHS.findIndex((name) => name.toLowerCase().startsWith(word));
  return index < 0 && word === "sept" ? 9 : index < 0 ? NaN : index + 1;
}

/**
 * A date moved by n steps. The result is as fine as the finer of the date and the step.
 * @param {"from"|"to"} side a start moves its first day, an end its last
 * @param {"day"|"month"|"year"|"decade"} step
 */
export function dateStep(text, side, step, n) {
  const grain = step === "decade" ? "year" : step;
  const precision = dateFiner(precisionOf(text), grain);
  const day = parseSpan(text)[side === "to" ? 1 : 0];
  if (step === "day") return dateText(day + n, "day");
  if (precision === grain) return axisText(axisBin(day, grain) + n * (step === "decade" ? 10 : 1), grain);
  const [year, month, dom] = calendarDate(day);
  const months = year * 12 + month - 1 + n * { month: 1, year: 12, decade: 120 }[step];
  const [toYear, toMonth] = [Math.floor(months / 12), ((months % 12) + 12) % 12 + 1];
  return dateText(dayNumber(toYear, toMonth, Math.min(dom, daysInMonth(toYear, toMonth))), precision);
}

const dateIsCjk = (store) => /^(zh|ja)/.test(store.view.lang);

/** A year in words. `bare`: on an axis or a tag, without 年. */
export function dateYearWords(year, store, bare = false) {
  if (year <= 0) return store.t("{year} BCE", { year: 1 - year });
  return bare || !dateIsCjk(store) ? String(year) : `${year}年`;
}

/** "August", "Aug", "8月". */
export function dateMonthWords(month, store, short = false) {
  if (dateIsCjk(store)) return `${month}月`;
  return short ? DATE_MONTHS[month - 1].slice(0, 3) : DATE_MONTHS[month - 1];
}

/** "31", "31日". */
export function dateDayWords(dom, store) {
  return dateIsCjk(store) ? `${dom}日` : String(dom);
}

/** A View's date in words: "2004", "August 2004", "13 August 2004"; short: for tags. The twin of language/dates.py. */
export function dateWords(text, store, short = false) {
  const precision = precisionOf(text);
  const [year, month, dom] = calendarDate(parseSpan(text)[0]);
  if (precision === "year") return dateYearWords(year, store, short);
  const parts = [dateYearWords(year, store), dateMonthWords(month, store, short)];
  if (precision === "day") parts.push(dateDayWords(dom, store));
  return dateIsCjk(store) ? parts.join("") : parts.reverse().join(" ");
}

/** A View's date as the reader would type it: "44 BCE", "2004-08". */
export function dateField(text, store) {
  if (text === null) return "";
  const [year] = calendarDate(parseSpan(text)[0]);
  return precisionOf(text) === "year" ? dateYearWords(year, store, true) : text;
}

/** The window in words, as in the printed map: "1997 to 2015", "up to 2015", "all years". */
export function dateWindowWords(view, store) {
  const from = view.mode === "up-to" ? null : view.from;
  if (from === null && view.to === null) return store.t("all years");
  const words = (text) => dateWords(text, store);
  if (view.mode === "up-to") return store.t("up to {end}", { end: words(view.to) });
  if (from === null) return store.t("until {end}", { end: words(view.to) });
  if (view.to === null) return store.t("from {start}, no end stated", { start: words(from) });
  if (from === view.to) return words(from);
  return store.t("{start} to {end}", { start: words(from), end: words(view.to) });
}
