// The histogram: which block stands where and how high. Pure: no DOM.
//
// Every event is one block and stands in one bin, that of the first day on which it can have begun, so blocks and the
// counts in words agree. A block is hatched where its date is soft, or where the bin is finer than the date (a month on
// an axis of days). One busy bin does not flatten the others: it is broken, squeezed and prints its number.

import { OPEN_END, OPEN_START } from "./days.js";
import { axisBin, axisBinStart } from "./axis.js";

/** Height of a block and its gap, in pixels. */
export const BIN_BLOCK = 9;
/** Blocks lower than this are no longer told apart: the bar is continuous. */
export const BIN_LOWEST = 4.6;
/** Room above a broken bar for its number, and the break itself. */
export const BIN_NUMBER = 13;
export const BIN_BREAK = 5;

/** The day at which an event stands; null where no end of its date is known. @param {number[]} days */
export function binAnchor(days) {
  return [days[0], days[3], days[1], days[2]].find((day) => day > OPEN_START && day < OPEN_END) ?? null;
}

/** Is the date no more precise than the bins? A period stands at its start and is as sure as its start. */
export function binIsVague(event, unit) {
  if (event.soft || event.days[0] <= OPEN_START) return true;
  const last = event.moment === false ? event.days[1] : event.days[3];
  return last >= OPEN_END || axisBin(last, unit) !== axisBin(event.days[0], unit);
}

/**
 * Events by bin, in order of time; in a bin in the order of kinds, the sure before the vague, then by date.
 * @param {object[]} events @param {string} unit @param {Map<string, number>} order rank of each kind
 * @returns {{index: number, first: number, last: number, items: {event: object, kind: number, vague: boolean}[]}[]}
 */
export function binEvents(events, unit, order) {
  const bins = new Map();
  for (const event of events) {
    const day = event.days && binAnchor(event.days);
    if (day === null) continue;
    const index = axisBin(day, unit);
    let bin = bins.get(index);
    if (!bin) {
      bin = { index, first: axisBinStart(index, unit), last: axisBinStart(index + 1, unit) - 1, items: [] };
      bins.set(index, bin);
    }
    bin.items.push({ event, kind: order.get(event.kind) ?? order.size, vague: binIsVague(event, unit) });
  }
  const sorted = [...bins.values()].sort((a, b) => a.index - b.index);
  for (const bin of sorted) bin.items.sort((a, b) => a.kind - b.kind || a.vague - b.vague || a.event.days[0] - b.event.days[0]);
  return sorted;
}

/** The bins that lie, at least in part, between two days. */
export function binsBetween(bins, first, last) {
  let low = 0;
  let high = bins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bins[middle].last < first) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < bins.length && bins[end].first <= last) end += 1;
  return bins.slice(low, end);
}

/** Documented bins of a grain, in order: where handles snap and "next event" stops. @returns {number[]} */
export function binStops(events, grain) {
  const found = new Set();
  for (const event of events) {
    const day = event.days && binAnchor(event.days);
    if (day !== null) found.add(axisBin(day, grain));
  }
  return [...found].sort((a, b) => a - b);
}

/** First place in the sorted stops whose value is at least this. */
function binSearch(stops, value) {
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stops[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The documented bin after one (null: the first), undefined where there is none. */
export function binAfter(stops, index) {
  return index === null ? stops[0] : stops[binSearch(stops, index + 1)];
}

/** The documented bin before one (null: the last), undefined where there is none. */
export function binBefore(stops, index) {
  return index === null ? stops[stops.length - 1] : stops[binSearch(stops, index) - 1];
}

/**
 * The documented bin whose edge is nearest to a day, within a tolerance; null where none is.
 * @param {number} day fractional @param {"from"|"to"} side which edge @param {number} tolerance days
 */
export function binSnap(stops, day, grain, side, tolerance) {
  const edge = (index) => axisBinStart(side === "to" ? index + 1 : index, grain);
  const at = binSearch(stops, axisBin(day, grain));
  let best = null;
  for (const index of stops.slice(Math.max(at - 2, 0), at + 3)) {
    const away = Math.abs(edge(index) - day);
    if (away <= tolerance && (best === null || away < Math.abs(edge(best) - day))) best = index;
  }
  return best;
}

/**
 * Heights of the bars. Where the tallest does not fit, a bar in twenty (at least one) may be broken if that is a gain.
 * @param {number[]} counts events by bin @param {number} height pixels
 * @returns {{step: number, cap: number, blocks: boolean}} step: pixels an event; bars above cap are broken
 */
export function binScale(counts, height) {
  const sorted = [...counts].sort((a, b) => b - a);
  const tallest = sorted[0] ?? 0;
  if (tallest * BIN_BLOCK <= height) return { step: BIN_BLOCK, cap: tallest, blocks: true };
  const rest = sorted[Math.max(1, Math.floor(sorted.length / 20))] ?? tallest;
  const broken = rest <= tallest * 0.6;
  const room = broken ? height - BIN_NUMBER : height;
  const cap = broken ? Math.max(rest, Math.floor(room / BIN_BLOCK)) : tallest;
  const step = Math.min(BIN_BLOCK, room / cap);
  return { step, cap, blocks: step >= BIN_LOWEST };
}

/**
 * Where the blocks of a bar stand: height of each above the base line. A broken bar has a gap in its middle.
 * @returns {{step: number, broken: boolean, breakAt: number, bottom: (i: number) => number}}
 */
export function binBar(count, scale, height) {
  if (count <= scale.cap) return { step: scale.step, broken: false, breakAt: count, bottom: (i) => i * scale.step };
  const step = (height - BIN_NUMBER - BIN_BREAK) / count;
  const breakAt = Math.round(count / 2);
  return { step, broken: true, breakAt, bottom: (i) => i * step + (i >= breakAt ? BIN_BREAK : 0) };
}
