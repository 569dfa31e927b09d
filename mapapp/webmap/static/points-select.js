// Points + View -> what matches: `selectEvents` for typed arrays, and finding the points at a place. Pure.
// It is held to the same rules: tests/js/points.test.js compares the two on generated points.

import { OPEN_START } from "./days.js";
import { toUnit } from "./mercator.js";
import { POINT_SOFT, pointEvent } from "./points-data.js";
import { windowOf } from "./visible.js";

/** The kinds that a View shows: 1 where shown; null where all are. @returns {Uint8Array|null} */
export function pointKindsOn(points, view) {
  if (!view.kinds.length) return null;
  return Uint8Array.from({ length: 256 }, (_, k) => Number(view.kinds.includes(points.kinds[k]?.id)));
}

/** Which points lie in a View's box (west, south, east, north): 1 where inside; null where it asks for none. */
function pointsInside(points, bbox) {
  if (!bbox) return null;
  const key = bbox.join();
  if (points.inside?.key === key) return points.inside.mask;
  const [[west, bottom], [east, top]] = [toUnit(bbox[0], bbox[1]), toUnit(bbox[2], bbox[3])];
  const mask = new Uint8Array(points.n);
  for (let i = 0; i < points.n; i += 1) {
    const x = points.x[i];
    const across = west <= east ? x >= west && x <= east : x >= west || x <= east;
    mask[i] = Number(across && points.y[i] <= bottom && points.y[i] >= top); // false where a point has no place
  }
  points.inside = { key, mask };
  return mask;
}

/**
 * What a View asks of a dated point, as values that a loop can use.
 * @returns {{first: number, last: number, on: Uint8Array|null, inside: Uint8Array|null, certain: boolean}}
 */
export function pointAsk(points, view) {
  const [first, last] = windowOf(view);
  return { first, last, on: pointKindsOn(points, view), inside: pointsInside(points, view.bbox), certain: view.certainty === "certain" };
}

/** Does a point pass the filters of kind and place? */
export const pointPasses = (points, ask, i) => (!ask.on || ask.on[points.kind[i]] === 1) && (!ask.inside || ask.inside[i] === 1);

/** Is a dated point shown? */
export function pointShown(points, ask, i) {
  const [d0, d1, d2, d3] = points.days;
  if (d0[i] > ask.last || d3[i] < ask.first || !pointPasses(points, ask, i)) return false;
  return !ask.certain || ((points.flags[i] & POINT_SOFT) === 0 && d1[i] <= ask.last && d2[i] >= ask.first);
}

