// Which figures may stand on one axis, and where each stands on it. Pure: no DOM.

import { yearOf } from "./days.js";
import { localeTag, msg } from "./words.js";

const UNIT_NAMES = {
  USD: msg("US dollars"), JPY: msg("yen"), TWD: msg("Taiwan dollars"), EUR: msg("euros"), percent: msg("percent"), t: msg("tonnes"),
  barrel: msg("barrels"), m3: msg("cubic metres"), km: msg("kilometres"), min: msg("minutes"), h: msg("hours"),
  rank: msg("rank"), missile: msg("missiles"), warhead: msg("warheads"), base: msg("bases"), person: msg("people"),
};

/** A normalised unit in words; one that has none stands as it is. */
export const unitWord = (unit, t) => (Object.hasOwn(UNIT_NAMES, unit ?? "") ? t(UNIT_NAMES[unit]) : unit ?? "");

const isDated = (figure) => figure.days && Math.abs(figure.days[0]) < 1e12 && Math.abs(figure.days[3]) < 1e12;
const isCounted = (figure) => Number.isFinite(figure.normalized) && Boolean(figure.normalized_unit);

/**
 * Figures that share an axis: those of one series in one unit, and no others (the format calls only these comparable;
 * currencies are never converted). A figure that stands alone, has no period or no normalised value is on no axis.
 * @param {object[]} figures
 * @returns {{groups: {key: string, unit: string, figures: object[]}[], apart: object[]}} in the atlas's order
 */
export function figureGroups(figures) {
  const groups = new Map();
  for (const figure of figures) {
    if (!figure.series || !isDated(figure) || !isCounted(figure)) continue;
    const key = `${figure.series} ${figure.normalized_unit}`;
    if (!groups.has(key)) groups.set(key, { key: figure.series, unit: figure.normalized_unit, figures: [] });
    groups.get(key).figures.push(figure);
  }
  const kept = [...groups.values()].filter((group) => group.figures.length > 1);
  const drawn = new Set(kept.flatMap((group) => group.figures));
  return { groups: kept, apart: figures.filter((figure) => !drawn.has(figure)) };
}

/**
 * Where the bars of a series stand, in years: each year has as many slots as its fullest one; years between the first and
 * the last figure that have none are its gaps.
 * @param {{figures: object[]}} group
 * @returns {{first: number, last: number, slots: number, top: number, bars: object[], gaps: number[]}}
 */
export function barPositions(group) {
  const taken = new Map();
  const bars = group.figures.map((figure) => {
    const year = yearOf(figure.days[0]);
    const slot = taken.get(year) ?? 0;
    taken.set(year, slot + 1);
    return { figure, year, until: yearOf(figure.days[3]), slot, low: figure.normalized, high: figure.normalized_high ?? figure.normalized };
  });
  const first = Math.min(...bars.map((bar) => bar.year));
  const last = Math.max(...bars.map((bar) => bar.until));
  const has = (year) => bars.some((bar) => bar.year <= year && year <= bar.until);
  const years = Array.from({ length: Math.min(200, last - first + 1) }, (_, i) => first + i);
  return {
    first, last, slots: Math.max(...taken.values()), bars, gaps: years.filter((year) => !has(year)),
    top: Math.max(0, ...bars.map((bar) => bar.high)),
  };
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
  return new Intl.NumberFormat(localeTag(language), { notation: "compact", maximumSignificantDigits: 3 }).format(value);
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
    if (figure.series !== key || !isCounted(figure) || !inWindow(figure)) continue;
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
