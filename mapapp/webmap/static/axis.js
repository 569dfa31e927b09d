// The time axis: what stretch of days is on screen, in which units, with which labels. Pure: no DOM.
//
// A range is [first, end): fractional day numbers, end exclusive. A unit is what one bin of the histogram holds; the
// grain is what a handle can stop at (a View holds years, months or days, so decades and centuries have grain year).

import { OPEN_END, OPEN_START, calendarDate, dateText, dayNumber, daysInMonth, parseSpan } from "./days.js";

const AXIS_UNITS = ["day", "month", "year", "decade", "century"];
const AXIS_DAYS = { day: 1, month: 30.436875, year: 365.2425, decade: 3652.425, century: 36524.25 };
const AXIS_YEARS = { year: 1, decade: 10, century: 100 };
/** Pixels that a bin needs at least: days for a year, months for a decade, years for a century on 760 px. */
const AXIS_LEAST = { day: 1.6, month: 4.5, year: 2.2, decade: 3, century: 0 };
/** Days that are on screen at least. */
export const AXIS_SHORTEST = 6;
const AXIS_STEPS = [
  ["day", 1], ["day", 2], ["day", 7], ["month", 1], ["month", 3], ["year", 1], ["year", 2], ["year", 5], ["year", 10],
  ["year", 20], ["year", 50], ["year", 100], ["year", 200], ["year", 500], ["year", 1000], ["year", 5000],
  ["year", 10000], ["year", 100000],
];

/** The finest unit whose bins are wide enough. @param {number} span days @param {number} width pixels */
export function axisUnit(span, width) {
  return AXIS_UNITS.find((unit) => (AXIS_DAYS[unit] * width) / span >= AXIS_LEAST[unit]);
}

/** The coarser of two units; the second may be missing. */
export function axisCoarser(unit, other) {
  return other && AXIS_UNITS.indexOf(other) > AXIS_UNITS.indexOf(unit) ? other : unit;
}

/** What a handle stops at. @returns {"day"|"month"|"year"} */
export function axisGrain(unit) {
  return unit === "day" || unit === "month" ? unit : "year";
}

/** The number of the bin that holds a day. */
export function axisBin(day, unit) {
  if (unit === "day") return Math.floor(day);
  const [year, month] = calendarDate(Math.floor(day));
  return unit === "month" ? year * 12 + month - 1 : Math.floor(year / AXIS_YEARS[unit]);
}

/** The first day of a bin. */
export function axisBinStart(index, unit) {
  if (unit === "day") return index;
  if (unit === "month") return dayNumber(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1);
  return dayNumber(index * AXIS_YEARS[unit]);
}

/** EDTF text of a bin of a grain. */
export function axisText(index, grain) {
  return dateText(axisBinStart(index, grain), grain);
}

/** The bin of a grain that begins (side "from") or ends (side "to") nearest to a fractional day. */
export function axisNearest(day, grain, side) {
  const index = axisBin(day, grain);
  const start = axisBinStart(index, grain);
  const near = day - start < axisBinStart(index + 1, grain) - day ? index : index + 1;
  return side === "to" ? near - 1 : near;
}

/**
 * The longest range of the axis: all dates, all eras and the typed ends of the window, in whole units.
 * @param {(number[]|null)[]} spans days of events and eras @param {(string|null)[]} ends dates of the View
 */
export function axisLimits(spans, ends = []) {
  let first = Infinity;
  let last = -Infinity;
  const take = (day) => {
    if (day <= OPEN_START || day >= OPEN_END) return;
    if (day < first) first = day;
    if (day > last) last = day;
  };
  for (const days of spans) if (days) days.forEach(take);
  for (const end of ends) if (end) parseSpan(end).forEach(take);
  if (first > last) return [dayNumber(2000), dayNumber(2001)];
  const grain = axisGrain(axisUnit(last - first + 1, 600));
  const margin = grain === "day" ? 3 : 0;
  const range = [axisBinStart(axisBin(first, grain) - margin, grain), axisBinStart(axisBin(last, grain) + 1 + margin, grain)];
  const lack = AXIS_SHORTEST - (range[1] - range[0]);
  return lack > 0 ? [range[0] - Math.ceil(lack / 2), range[1] + Math.ceil(lack / 2)] : range;
}

/** A range of the same length inside the limits, or the limits. */
export function axisClamp(range, limits) {
  const span = range[1] - range[0];
  if (span >= limits[1] - limits[0]) return [...limits];
  const first = Math.min(Math.max(range[0], limits[0]), limits[1] - span);
  return [first, first + span];
}

/** Longer (factor above 1) or shorter around a day that stays where it is. */
export function axisZoom(range, limits, factor, day) {
  const span = range[1] - range[0];
  const next = Math.max(Math.min(AXIS_SHORTEST, limits[1] - limits[0]), span * factor);
  const first = day - ((day - range[0]) * next) / span;
  return axisClamp([first, first + next], limits);
}

/** The range moved so that the days first to last are on it: a little where they are near, else to the middle. */
export function axisReveal(range, limits, first, last) {
  const span = range[1] - range[0];
  const end = last + 1;
  const long = end - first > span * 0.9;
  if (long ? first < range[1] && end > range[0] : first >= range[0] && end <= range[1]) return range;
  const away = Math.max(range[0] - first, end - range[1]);
  let start = (first + end - span) / 2;
  if (!long && away < span / 4) start = first < range[0] ? first - span * 0.08 : end + span * 0.08 - span;
  else if (long) start = end <= range[0] ? end - span / 2 : first - span / 2;
  return axisClamp([start, start + span], limits);
}

/**
 * Labelled ticks: the closest steps whose labels have room.
 * @param {[number, number]} range @param {number} width pixels
 * @param {{day: number, month: number, year: number}} room pixels that a label of each kind needs
 * @returns {{kind: string, ticks: {day: number, level: "day"|"month"|"year", strong: boolean}[]}}
 */
export function axisTicks(range, width, room) {
  const pixels = width / (range[1] - range[0]);
  const fits = ([kind, count]) => AXIS_DAYS[kind] * count * pixels >= room[kind];
  const [kind, count] = AXIS_STEPS.find(fits) ?? AXIS_STEPS[AXIS_STEPS.length - 1];
  const unit = kind === "day" ? "month" : kind;
  const size = kind === "day" ? 1 : count;
  const ticks = [];
  let index = Math.floor(axisBin(range[0], unit) / size) * size;
  for (; axisBinStart(index, unit) < range[1]; index += size) {
    if (kind === "day") axisDayTicks(index, count, ticks);
    else ticks.push(axisTick(axisBinStart(index, unit), kind));
  }
  return { kind, ticks: ticks.filter((tick) => tick.day >= range[0] - AXIS_DAYS[kind] && tick.day < range[1]) };
}

function axisDayTicks(monthIndex, count, ticks) {
  const first = axisBinStart(monthIndex, "month");
  const [year, month] = calendarDate(first);
  const length = daysInMonth(year, month);
  for (let day = 1; day + count <= length + 1; day += count) ticks.push(axisTick(first + day - 1, "day"));
}

function axisTick(day, kind) {
  const [, month, dom] = calendarDate(day);
  const level = dom > 1 ? "day" : month > 1 ? "month" : "year";
  return { day, level, strong: level !== kind };
}