/** How many of the first `count` values of a sorted column are at most `most`. */
export function pointsUpTo(column, most, count = column.length) {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A list of points that makes events of them only when asked to. */
export class PointList {
  /** @param {object} points @param {() => ArrayLike<number>} find @param {() => number} [count] where it is cheaper */
  constructor(points, find, count = () => this.indexes.length) {
    this.points = points;
    this.find = find;
    this.count = count;
    this.found = null;
    this.events = null;
  }

  get indexes() {
    this.found ??= this.find();
    return this.found;
  }

  get length() {
    return this.count();
  }

  map(make) {
    this.events ??= Array.from(this.indexes, (i) => pointEvent(this.points, i));
    return this.events.map(make);
  }
}

/**
 * What a View shows, in the form of `selectEvents`; nothing is counted before it is asked for.
 * @param {import("./points-data.js").Points} points
 */
export function selectPoints(points, view) {
  const ask = pointAsk(points, view);
  let counts = null;
  const counted = () => {
    counts ??= countPoints(points, ask);
    return counts;
  };
  const passes = (i) => pointPasses(points, ask, i);
  const undated = () => Int32Array.from({ length: points.n - points.dated }, (_, k) => points.dated + k);
  return {
    window: [ask.first, ask.last], ask,
    events: new PointList(points, () => shownPoints(points, ask), () => counted().events),
    outside: new PointList(points, () => Int32Array.from({ length: points.dated }, (_, i) => i).filter((i) => passes(i) && !pointShown(points, ask, i))),
    undated: new PointList(points, () => undated().filter(passes)),
    unlocated: new PointList(points, () => points.unlocated.filter((i) => pointShown(points, ask, i))),
    places: { get length() { return counted().places; } },
  };
}

function shownPoints(points, ask) {
  const end = pointsUpTo(points.days[0], ask.last);
  const found = new Int32Array(end);
  let n = 0;
  for (let i = 0; i < end; i += 1) {
    if (!pointShown(points, ask, i)) continue;
    found[n] = i;
    n += 1;
  }
  return found.subarray(0, n);
}

// Places among the first so many dated points, for every such number.
function placesUpTo(points) {
  const counts = new Int32Array(points.dated + 1);
  let highest = -1; // places are numbered as they come in
  for (let i = 0; i < points.dated; i += 1) {
    highest = Math.max(highest, points.place[i]);
    counts[i + 1] = highest + 1;
  }
  return counts;
}

function countPoints(points, ask) {
  const end = pointsUpTo(points.days[0], ask.last);
  if (ask.first === OPEN_START && !ask.on && !ask.inside && !ask.certain) {
    points.placeCounts ??= placesUpTo(points);
    return { events: end, places: points.placeCounts[end] };
  }
  const { place } = points;
  points.seen ??= new Uint32Array(points.n);
  points.turn = (points.turn ?? 0) + 1;
  const { seen, turn } = points;
  const d3 = points.days[3];
  const plain = !ask.on && !ask.inside && !ask.certain;
  let events = 0;
  let places = 0;
  for (let i = 0; i < end; i += 1) {
    if (plain ? d3[i] < ask.first : !pointShown(points, ask, i)) continue;
    events += 1;
    const at = place[i];
    if (at < 0 || seen[at] === turn) continue;
    seen[at] = turn;
    places += 1;
  }
  return { events, places };
}

const POINT_BANDS = 4096;

// The points by bands of unit Mercator from north to south, in each in their own order: what lies near is found at once.
function pointBands(points) {
  const bandOf = (y) => Math.min(Math.max(Math.floor(y * POINT_BANDS), 0), POINT_BANDS - 1);
  const from = new Int32Array(POINT_BANDS + 1);
  for (let i = 0; i < points.dated; i += 1) if (points.place[i] >= 0) from[bandOf(points.y[i]) + 1] += 1;
  for (let band = 0; band < POINT_BANDS; band += 1) from[band + 1] += from[band];
  const next = from.slice();
  const items = new Int32Array(from[POINT_BANDS]);
  for (let i = 0; i < points.dated; i += 1) {
    if (points.place[i] < 0) continue;
    const band = bandOf(points.y[i]);
    items[next[band]] = i;
    next[band] += 1;
  }
  return { from, items, bandOf };
}

/** Make ready what `pointsAt` needs, so that the first question is answered as fast as the others. */
export function readyPointsAt(points) {
  points.bands ??= pointBands(points);
}

/** Shown points within a distance of a place, each with the square of its distance: `take(i, square)`. */
function eachPointNear(points, ask, x, y, reach, take) {
  readyPointsAt(points);
  const { from, items, bandOf } = points.bands;
  const end = from[bandOf(y + reach) + 1];
  for (let k = from[bandOf(y - reach)]; k < end; k += 1) {
    const i = items[k];
    const dy = points.y[i] - y;
    const away = Math.abs(points.x[i] - x);
    const dx = Math.min(away, 1 - away);
    const square = dx * dx + dy * dy;
    if (square <= reach * reach && pointShown(points, ask, i)) take(i, square);
  }
}

/**
 * The shown point nearest to a place and all that stand on the same spot, the topmost first.
 * @param {number} x @param {number} y unit Mercator, any world copy
 * @param {number} reach how far the nearest may be @param {number} spot how far from the nearest the others may be
 * @returns {number[]} indexes; empty where none is in reach
 */
export function pointsAt(points, ask, x, y, reach, spot) {
  let nearest = -1;
  let least = Infinity;
  eachPointNear(points, ask, x - Math.floor(x), y, reach, (i, square) => {
    if (square > least || (square === least && i < nearest)) return;
    least = square;
    nearest = i;
  });
  if (nearest < 0) return [];
  const found = [];
  eachPointNear(points, ask, points.x[nearest], points.y[nearest], spot, (i) => found.push(i));
  return found.sort((a, b) => b - a);
}
