// What a drag, a key or a button does to the window: a View and a wish in, a patch of the View out. Pure: no DOM.
//
// `clock` is what the axis knows: `grain` (what a handle stops at), `stops` (documented dates, see binStops) and `limits`
// (the longest range). A patch of null means: nothing to do.

import { OPEN_END, OPEN_START, dateText, parseSpan, precisionOf } from "./days.js";
import { axisBin, axisBinStart, axisNearest, axisText } from "./axis.js";
import { binNeighbour, binSnap } from "./bins.js";
import { dateCoarser, dateFiner, dateStep } from "./timeline-dates.js";

/** The date that the mode's moving end holds: the one unit, or the window's end. */
export function moveHead(view) {
  return view.mode === "in" ? view.from ?? view.to : view.to;
}

/** A patch that puts a date at one end. In modes with one handle that is the handle. */
export function movePut(view, side, text) {
  if (view.mode === "in") return { from: text, to: text };
  if (view.mode === "up-to") return { from: null, to: text };
  return side === "from" ? { from: text } : { to: text };
}

function moveInside(text, limits) {
  const [first, last] = parseSpan(text);
  return first >= limits[0] && last < limits[1];
}

function moveInto(text, clock) {
  const [first, last] = parseSpan(text);
  const precision = precisionOf(text);
  if (first < clock.limits[0]) return axisText(axisBin(clock.limits[0], precision), precision);
  if (last >= clock.limits[1]) return axisText(axisBin(clock.limits[1] - 1, precision), precision);
  return text;
}

/**
 * The date for a handle dragged to a day: the nearest documented edge within the tolerance, else the nearest edge.
 * @param {number} day fractional @param {number} tolerance days; 0 frees the handle
 */
export function moveDate(day, side, clock, tolerance) {
  const documented = tolerance > 0 ? binSnap(side === "to" ? clock.stops.byEnd : clock.stops.byStart, day, side, tolerance) : null;
  return moveInto(documented?.text ?? axisText(axisNearest(day, clock.grain, side), clock.grain), clock);
}

/** The date for the single unit under a day: the documented unit within the tolerance, else the unit itself. */
export function moveUnit(day, clock, tolerance) {
  const index = axisBin(day, clock.grain);
  const half = (axisBinStart(index + 1, clock.grain) - axisBinStart(index, clock.grain)) / 2;
  const documented = tolerance > 0 ? binSnap(clock.stops.exact, day - half, "from", Math.max(tolerance, half)) : null;
  return moveInto(documented?.text ?? axisText(index, clock.grain), clock);
}

/** A window's handle dragged to a day while the other end stays; the two may cross. */
export function moveHandle(view, side, other, day, clock, tolerance) {
  if (view.mode === "in") return movePut(view, side, moveUnit(day, clock, tolerance));
  if (view.mode === "up-to" || other === null) return movePut(view, side, moveDate(day, side, clock, tolerance));
  const [first, last] = parseSpan(other);
  const now = day < first ? "from" : day > last + 1 ? "to" : null;
  if (now === null) return { from: other, to: other };
  const text = moveDate(day, now, clock, tolerance);
  return now === "from" ? { from: text, to: other } : { from: other, to: text };
}

/** The whole window moved by some days, its length kept in its own units. */
export function moveWindow(view, days, clock, tolerance) {
  if (view.mode === "in" || view.mode === "up-to") {
    const head = moveHead(view);
    if (head === null) return null;
    const [first, last] = parseSpan(head);
    const patch = (text) => movePut(view, "to", text);
    if (view.mode === "in") return patch(moveUnit((first + last + 1) / 2 + days, clock, tolerance));
    return patch(moveDate(last + 1 + days, "to", clock, tolerance));
  }
  if (view.from === null || view.to === null) return null;
  const unit = dateCoarser(precisionOf(view.from), precisionOf(view.to));
  const first = parseSpan(view.from)[0];
  const documented = tolerance > 0 && unit === clock.grain ? binSnap(clock.stops.exact, first + days, "from", tolerance) : null;
  const start = documented ? axisBin(documented.first, unit) : axisNearest(first + days, unit, "from");
  const n = start - axisBin(first, unit);
  return moveBoth(view, unit, n, clock.limits);
}

function moveBoth(view, unit, n, limits) {
  for (let k = n; k !== 0; k -= Math.sign(k)) {
    const patch = { from: dateStep(view.from, "from", unit, k), to: dateStep(view.to, "to", unit, k) };
    if (moveInside(patch.from, limits) && moveInside(patch.to, limits)) return patch;
  }
  return { from: view.from, to: view.to };
}

/** One end moved by n steps, within the limits; null where it cannot. @param {string} step "event" or a unit */
export function moveEnd(view, side, step, n, clock) {
  const text = view.mode === "between" ? view[side] : moveHead(view);
  const next = view.mode === "in" && text !== null ? moveText(moveAhead(text, step, n), "from", step, n, clock)
    : moveText(text, side, step, n, clock);
  return next === null || next === text ? null : movePut(view, side, next);
}

