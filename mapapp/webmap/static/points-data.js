// Many points with dates, kept as typed arrays. Pure; mapapp/webmap/points.py packs what `readPoints` unpacks.
//
// Points stand in the order of their earliest start, so that "up to" is a prefix; those without a date come last.

import { OPEN_END, OPEN_START } from "./days.js";
import { inLanguage } from "./decode.js";
import { toUnit } from "./mercator.js";
import { bytesOf } from "./unpack.js";
import { varintReader } from "./varints.js";

/** Bits of `flags`. */
export const POINT_SOFT = 1;
export const POINT_PERIOD = 2;
export const POINT_APPROXIMATE = 4;

/** Longitude of a point that has no place. */
const POINT_NOWHERE = -0x80000000;
const POINT_UNITS = 1e5; // to a degree: about a metre

/**
 * @typedef {object} Points
 * @property {number} n all points @property {number} dated how many have a date; they stand first
 * @property {Float64Array} x @property {Float64Array} y unit Mercator; NaN without a place
 * @property {Float64Array[]} days start earliest, start latest, end earliest, end latest; one entry for each dated point
 * @property {Uint8Array} kind index in `kinds` @property {Uint8Array} flags @property {string[]} titles
 * @property {Int32Array} place number of the position, the same for points that coincide; -1 without a place
 * @property {number[]} unlocated dated points without a place @property {{id: string, title: object}[]} kinds
 */

/** @param {object} packed the data of one slider @returns {Points} */
export function readPoints(packed) {
  const { n, dated } = packed;
  const lonlat = new Int32Array(bytesOf(packed.lonlat).buffer);
  const points = {
    n, dated, titles: packed.titles ?? [], kinds: packed.kinds,
    x: new Float64Array(n), y: new Float64Array(n), place: pointPlaces(lonlat, n), days: pointDays(bytesOf(packed.days), dated),
    kind: packed.kind ? bytesOf(packed.kind) : new Uint8Array(n), flags: packed.flags ? bytesOf(packed.flags) : new Uint8Array(n),
    unlocated: [],
  };
  for (let i = 0; i < n; i += 1) {
    const here = points.place[i] >= 0;
    const [x, y] = here ? toUnit(lonlat[i] / POINT_UNITS, lonlat[n + i] / POINT_UNITS) : [NaN, NaN];
    points.x[i] = x;
    points.y[i] = y;
    if (!here && i < dated) points.unlocated.push(i);
  }
  return points;
}

// The four columns of days. A varint is 0 for an open start, 1 for an open end, else 2 and the zigzag difference to: for
// the first column the last known day above, for the last the known day before it, else the first column's known day.
function pointDays(bytes, count) {
  const { next } = varintReader(bytes);
  const days = [0, 1, 2, 3].map(() => new Float64Array(count));
  const known = new Float64Array(count);
  const isOpen = (day) => day === OPEN_START || day === OPEN_END;
  days.forEach((column, c) => {
    let last = 0;
    for (let i = 0; i < count; i += 1) {
      const code = next();
      const base = c === 0 ? last : c === 3 && !isOpen(days[2][i]) ? days[2][i] : known[i];
      if (code < 2) column[i] = code ? OPEN_END : OPEN_START;
      else column[i] = base + (code % 2 ? -(code - 1) / 2 : (code - 2) / 2);
      if (c > 0) continue;
      if (code >= 2) last = column[i];
      known[i] = last;
    }
  });
  return days;
}

// One number for each position, by open addressing.
function pointPlaces(lonlat, n) {
  const size = 2 ** Math.ceil(Math.log2(Math.max(n, 1) * 2 + 1));
  const slots = new Int32Array(size).fill(-1);
  const place = new Int32Array(n).fill(-1);
  let count = 0;
  for (let i = 0; i < n; i += 1) {
    if (lonlat[i] === POINT_NOWHERE) continue;
    let slot = (Math.imul(lonlat[i], 0x9e3779b1) ^ Math.imul(lonlat[n + i], 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & (size - 1);
    for (;;) {
      const first = slots[slot];
      if (first < 0) {
        slots[slot] = i;
        place[i] = count;
        count += 1;
        break;
      }
      if (lonlat[first] === lonlat[i] && lonlat[n + first] === lonlat[n + i]) {
        place[i] = place[first];
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return place;
}

/** One point as the slider and the list know events. @param {Points} points @param {number} i */
export function pointEvent(points, i) {
  return {
    id: String(i), days: i < points.dated ? points.days.map((column) => column[i]) : null,
    soft: (points.flags[i] & POINT_SOFT) !== 0, moment: (points.flags[i] & POINT_PERIOD) === 0,
    approximate: (points.flags[i] & POINT_APPROXIMATE) !== 0,
    kind: points.kinds[points.kind[i]]?.id ?? "", title: { en: points.titles[i] || inLanguage(points.kinds[points.kind[i]]?.title, "en") },
  };
}

/** The number of the point with an id, or -1. */
export function pointIndex(points, id) {
  const i = /^\d+$/.test(id ?? "") ? Number(id) : -1;
  return i < points.n ? i : -1;
}
