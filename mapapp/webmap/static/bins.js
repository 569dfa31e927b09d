// The histogram: which block stands where and how high. Pure: no DOM.
//
// Every event is one block and stands in one bin, that of the first day on which it can have begun, so blocks and the
// counts in words agree. A block is hatched where its date is soft, or where the bin is finer than the date (a month on
// an axis of days). One busy bin does not flatten the others: it is broken, squeezed and prints its number.

import { OPEN_END, OPEN_START, dateText } from "./days.js";
import { axisBin, axisBinStart } from "./axis.js";
import { stackByKind, stackBySource } from "./timeline-stacks.js";

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
 * @param {(event: object) => string|undefined} [of] what stands for the kind, where bars are stacked by something else
 * @returns {{index: number, first: number, last: number, items: {event: object, kind: number, vague: boolean}[]}[]}
 */
export function binEvents(events, unit, order, of = (event) => event.kind) {
  const bins = new Map();
  for (const event of events) {
    const day = event.days && binAnchor(event.days);
    if (day === null) continue;
    const index = axisBin(day, unit);
    let bin = bins.get(index);
    if (!bin) {
      bin = { index, first: axisBinStart(index, unit), last: axisBinStart(index + 1, unit) - 1, items: [], count: 0 };
      bins.set(index, bin);
    }
    bin.count += 1;
    bin.items.push({ event, kind: order.get(of(event)) ?? order.size, vague: binIsVague(event, unit) });
  }
  const sorted = [...bins.values()].sort((a, b) => a.index - b.index);
  for (const bin of sorted) bin.items.sort((a, b) => a.kind - b.kind || a.vague - b.vague || a.event.days[0] - b.event.days[0]);
  return sorted;
}

/**
 * What the histogram counts. An atlas may bring its own `tally` of this form where its events are no objects (`pointTally`
 * in points-tally.js): its bins make `items` when they are looked at, and say in `runs` what stands in a long bar.
 * `ranks` are the looks of what it stacks; `stack`, where there is more than one way, chooses another.
 * @returns {{spans: (number[]|null)[], ranks: object[], stack?: (name: "kind"|"source") => void, take: (result: object) => void, bins: (unit: string) => object[],
 *   reaching: (bins: object[], most: number) => object[], stops: (grain: string) => object}}
 */
export function binTally(atlas) {
  const stacks = { kind: stackByKind(atlas), source: stackBySource(atlas) };
  let now = stacks.kind;
  let events = [];
  return {
    get ranks() {
      return now.ranks;
    },
    stack: stacks.source.ranks.length > 1 ? (name) => { now = stacks[name]; } : undefined,
    spans: [...atlas.events, ...atlas.eras].map((item) => item.days ?? null),
    /** The events that pass all filters but time. */
    take(result) {
      events = result.events.concat(result.outside);
    },
    bins: (unit) => binEvents(events, unit, new Map(now.ranks.map(({ id }, i) => [id, i])), now.of),
    reaching: binReaching,
    stops: (grain) => binStops(events, grain),
  };
}

/** What stands in a bar, neighbours of one look together: {kind, vague, n}. */
export function binRuns(bin) {
  if (bin.runs) return bin.runs;
  const runs = [];
  for (const { kind, vague } of bin.items) {
    const last = runs[runs.length - 1];
    if (last && last.kind === kind && last.vague === vague) last.n += 1;
    else runs.push({ kind, vague, n: 1 });
  }
  return runs;
}

/** The bins that lie, at least in part, between two days. */
export function binsBetween(bins, first, last) {
  return bins.slice(binSearch(bins, (bin) => bin.last >= first), binSearch(bins, (bin) => bin.first > last));
}

/** Blocks whose date reaches out of their bin, at most so many. @returns {{bin: object, at: number}[]} */
export function binReaching(bins, most) {
  const found = [];
  for (const bin of bins) {
    bin.items.forEach(({ event }, at) => {
      if (found.length < most && (event.days[3] > bin.last || event.days[0] < bin.first)) found.push({ bin, at });
    });
  }
  return found;
}

