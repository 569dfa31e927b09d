// Days of the proleptic Gregorian calendar as integers (day 1 = 0001-01-01), and the dates a View can hold.
// The twin of mapapp/when.py; no Date object and no time zone is involved.

export const OPEN_START = -1e12;
export const OPEN_END = 1e12;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @param {number} year */
export function isLeap(year) {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** @param {number} year @param {number} month 1 to 12 */
export function daysInMonth(year, month) {
  return month === 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1];
}

/** Day number of a calendar date; year 0 is 1 BCE. */
export function dayNumber(year, month = 1, day = 1) {
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  for (let m = 1; m < month; m += 1) days += daysInMonth(year, m);
  return days + day;
}

/** @param {number} day @returns {[number, number, number]} year, month, day */
export function calendarDate(day) {
  const cycle = Math.floor((day - 1) / 146097);
  let rest = day - 1 - cycle * 146097;
  const century = Math.min(Math.floor(rest / 36524), 3);
  rest -= century * 36524;
  const quad = Math.floor(rest / 1461);
  rest -= quad * 1461;
  const one = Math.min(Math.floor(rest / 365), 3);
  rest -= one * 365;
  const year = cycle * 400 + century * 100 + quad * 4 + one + 1;
  let month = 1;
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month += 1;
  }
  return [year, month, rest + 1];
}

/** @param {number} day */
export function yearOf(day) {
  return calendarDate(day)[0];
}

/** EDTF text of a year: four digits, a minus sign for years before 1 BCE, a Y beyond four digits. */
export function yearText(year) {
  const digits = String(Math.abs(year)).padStart(4, "0");
  return `${digits.length > 4 ? "Y" : ""}${year < 0 ? "-" : ""}${digits}`;
}

/** EDTF text of a day number at a precision. @param {"day"|"month"|"year"} precision */
export function dateText(day, precision) {
  const [year, month, dom] = calendarDate(day);
  if (precision === "year") return yearText(year);
  const text = `${yearText(year)}-${String(month).padStart(2, "0")}`;
  return precision === "month" ? text : `${text}-${String(dom).padStart(2, "0")}`;
}

const DATE = /^(?:(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?|Y(-?[1-9]\d{4,8}))$/;

const SPANS_KEPT = 500;
const spansKept = new Map();

/**
 * First and last day of a View's date (a year, a month or a day).
 * @param {string} text @returns {readonly [number, number]|null} null where the text is no such date
 */
export function parseSpan(text) {
  let span = spansKept.get(text);
  if (span !== undefined) return span;
  span = readSpan(text);
  if (spansKept.size >= SPANS_KEPT) spansKept.clear();
  spansKept.set(text, span && Object.freeze(span));
  return span;
}

function readSpan(text) {
  const match = DATE.exec(text);
  if (!match) return null;
  const year = Number(match[1] ?? match[4]);
  if (match[2] === undefined) return [dayNumber(year), dayNumber(year, 12, 31)];
  const month = Number(match[2]);
  if (month < 1 || month > 12) return null;
  if (match[3] === undefined) return [dayNumber(year, month), dayNumber(year, month, daysInMonth(year, month))];
  const day = Number(match[3]);
  if (day < 1 || day > daysInMonth(year, month)) return null;
  const number = dayNumber(year, month, day);
  return [number, number];
}

/** @param {string} text @returns {"day"|"month"|"year"} */
export function precisionOf(text) {
  const match = DATE.exec(text);
  if (match && match[3] !== undefined) return "day";
  return match && match[2] !== undefined ? "month" : "year";
}
