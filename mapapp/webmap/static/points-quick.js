// Marks that have just come into the window, drawn over what stands as outlines of the canvas: a fifth of the work of
// stamps (points-stamp.js), though not the same to the last bit. The layer puts the stamped picture in their place as soon
// as the slider rests.

import { symbolCorners } from "./symbols.js";

/**
 * @typedef {object} QuickLook how one kind of mark is drawn, in pixels of the canvas
 * @property {string} fill @property {string} stroke @property {number} line width of the edge; 0 without
 * @property {number} radius @property {number[][]|null} corners null for a circle
 */

/** @returns {QuickLook} */
export const quickLook = (look, symbol, radius, ratio) => ({
  fill: look.fill, stroke: look.stroke, line: look.line * ratio, radius: radius * ratio, corners: symbolCorners(symbol, radius * ratio),
});

/**
 * @param {CanvasRenderingContext2D} context @param {QuickLook[]} looks
 * @param {import("./points-stamp.js").StampMarks} marks @param {Int32Array|null} list numbers of marks; null: all of them
 * @param {[number, number]} range positions in the list @param {number} phases fractions of a pixel, each way
 */
export function drawQuickly(context, looks, marks, list, [from, to], phases) {
  const paths = [];
  for (let n = from; n < to; n += 1) {
    const mark = list === null ? n : list[n];
    const at = marks.at[mark];
    const stamp = marks.stamp[mark];
    const row = Math.floor(at / marks.width);
    const look = Math.floor(stamp / (phases * phases));
    const x = at - row * marks.width + (stamp % phases) / phases;
    const y = row + (Math.floor(stamp / phases) % phases) / phases;
    paths[look] ??= new Path2D();
    quickOutline(paths[look], looks[look], x, y);
  }
  context.save();
  context.resetTransform();
  paths.forEach((path, look) => {
    const { fill, stroke, line } = looks[look];
    context.fillStyle = fill;
    context.fill(path);
    if (!line) return;
    context.strokeStyle = stroke;
    context.lineWidth = line;
    context.stroke(path);
  });
  context.restore();
}

function quickOutline(path, { radius, corners }, x, y) {
  if (corners === null) {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  path.moveTo(x + corners[0][0], y + corners[0][1]);
  for (let k = 1; k < corners.length; k += 1) path.lineTo(x + corners[k][0], y + corners[k][1]);
  path.closePath();
}