// A unit that is coarser than the step is entered, not left: from 2024 a day on is 1 January 2024.
function moveAhead(text, step, n) {
  const grain = step === "decade" ? "year" : step;
  if (step === "event" || dateFiner(precisionOf(text), grain) === precisionOf(text)) return text;
  const [first, last] = parseSpan(text);
  return dateText(n > 0 ? first - 1 : last + 1, grain);
}

const moveFirst = (clock) => clock.stops.byStart[0]?.text ?? null;
const moveLast = (clock) => clock.stops.byEnd[clock.stops.byEnd.length - 1]?.text ?? null;

function moveText(text, side, step, n, clock) {
  if (text === null) {
    if (n > 0 !== (side === "from")) return null;
    return side === "from" ? moveFirst(clock) : moveLast(clock);
  }
  if (step !== "event") return moveInto(dateStep(text, side, step, n), clock);
  let span = parseSpan(text);
  let found = null;
  for (let k = 0; k < Math.abs(n); k += 1) {
    const stop = binNeighbour(clock.stops, side, span, Math.sign(n));
    if (!stop) break;
    found = stop.text;
    span = [stop.first, stop.last];
  }
  return found;
}

/**
 * One step of play, or "next event": the unit moves, the window moves with its length kept, "up to" grows.
 * @returns {object|null} null at the end
 */
export function moveStep(view, step, n, clock) {
  if (view.mode === "in" && moveHead(view) === null) {
    const text = n > 0 ? moveFirst(clock) : moveLast(clock);
    return text && movePut(view, "to", text);
  }
  const patch = moveEnd(view, "to", step, n, clock);
  if (patch === null || view.mode !== "between" || view.from === null || view.to === null) return patch;
  const unit = step === "event" ? dateFiner(precisionOf(patch.to), precisionOf(view.to)) : step === "decade" ? "year" : step;
  const shift = axisBin(parseSpan(patch.to)[1], unit) - axisBin(parseSpan(view.to)[1], unit);
  const from = dateStep(view.from, "from", unit, shift);
  return { from: moveInto(from, clock), to: patch.to };
}

/** Where play begins when it stands at its end: the first documented unit, the window moved to the start. */
export function moveRestart(view, clock) {
  const start = moveFirst(clock);
  if (start === null) return null;
  if (view.mode !== "between" || view.from === null || view.to === null) return movePut(view, "to", start);
  const unit = dateCoarser(precisionOf(view.from), precisionOf(view.to));
  const n = axisBin(parseSpan(start)[0], unit) - axisBin(parseSpan(view.from)[0], unit);
  return n < 0 ? moveBoth(view, unit, n, clock.limits) : null;
}

/** The window made to hold a date: the unit goes there, the nearer end is moved out. */
export function moveToInclude(view, text) {
  if (view.mode !== "between") return movePut(view, "to", text);
  const [first, last] = parseSpan(text);
  if (view.from !== null && first < parseSpan(view.from)[0]) return { from: text };
  if (view.to !== null && last > parseSpan(view.to)[1]) return { to: text };
  return null;
}

/** The documented date that is next after an empty window, else the one before it: { text, forward } or null. */
export function moveFromEmpty([first, last], clock) {
  const next = clock.stops.byStart.find((stop) => stop.first > last);
  if (next) return { text: next.text, forward: true };
  const previous = clock.stops.byEnd.findLast((stop) => stop.last < first);
  return previous ? { text: previous.text, forward: false } : null;
}

/** Another mode; what the reader had before in "between" comes back. @param {{from, to}|null} before */
export function moveMode(view, mode, before, clock) {
  const head = moveHead(view) ?? moveLast(clock);
  if (mode === "in") {
    const one = view.mode === "between" ? view.from ?? view.to ?? head : head;
    return { mode, from: one, to: one };
  }
  if (mode === "up-to") return { mode, from: null, to: view.to };
  if (view.mode === "up-to") return { mode, from: before?.from ?? null, to: view.to };
  return { mode, ...(before ?? { from: view.from, to: null }) };
}

/** Home and End: a handle opens its own end; towards the other it goes as far as that, or the documents, reach. */
export function moveFar(view, side, towards, clock) {
  if (view.mode !== "in" && towards === side) return movePut(view, side, null);
  const text = (view.mode === "between" ? view[towards] : null) ?? (towards === "from" ? moveFirst(clock) : moveLast(clock));
  return text === null ? null : movePut(view, side, text);
}

/** The window of an era; an open end stays open, marks of doubt fall away. */
export function moveEra(era) {
  const ends = (era.edtf ?? "").replace(/[~?%]/g, "").split("/");
  const end = (text, day) => {
    if (text && parseSpan(text)) return text;
    return day > OPEN_START && day < OPEN_END ? dateText(day, "year") : null;
  };
  return { mode: "between", from: end(ends[0], era.days[0]), to: end(ends[ends.length - 1], era.days[3]) };
}
