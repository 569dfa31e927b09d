// Marks that have just come into the window, drawn over what stands as outlines of the canvas: a fifth of the work of
// stamps (points-stamp.js), though not the same to the last bit. The layer puts the stamped picture in their place as soon
// as the slider rests.
//
// A slider mostly goes from year to year, so the outlines of the marks that come in with each year are gathered ahead of
// time, while the page is idle; a step then only fills them.

import { axisBin, axisBinStart } from "./axis.js";
import { OPEN_START } from "./days.js";
import { symbolCorners } from "./symbols.js";

/** So many marks are gathered ahead at most, for the sake of memory. */
const QUICK_AHEAD = 200_000;

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
 * The positions in a list of marks at which a calendar year begins, and the list's end, in order.
 * @param {Int32Array|Float64Array} starts first day of each mark's point, by the number of the point @param {Int32Array} source
 * the point of each mark @param {Int32Array|null} list numbers of marks, sorted by that day; null: all of them
 */
export function quickYears(starts, source, list, length) {
  const years = [];
  let end = OPEN_START; // last day of the year that we are in
  for (let n = 0; n < length; n += 1) {
    const day = starts[source[list === null ? n : list[n]]];
    if (day <= end) continue;
    years.push(n);
    end = axisBinStart(axisBin(day, "year") + 1, "year") - 1;
  }
  return [...years, length];
}

/**
 * Draws ranges of one list of marks.
 * @param {QuickLook[]} looks @param {import("./points-stamp.js").StampMarks} marks @param {Int32Array|null} list numbers of
 * marks; null: all of them @param {number} phases fractions of a pixel, each way @param {number} most marks in a range
 */
export function quickMarks(looks, marks, list, phases, most) {
  const gathered = new Map(); // first position of a range -> its end, and its outlines by look
  let next = 0;

  // The outlines of a range, by look.
  function gather(from, to) {
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
    return paths;
  }

  function fill(context, paths) {
    paths.forEach((path, look) => {
      const { fill: colour, stroke, line } = looks[look];
      context.fillStyle = colour;
      context.fill(path);
      if (!line) return;
      context.strokeStyle = stroke;
      context.lineWidth = line;
      context.stroke(path);
    });
  }

  return {
    /** Gather ahead, from one boundary to the next. @param {number[]} years from `quickYears` @returns {boolean} more to do? */
    ahead(years, enough) {
      for (; next + 1 < years.length && years[next] < QUICK_AHEAD; next += 1) {
        if (enough()) return true;
        const [from, to] = [years[next], years[next + 1]];
        if (to - from <= most) gathered.set(from, { to, paths: gather(from, to) });
      }
      return false;
    },
    /** @param {CanvasRenderingContext2D} context @param {number} from @param {number} to positions in the list */
    draw(context, from, to) {
      context.save();
      context.resetTransform();
      let at = from;
      for (let year = gathered.get(at); year && year.to <= to; year = gathered.get(at)) {
        fill(context, year.paths);
        at = year.to;
      }
      if (at < to) fill(context, gather(at, to));
      context.restore();
    },
  };
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
