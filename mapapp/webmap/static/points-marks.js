// The marks of points in a map's frame: where each stands and which stamp it is, and the pictures of all stamps.

import { worldCopies } from "./canvaslayer.js";
import { OPEN_START } from "./days.js";
import { POINT_APPROXIMATE, POINT_SOFT } from "./points-data.js";
import { addStamp, stampMarks } from "./points-stamp.js";
import { symbolPath } from "./symbols.js";

/** Smaller marks have no white edge: in a crowd it would hide their colours. */
const POINT_EDGED = 4;

/** Radius of a mark: the more points, the smaller. */
export const pointRadius = (n) => (n <= 3000 ? 5 : n <= 30000 ? 4 : 3);

/** Fractions of a pixel, each way, at which a stamp is made. */
export const pointPhases = (ratio) => (ratio >= 2 ? 2 : 4);

/** The marks of a map's frame, and of which point each is, in the order of the points. */
export function pointMarks(points, frame, sheet, width, height, ratio) {
  const copies = worldCopies(frame);
  const phases = pointPhases(ratio);
  const marks = stampMarks(sheet, width, height, points.dated * copies.length);
  const source = new Int32Array(points.dated * copies.length);
  for (let i = 0; i < points.dated; i += 1) {
    if (points.place[i] < 0) continue;
    const row = (points.y[i] * frame.scale - frame.oy) * ratio;
    if (!(row >= 0 && row < height)) continue;
    const open = (points.flags[i] & (POINT_SOFT | POINT_APPROXIMATE)) !== 0;
    const down = Math.floor(row);
    const first = ((points.kind[i] * 2 + Number(open)) * phases + Math.floor((row - down) * phases)) * phases;
    for (const copy of copies) {
      const column = ((points.x[i] + copy) * frame.scale - frame.ox) * ratio;
      const right = Math.floor(column);
      source[marks.count] = i;
      addStamp(marks, right, down, first + Math.floor((column - right) * phases));
    }
  }
  return { marks, source };
}

/** Marks of the points that a View shows whatever its end is (with certainty asked for: at its very end); null for all. */
export function pointMarkList(points, ask, source, count) {
  if (ask.first === OPEN_START && !ask.on && !ask.certain) return null;
  const [, d1, d2, d3] = points.days;
  const list = new Int32Array(count);
  let n = 0;
  for (let mark = 0; mark < count; mark += 1) {
    const i = source[mark];
    if (d3[i] < ask.first || (ask.on && !ask.on[points.kind[i]])) continue;
    if (ask.certain && ((points.flags[i] & POINT_SOFT) !== 0 || d1[i] > ask.last || d2[i] < ask.first)) continue;
    list[n] = mark;
    n += 1;
  }
  return list.subarray(0, n);
}

/**
 * The same marks in the strengths of their points.
 * @param {object} sheet with the pictures of all strengths @param {Uint8Array} grades by point @param {Int32Array} source
 */
export function gradedMarks(marks, sheet, grades, source) {
  const each = marks.sheet.from.length - 1; // stamps of one strength
  const stamp = marks.stamp.slice(0, marks.count);
  for (let mark = 0; mark < marks.count; mark += 1) stamp[mark] += grades[source[mark]] * each;
  return { ...stampMarks(sheet, marks.width, marks.height, 0), at: marks.at, stamp, count: marks.count };
}

/** How many marks of a list are of points before `end`. */
export function marksBefore(source, list, length, end) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (source[list ? list[middle] : middle] < end) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How a mark is painted: filled in its colour, or an open outline. Smaller solid marks have no edge. */
export function pointLook(kind, open, radius) {
  if (open) return { fill: "#FFFFFFE6", stroke: kind.color, line: 1.6 };
  return { fill: `${kind.color}D9`, stroke: "#FFFFFFD9", line: radius >= POINT_EDGED ? 1 : 0 };
}

/** The pictures of all stamps: by strength, look, and fraction of a pixel down and across. */
export function pointPictures(looks, radius, ratio, strengths) {
  const phases = pointPhases(ratio);
  const size = 2 * Math.ceil((radius * 1.7 + 2) * ratio) + 1;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const pictures = [];
  for (const strength of strengths) {
    for (const look of looks) {
      const path = new Path2D(symbolPath(look.kind.symbol, radius - 0.5));
      Object.assign(pen, { fillStyle: look.fill, strokeStyle: look.stroke, lineWidth: look.line });
      for (let phase = 0; phase < phases * phases; phase += 1) pictures.push(pointPicture(pen, path, look, strength, phase));
    }
  }
  return pictures;

  function pointPicture(ink, path, look, strength, phase) {
    const middle = size >> 1;
    ink.setTransform(ratio, 0, 0, ratio, middle + (phase % phases) / phases, middle + Math.floor(phase / phases) / phases);
    ink.clearRect(-size, -size, 2 * size, 2 * size);
    ink.fill(path);
    if (look.line) ink.stroke(path);
    const { data } = ink.getImageData(0, 0, size, size);
    for (let k = 3; k < data.length; k += 4) data[k] = Math.round(data[k] * strength);
    return { size, pixels: new Uint32Array(data.buffer) };
  }
}
