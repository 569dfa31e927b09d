// Counts by cell, kind and bin of time, kept as sums from the first bin on, so that any window costs the same. Pure.
//
// An event that begins in bin b and ends in bin e is in the window from a to z if b <= z and e >= a; so their number is
// (how many begin up to z) - (how many end before a).

import { OPEN_END, OPEN_START, calendarDate } from "./days.js";

/** Cells of a tile, each way. */
export const CELLS_SIDE = 16;
/** Zoom of the cells of a tile, above its own. */
export const CELLS_STEPS = 4;

/**
 * @typedef {object} Series sums for one kind: `begins[i]` begin, `ends[i]` end before bin i (the first bin is 0)
 * @property {Float64Array} begins @property {Float64Array} ends the same array where every event lies in one bin
 */

/** The bin that holds a day, counted from `first`. @param {"year"|"month"} unit */
export function binIndex(day, unit, first) {
  const [year, month] = calendarDate(day);
  return (unit === "year" ? year : year * 12 + month - 1) - first;
}

/** The first and last bin (counted from the archive's first) that a window of days touches. */
export function binsOfWindow([from, to], { unit, bins }) {
  const last = bins[1] - bins[0];
  const at = (day, open, end) => (day === open ? end : Math.min(Math.max(binIndex(day, unit, bins[0]), -1), last + 1));
  return [at(from, OPEN_START, -1), at(to, OPEN_END, last + 1)];
}

/**
 * Sums of a kind from its counts: triples of the bin of the beginning, of the end (null: open), and the number.
 * @param {[number|null, number|null, number][]} counts @param {[number, number]} bins @returns {Series}
 */
export function cellSeries(counts, bins) {
  const length = bins[1] - bins[0] + 3;
  const begins = new Float64Array(length);
  const inOne = counts.every(([begin, end]) => begin === end && begin !== null);
  const ends = inOne ? begins : new Float64Array(length);
  for (const [begin, end, n] of counts) {
    begins[begin === null ? 0 : begin - bins[0] + 1] += n; // an open start counts from before the first bin
    if (!inOne && end !== null) ends[end - bins[0] + 1] += n;
  }
  for (const sums of inOne ? [begins] : [begins, ends]) {
    for (let i = 1; i < length; i += 1) sums[i] += sums[i - 1];
  }
  return { begins, ends };
}

/** How many events of a series are in the window of bins a to z. @param {Series} series */
export function countIn(series, a, z) {
  const last = series.begins.length - 1;
  const upTo = series.begins[Math.min(Math.max(z + 1, 0), last)];
  return upTo - (a < 0 ? 0 : series.ends[Math.min(a, last)]);
}

/** The counts that a feature of a tile tells: see docs/reference/archive.md. */
export function countsOf(values) {
  const counts = [];
  if (values.counts) {
    values.counts.split(",").forEach((text, i) => {
      if (text) counts.push([values.from + i, values.from + i, Number(text)]);
    });
  }
  if (values.spans) {
    for (const span of values.spans.split(",")) {
      const [, begin, end, n] = /^(.+)\/(.+):(\d+)$/.exec(span);
      counts.push([begin === ".." ? null : Number(begin), end === ".." ? null : Number(end), Number(n)]);
    }
  }
  return counts;
}

/**
 * The cells of a tile.
 * @param {{extent: number, points: object[]}} layer from `mvtPoints`
 * @param {{z: number, x: number, y: number}} tile @param {{kinds: object[], bins: [number, number]}} archive
 * @returns {{x: number, y: number, cell: [number, number, number], kinds: (Series|null)[], n: number}[]} x, y: the middle
 *   in unit Mercator
 */
export function cellsOfTile({ extent, points }, { z, x, y }, { kinds, bins }) {
  const order = new Map(kinds.map((kind, i) => [kind.id, i]));
  const cells = new Map();
  const side = 2 ** z;
  for (const point of points) {
    const kind = order.get(point.values.kind);
    if (kind === undefined) continue;
    const column = Math.floor((point.x / extent) * CELLS_SIDE);
    const row = Math.floor((point.y / extent) * CELLS_SIDE);
    const key = row * CELLS_SIDE + column;
    let cell = cells.get(key);
    if (!cell) {
      cell = {
        x: (x + (column + 0.5) / CELLS_SIDE) / side, y: (y + (row + 0.5) / CELLS_SIDE) / side,
        cell: [z + CELLS_STEPS, x * CELLS_SIDE + column, y * CELLS_SIDE + row], kinds: kinds.map(() => null), n: 0,
      };
      cells.set(key, cell);
    }
    cell.kinds[kind] = cellSeries(countsOf(point.values), bins);
    cell.n += point.values.n;
  }
  return [...cells.values()];
}

/**
 * How many events a cell shows, and the kind that is most frequent among them.
 * @param {{kinds: (Series|null)[]}} cell @param {Uint8Array|null} on kinds shown; null: all
 */
export function cellCount(cell, a, z, on) {
  let total = 0;
  let most = 0;
  let kind = -1;
  for (let k = 0; k < cell.kinds.length; k += 1) {
    const series = cell.kinds[k];
    if (series === null || (on !== null && on[k] === 0)) continue;
    const n = countIn(series, a, z);
    total += n;
    if (n > most) {
      most = n;
      kind = k;
    }
  }
  return { total, kind };
}

/** The number 1, 2 or 5 times a power of ten that is not less: what the largest circle stands for. */
export function roundAbove(n) {
  if (n <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= n);
}

/** A number in at most five characters: 950, 1.2k, 35k, 4.1M. */
export function cellNumber(n) {
  for (const [size, letter] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
    if (n >= size) return n / size < 9.95 ? `${(n / size).toFixed(1)}${letter}` : `${Math.round(n / size)}${letter}`;
  }
  return String(n);
}

/** The quadkeys of zoom 16 that a cell holds, as [first, last]. @param {[number, number, number]} cell z, x, y */
export function cellKeys([z, x, y]) {
  let key = 0;
  for (let i = z - 1; i >= 0; i -= 1) key = key * 4 + (((y >> i) & 1) * 2 + ((x >> i) & 1));
  const size = 4 ** (16 - z);
  return [key * size, (key + 1) * size - 1];
}
