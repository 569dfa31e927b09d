// The points on a Leaflet map: one canvas, drawn by stamps (points-stamp.js), and what stands under the pointer.

import { addCanvasLayer, worldCopies } from "./canvaslayer.js";
import { OPEN_START } from "./days.js";
import { overFrames, whenIdle, whenStill } from "./dom.js";
import { toUnit } from "./mercator.js";
import { pointIndex } from "./points-data.js";
import { POINT_GRADES, pointGrades } from "./points-grade.js";
import { gradedMarks, marksBefore, pointLook, pointMarkList, pointMarks, pointPhases, pointPictures, pointRadius } from "./points-marks.js";
import { quickLook, quickMarks, quickYears } from "./points-quick.js";
import { pointsAt, pointsUpTo, readyPointsAt } from "./points-select.js";
import { stampSeries } from "./points-series.js";
import { stampPicture, stampSheet } from "./points-stamp.js";

const POINT_REACH = { mouse: 8, touch: 22 };
const POINT_SPOT = 1.5;

/** Pixels of the whole image that are put as fast as those of one mark alone. */
const POINT_PATCH = 2000;

/** So many marks that come in at one step are drawn quickly; the whole follows when the slider rests so long. */
const POINT_QUICK = 2000;
const POINT_STILL = 120;

/** A picture of more marks than this that does not follow from the one before is made over several frames, so long in each. */
const POINT_SLICED = 4096;
const POINT_SLICE = 8;

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
  let looks = null;
  let stamped = ""; // which list the image shows
  let shown = { key: "", n: 0 }; // which list, and how many of its marks, the canvas shows
  let ringed = false;
  let lists = { key: "", list: null };
  let quick = { key: "" }; // draws what comes in, for the list of that key
  let sheets = { ratio: 0 }; // the stamps at full strength, and (where asked for) at all strengths
  let slices = { image: null, next: null, now: null }; // a picture in the making, and what is wanted after it

  // All that depends on where the map stands.
  function prepare(context, next) {
    if (next === frame) return; // a step: the map has not moved
    const { width, height } = context.canvas;
    const ratio = window.devicePixelRatio || 1;
    const now = [next.scale, next.ox, next.oy, width, height, ratio].join();
    frame = next;
    if (now === key) return;
    key = now;
    image = new ImageData(width, height);
    slices = { image: null, next: null, now: null };
    if (sheets.ratio !== ratio) makeSheets(ratio);
    ({ marks, source } = pointMarks(points, next, sheets.full, width, height, ratio));
    series = stampSeries(new Uint32Array(image.data.buffer), marks);
    lists = { key: "", list: null };
    quick = { key: "" };
    stamped = "";
    shown = { key: "", n: 0 };
  }

  function makeSheets(ratio) {
    const drawn = points.kinds.flatMap((kind) => [false, true].map((open) => ({ kind, ...pointLook(kind, open, radius) })));
    const sheet = (strengths) => stampSheet(pointPictures(drawn, radius, ratio, strengths));
    let graded = null;
    sheets = {
      ratio, full: sheet(POINT_GRADES.slice(0, 1)),
      get graded() {
        graded ??= sheet(POINT_GRADES);
        return graded;
      },
    };
    looks = drawn.map((look) => quickLook(look, look.kind.symbol, radius - 0.5, ratio));
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

  // What is wanted into the image.
  function stamp(want) {
    const keep = store.result.ask.first === OPEN_START || stamped === want.series.key;
    series.show(want.series, want.n, keep);
    stamped = want.series.key;
    if (keep) makeAhead();
  }

  // What draws the marks of the list quickly; made when that is first asked for, or while the page is idle.
  function quickly() {
    const { key: named, list, length } = lists;
    if (quick.key !== named) {
      quick = {
        key: named, marks: quickMarks(looks, marks, list, pointPhases(window.devicePixelRatio || 1), POINT_QUICK),
        years: quickYears(points.days[0], source, list, length),
      };
      makeAhead();
    }
    return quick;
  }

  const gradesOf = () => pointGrades(points, store.result.ask, store.view.trail);

  function draw(context, next) {
    prepare(context, next);
    const grades = gradesOf();
    if (grades) {
      slices.next = { want: wanted(store.result.ask), grades, context };
      slices.now = null;
      while (makeSlice(() => false));
    } else drawWhole(context, wanted(store.result.ask));
  }

  function drawWhole(context, want) {
    slices.now = slices.next = null;
    stamp(want);
    put(context, image, { key: want.series.key, n: want.n });
  }

  function put(context, picture, what) {
    context.putImageData(picture, 0, 0);
    shown = what;
    ringed = isRinged();
    if (ringed) ring(context, frame);
  }

  // Some of the picture that is wanted; when it is ready it takes the canvas, and the next begins. Is there more to do?
  function makeSlice(enough) {
    if (!slices.now) {
      if (!slices.next) return false;
      [slices.now, slices.next] = [slices.next, null];
      const { want, grades } = slices.now;
      slices.image ??= new ImageData(image.width, image.height);
      const all = grades ? gradedMarks(marks, sheets.graded, grades, source) : marks;
      slices.now.work = stampPicture(new Uint32Array(slices.image.data.buffer), all, want.series.list, want.n);
    }
    const { want, grades, context, work } = slices.now;
    if (work(enough)) return true;
    slices.now = null;
    put(context, slices.image, grades ? { key: "", n: 0 } : { key: want.series.key, n: want.n });
    return slices.next !== null;
  }

  // Draw all anew: at once where that is short or follows from what the image holds, else over several frames.
  function drawAnew(context, want, grades) {
    const follows = store.result.ask.first === OPEN_START || stamped === want.series.key || want.n <= POINT_SLICED;
    if (!grades && follows) {
      drawWhole(context, want);
      return;
    }
    slices.next = { want: { n: want.n, series: { ...want.series } }, grades, context };
    makeSlices();
  }

  // Over what stands. Marks that come in are drawn quickly, those that go give way to the pixels of the image under them.
  function drawStep(context, next) {
    prepare(context, next);
    const want = wanted(store.result.ask);
    const grades = gradesOf();
    const more = want.n - shown.n;
    const plain = !grades && !slices.now && want.series.key === shown.key && !ringed && !isRinged();
    if (plain && more >= 0 && more <= POINT_QUICK) {
      quickly().marks.draw(context, shown.n, want.n);
    } else if (plain && more < 0 && -more <= (image.width * image.height) / POINT_PATCH) {
      stamp(want);
      putMarks(context, image, marks, lists.list, [want.n, shown.n]);
    } else {
      drawAnew(context, want, grades);
      return;
    }
    shown.n = want.n;
    finish();
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

  const finish = whenStill(() => layer.amend((context) => drawAnew(context, wanted(store.result.ask), gradesOf())), POINT_STILL);
  const makeSlices = overFrames(makeSlice, POINT_SLICE);
  const makeAhead = whenIdle((enough) => {
    const { marks: drawn, years } = quickly();
    return drawn.ahead(years, enough) || series.ahead(enough);
  });
  readyPointsAt(points); // some milliseconds while the page opens, so that the first hover does not wait for them
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
