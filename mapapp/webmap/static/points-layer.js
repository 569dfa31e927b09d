// The points on a Leaflet map: one canvas, drawn by stamps (points-stamp.js), and what stands under the pointer.

import { addCanvasLayer, worldCopies } from "./canvaslayer.js";
import { OPEN_START } from "./days.js";
import { whenIdle } from "./dom.js";
import { toUnit } from "./mercator.js";
import { POINT_APPROXIMATE, POINT_SOFT, pointIndex } from "./points-data.js";
import { pointsAt, pointsUpTo, readyPointsAt } from "./points-select.js";
import { addStamp, stampMarks, stampSeries, stampSheet } from "./points-stamp.js";
import { symbolPath } from "./symbols.js";

const POINT_REACH = { mouse: 8, touch: 22 };
const POINT_SPOT = 1.5;
/** Smaller marks have no white edge: in a crowd it would hide their colours. */
const POINT_EDGED = 4;

/** Radius of a mark: the more points, the smaller. */
const pointRadius = (n) => (n <= 3000 ? 5 : n <= 30000 ? 4 : 3);

/** Pixels of the whole image that are put as fast as those of one mark alone. */
const POINT_PATCH = 2000;

/** Fractions of a pixel, each way, at which a stamp is made. */
const pointPhases = (ratio) => (ratio >= 2 ? 2 : 4);

/**
 * @param {object} map Leaflet map @param {object} store @param {import("./points-data.js").Points} points
 * @returns {{step: () => void, at: (x: number, y: number, pointer: string) => number[]}}
 */
export function addPointLayer(map, store, points) {
  const radius = pointRadius(points.n);
  let key = "";
  let frame = null;
  let marks = null;
  let source = null;
  let image = null;
  let series = null;
  let shown = "";
  let ringed = false;
  let lists = { key: "", list: null };

  // All that depends on where the map stands.
  function prepare(context, next) {
    const { width, height } = context.canvas;
    const ratio = window.devicePixelRatio || 1;
    const now = [next.scale, next.ox, next.oy, width, height, ratio].join();
    frame = next;
    if (now === key) return;
    key = now;
    image = new ImageData(width, height);
    const sheet = stampSheet(pointPictures(points.kinds, radius, ratio));
    ({ marks, source } = pointMarks(points, next, sheet, width, height, ratio));
    series = stampSeries(new Uint32Array(image.data.buffer), marks);
    lists = { key: "", list: null };
    shown = "";
  }

  // Which marks the View asks for, in order, and how many of them.
  function wanted(ask) {
    const kinds = ask.on ? ask.on.join("") : "";
    const parts = [ask.first, kinds, ask.certain ? ask.last : ""].join();
    if (parts !== lists.key) lists = { key: parts, list: pointMarkList(points, ask, source, marks.count), length: 0 };
    lists.length = lists.list ? lists.list.length : marks.count;
    const end = pointsUpTo(points.days[0], ask.last);
    return { n: marksBefore(source, lists.list, lists.length, end), series: lists };
  }

  // What the View asks for into the image; says what of it has changed, as `show` of points-stamp.js does.
  function stamp() {
    const { ask } = store.result;
    const want = wanted(ask);
    const keep = ask.first === OPEN_START || shown === want.series.key;
    const changed = series.show(want.series, want.n, keep);
    shown = want.series.key;
    if (keep) makeAhead();
    return changed;
  }

  function draw(context, next) {
    prepare(context, next);
    stamp();
    putWhole(context);
  }

  // Over what stands: where a step changes few marks, only their pixels.
  function drawStep(context, next) {
    const before = key;
    prepare(context, next);
    const changed = stamp();
    const few = changed !== null && changed[1] - changed[0] <= (image.width * image.height) / POINT_PATCH;
    if (few && key === before && !ringed && !isRinged()) putMarks(context, image, marks, lists.list, changed);
    else putWhole(context);
  }

  function putWhole(context) {
    context.putImageData(image, 0, 0);
    ringed = isRinged();
    if (ringed) ring(context, frame);
  }

  const isRinged = () => points.place[pointIndex(points, store.view.select)] >= 0;

  // The selected point.
  function ring(context, { scale, ox, oy }) {
    const i = pointIndex(points, store.view.select);
    for (const copy of worldCopies(frame)) {
      context.beginPath();
      context.arc((points.x[i] + copy) * scale - ox, points.y[i] * scale - oy, radius + 4, 0, 2 * Math.PI);
      for (const [width, colour] of [[5, "#FFFFFF"], [2, "#1B262C"]]) {
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.stroke();
      }
    }
  }

  const makeAhead = whenIdle((enough) => series.ahead(enough));
  whenIdle(() => {
    readyPointsAt(points);
    return false;
  })();
  const layer = addCanvasLayer(map, "mapapp-points", draw, 0.1);
  return {
    /** Follow a change of the View. */
    step: () => layer.amend(drawStep),
    /** Points under a place in the map's box, topmost first: the nearest and all on its spot. */
    at(x, y, pointer) {
      const { lng, lat } = map.containerPointToLatLng([x, y]);
      const [ux, uy] = toUnit(lng, lat);
      const scale = 256 * 2 ** map.getZoom();
      const reach = POINT_REACH[pointer] ?? POINT_REACH.touch;
      return pointsAt(points, store.result.ask, ux, uy, reach / scale, POINT_SPOT / scale);
    },
  };
}

// The squares of some marks of a list from the image onto the canvas.
function putMarks(context, image, marks, list, [from, to]) {
  const { reach } = marks.sheet;
  for (let n = from; n < to; n += 1) {
    const at = marks.at[list === null ? n : list[n]];
    const row = Math.floor(at / marks.width);
    context.putImageData(image, 0, 0, at - row * marks.width - reach, row - reach, 2 * reach + 1, 2 * reach + 1);
  }
}

/** The marks of a map's frame, and of which point each is, in the order of the points. */
function pointMarks(points, frame, sheet, width, height, ratio) {
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

// Marks of the points that a View shows whatever its end is (with certainty asked for: at its very end); null for all.
function pointMarkList(points, ask, source, count) {
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

// How many marks of a list are of points before `end`.
function marksBefore(source, list, length, end) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (source[list ? list[middle] : middle] < end) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The pictures of all stamps: by kind, solid and open, and by fraction of a pixel down and across. */
function pointPictures(kinds, radius, ratio) {
  const phases = pointPhases(ratio);
  const size = 2 * Math.ceil((radius * 1.7 + 2) * ratio) + 1;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const pictures = [];
  for (const kind of kinds) {
    for (const open of [false, true]) {
      const path = new Path2D(symbolPath(kind.symbol, radius - 0.5));
      for (let phase = 0; phase < phases * phases; phase += 1) {
        const middle = size >> 1;
        const [right, down] = [(phase % phases) / phases, Math.floor(phase / phases) / phases];
        pen.setTransform(ratio, 0, 0, ratio, middle + right, middle + down);
        pen.clearRect(-size, -size, 2 * size, 2 * size);
        pen.fillStyle = open ? "#FFFFFFE6" : `${kind.color}D9`;
        pen.strokeStyle = open ? kind.color : "#FFFFFFD9";
        pen.lineWidth = open ? 1.6 : 1;
        pen.fill(path);
        if (open || radius >= POINT_EDGED) pen.stroke(path);
        const { data } = pen.getImageData(0, 0, size, size);
        pictures.push({ size, pixels: new Uint32Array(data.buffer) });
      }
    }
  }
  return pictures;
}
