// Which figures may stand on one axis, and where each stands on it. Pure: no DOM.

import { yearOf } from "./days.js";
import { msg } from "./words.js";

const UNIT_NAMES = {
  USD: msg("US dollars"), JPY: msg("yen"), TWD: msg("Taiwan dollars"), EUR: msg("euros"), percent: msg("percent"), t: msg("tonnes"),
  barrel: msg("barrels"), m3: msg("cubic metres"), km: msg("kilometres"), min: msg("minutes"), h: msg("hours"),
  rank: msg("rank"), missile: msg("missiles"), warhead: msg("warheads"), base: msg("bases"), person: msg("people"),
};

/** A normalised unit in words; one that has none stands as it is. */
export const unitWord = (unit, t) => (Object.hasOwn(UNIT_NAMES, unit ?? "") ? t(UNIT_NAMES[unit]) : unit ?? "");

/** The series that a figure belongs to: its own, else its measure. */
export const seriesKey = (figure) => figure.series || figure.measure;

const isDated = (figure) => figure.days && Math.abs(figure.days[0]) < 1e12 && Math.abs(figure.days[3]) < 1e12;
const isCounted = (figure) => Number.isFinite(figure.normalized) && Boolean(figure.normalized_unit);
const familyOf = (figure) => `${figure.measure.split("-")[0]} ${figure.normalized_unit}`;

/**
 * Figures that share an axis: the same normalised unit, and measures that begin with the same word (`oda-grant` and
 * `oda-loan`, both in yen). Currencies are never converted, so that yen and dollars never meet. Figures without a period
 * or without a normalised value stand on no axis and are given apart.
 * @param {object[]} figures
 * @returns {{groups: {key: string, unit: string, series: {key: string, figures: object[]}[]}[], apart: object[]}}
 */
export function figureGroups(figures) {
  const groups = new Map();
  const apart = [];
  for (const figure of figures) {
    if (!isDated(figure) || !isCounted(figure)) {
      apart.push(figure);
      continue;
    }
    const key = familyOf(figure);
    if (!groups.has(key)) groups.set(key, { key, unit: figure.normalized_unit, series: new Map() });
    const { series } = groups.get(key);
    if (!series.has(seriesKey(figure))) series.set(seriesKey(figure), { key: seriesKey(figure), figures: [] });
    series.get(seriesKey(figure)).figures.push(figure);
  }
  const made = [...groups.values()].map((group) => ({ ...group, series: [...group.series.values()] }));
  const size = (group) => group.series.reduce((sum, { figures: own }) => sum + own.length, 0);
  return { groups: made.sort((a, b) => size(b) - size(a)), apart };
}

/**
 * Where the bars of a group stand, in years: each year has as many slots as its fullest one; years of a series between its
 * first and its last figure that have none are its gaps.
 * @param {{series: {figures: object[]}[]}} group
 * @returns {{first: number, last: number, slots: number, top: number, bars: object[], gaps: {year: number, slot: number}[]}}
 */
export function barPositions(group) {
  const bars = group.series.flatMap(({ figures }, series) => figures.map((figure) => ({
    figure, series, year: yearOf(figure.days[0]), until: yearOf(figure.days[3]), low: figure.normalized,
    high: figure.normalized_high ?? figure.normalized,
  })));
  const first = Math.min(...bars.map((bar) => bar.year));
  const last = Math.max(...bars.map((bar) => bar.until));
  const years = new Map();
  for (const bar of bars) years.set(bar.year, [...(years.get(bar.year) ?? []), bar]);
  const slots = Math.max(group.series.length, ...[...years.values()].map((own) => own.length));
  for (const own of years.values()) {
    const plain = new Set(own.map((bar) => bar.series)).size === own.length;
    own.forEach((bar, i) => {
      bar.slot = plain ? bar.series : i;
    });
  }
  return { first, last, slots, top: Math.max(0, ...bars.map((bar) => bar.high)), bars, gaps: gapsOf(group, bars) };
}

function gapsOf(group, bars) {
  return group.series.flatMap((one, series) => {
    const own = bars.filter((bar) => bar.series === series);
    const has = (year) => own.some((bar) => bar.year <= year && year <= bar.until);
    const [from, to] = [Math.min(...own.map((bar) => bar.year)), Math.max(...own.map((bar) => bar.until))];
    const years = Array.from({ length: Math.min(200, to - from + 1) }, (_, i) => from + i);
    return years.filter((year) => !has(year)).map((year) => ({ year, slot: series }));
  });
}

/** Round steps from 0 to at least `top`, at most `most` of them. @returns {number[]} */
export function valueTicks(top, most = 4) {
  if (!(top > 0)) return [0, 1];
  const rough = top / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const count = Math.ceil(top / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** The years that are written under an axis: as many as have room. @param {number} room how many labels fit */
export function yearTicks(first, last, room) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((n) => (last - first) / n + 1 <= room) ?? 2000;
  const start = step < 10 ? first : Math.ceil(first / step) * step;
  const ticks = [];
  for (let year = start; year <= last; year += step) ticks.push(year);
  return ticks.length ? ticks : [first];
}

/** A value on an axis: short, in the reader's language ("4.78B", "47.8億"). */
export function shortNumber(value, language) {
  return new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

/**
 * The figures of a series that a map can show: those in the window, the latest for each place, of one place each; what
 * belongs to several places together cannot be parted.
 * @param {(figure: object) => boolean} inWindow
 * @returns {{shown: {place: string, figure: object}[], shared: object[]}}
 */
export function figuresByPlace(figures, key, inWindow) {
  const latest = new Map();
  const shared = [];
  for (const figure of figures) {
    if (seriesKey(figure) !== key || !isCounted(figure) || !inWindow(figure)) continue;
    if (figure.places.length !== 1) {
      shared.push(figure);
      continue;
    }
    const before = latest.get(figure.places[0]);
    if (!before || (figure.days?.[3] ?? -Infinity) >= (before.days?.[3] ?? -Infinity)) latest.set(figure.places[0], figure);
  }
  return { shown: [...latest].map(([place, figure]) => ({ place, figure })), shared };
}

/** Rates and ranks colour areas; amounts become circles whose area is the amount. */
export const isRate = (unit) => /^(percent|rank)$|[/]|^per-/.test(unit ?? "");