/**
 * Documented dates: where handles snap and "next event" stops. Each is as fine as its event and the grain allow: on an
 * axis of days an event of "2024-12" stops at that month, not at its first day.
 * @param {"day"|"month"|"year"} grain
 * @returns {{byStart: object[], byEnd: object[], exact: object[]}} stops {text, first, last} in order; exact: of the grain
 */
export function binStops(events, grain) {
  const found = new Map();
  for (const event of events) {
    const day = event.days && binAnchor(event.days);
    if (day === null) continue;
    const precision = binPrecision(event, day, grain);
    const index = axisBin(day, precision);
    const key = `${precision} ${index}`;
    if (found.has(key)) continue;
    const first = axisBinStart(index, precision);
    found.set(key, { text: dateText(first, precision), first, last: axisBinStart(index + 1, precision) - 1, precision });
  }
  const byStart = [...found.values()].sort((a, b) => a.first - b.first || a.last - b.last);
  const byEnd = [...byStart].sort((a, b) => a.last - b.last || b.first - a.first);
  return { byStart, byEnd, exact: byStart.filter((stop) => stop.precision === grain) };
}

function binPrecision(event, day, grain) {
  const end = event.moment === false ? event.days[1] : event.days[3];
  const last = end >= OPEN_END || event.days[0] <= OPEN_START ? day : end;
  const finest = grain === "day" ? ["day", "month"] : grain === "month" ? ["month"] : [];
  return finest.find((precision) => axisBin(last, precision) === axisBin(day, precision)) ?? "year";
}

/** First place in a sorted list for which `reached` holds. */
function binSearch(list, reached) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The documented date after (n = 1) or before (n = -1) a date; undefined where there is none.
 * @param {"from"|"to"} side dates follow each other by their start or by their end
 * @param {[number, number]} span first and last day of the date
 */
export function binNeighbour(stops, side, [first, last], n) {
  const [list, order] = side === "to"
    ? [stops.byEnd, (stop) => stop.last - last]
    : [stops.byStart, (stop) => stop.first - first || stop.last - last];
  const at = binSearch(list, n > 0 ? (stop) => order(stop) > 0 : (stop) => order(stop) >= 0);
  return n > 0 ? list[at] : list[at - 1];
}

/**
 * The documented date whose edge is nearest to a day, within a tolerance; null where none is.
 * @param {number} day fractional @param {"from"|"to"} side which edge @param {number} tolerance days
 */
export function binSnap(list, day, side, tolerance) {
  const edge = (stop) => (side === "to" ? stop.last + 1 : stop.first);
  const at = binSearch(list, (stop) => edge(stop) >= day);
  let best = null;
  for (const stop of list.slice(Math.max(at - 1, 0), at + 1)) {
    const away = Math.abs(edge(stop) - day);
    if (away <= tolerance && (best === null || away < Math.abs(edge(best) - day))) best = stop;
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
 * Where the blocks of a bar stand: height of each above the base line, and in which of its columns. A bar that is too
 * high takes as many columns as it needs where the bin has room for them; else it is squeezed, with a gap in its middle.
 * @param {number} [room] columns that the bin has room for
 * @returns {{step: number, columns: number, broken: boolean, breakAt: number, bottom: (i: number) => number}}
 */
export function binBar(count, scale, height, room = 1) {
  const columns = Math.max(Math.ceil(count / Math.max(scale.cap, 1)), 1);
  if (columns <= Math.max(room, 1)) {
    return { step: scale.step, columns, broken: false, breakAt: count, bottom: (i) => Math.floor(i / columns) * scale.step };
  }
  const step = (height - BIN_NUMBER - BIN_BREAK) / count;
  const breakAt = Math.round(count / 2);
  return { step, columns: 1, broken: true, breakAt, bottom: (i) => i * step + (i >= breakAt ? BIN_BREAK : 0) };
}
