// Moving forth and back through a series of marks that are stamped into an image (points-stamp.js). Pure.
//
// The picture of the first n marks depends on n alone, and so do the pixels that the next mark covers: however the slider
// came there. So both can be kept and made ahead, while the page is idle. The series is cut into stretches of some thousand
// marks; at the end of each the whole picture is kept (a keyframe), for leaps, and for the marks of each the pixels that
// they cover (its notes), so that the way back costs what the way forth does, wherever it begins.

import { STAMP_AHEAD, stampAll, stampBack, stampBands } from "./points-stamp.js";

/** Marks in a stretch at least, and marks that are taken off one by one at most. */
const SERIES_LEAP = 4096;
/** Marks that are stamped faster one by one than band by band. */
const SERIES_FEW = 512;
/** Pixels in all notes: 24 MB. */
const SERIES_NOTED = 6e6;
const SERIES_FRAMES = { most: 16, bytes: 96e6 };

/**
 * @typedef {object} SeriesNotes what the marks of a stretch cover
 * @property {Uint32Array} pixels @property {Uint32Array} starts where those of each mark begin
 * @property {number} end position in the series before which all of the stretch is noted
 */

/**
 * An image that shows the first n marks of a series, for any n, at about the cost of the marks between it and the last n.
 * @param {Uint32Array} image @param {import("./points-stamp.js").StampMarks} marks
 * @param {{noted: number, leap: number}} [limits]
 */
export function stampSeries(image, marks, { noted: most, leap } = { noted: SERIES_NOTED, leap: SERIES_LEAP }) {
  let series = { key: null, list: null, length: 0 };
  let shown = 0;
  let apart = leap; // marks in a stretch
  let frames = new Map(); // q -> picture of the first q * apart marks
  let notes = new Map(); // q -> SeriesNotes of the stretch that begins there; the one asked for last stands last
  let noted = 0; // pixels in them
  let fits = null; // can all stretches be noted?
  let draft = null; // the stretch that is made ahead

  function begin(next) {
    series = next;
    frames = new Map();
    notes = new Map();
    noted = 0;
    fits = draft = null;
    apart = Math.max(leap, Math.ceil(next.length / Math.min(SERIES_FRAMES.most, Math.max(SERIES_FRAMES.bytes / image.byteLength, 2))));
    jumpTo(0);
  }

  function jumpTo(q) {
    if (q > 0) image.set(frames.get(q));
    else image.fill(0);
    shown = q * apart;
  }

  const stretchOf = (n) => Math.floor(n / apart);

  function keptBefore(n) {
    let q = stretchOf(n);
    while (q > 0 && !frames.has(q)) q -= 1;
    return q;
  }

  function sizeOf(n) {
    const stamp = marks.stamp[series.list === null ? n : series.list[n]];
    return marks.sheet.from[stamp + 1] - marks.sheet.from[stamp];
  }

  function allFit() {
    let pixels = 0;
    for (let n = 0; n < series.length && pixels <= most; n += 1) pixels += sizeOf(n);
    return pixels <= most;
  }

  function notesOf(q) {
    const own = notes.get(q) ?? emptyNotes(q);
    notes.delete(q);
    notes.set(q, own);
    return own;
  }

  function emptyNotes(q) {
    const from = q * apart;
    const length = Math.min(apart, series.length - from);
    const starts = new Uint32Array(length + 1);
    for (let k = 0; k < length; k += 1) starts[k + 1] = starts[k] + sizeOf(from + k);
    noted += starts[length];
    for (const [other, { pixels }] of notes) {
      if (noted <= most) break;
      notes.delete(other);
      noted -= pixels.length;
    }
    return { pixels: new Uint32Array(starts[length]), starts, end: from };
  }

  // Stamp marks of one stretch, and note what they cover where that goes on from what is noted.
  function stampOn(target, from, to, noting) {
    const q = stretchOf(from);
    const own = noting ? notesOf(q) : null;
    const start = own && own.end >= from ? Math.min(own.end, to) : to;
    (start - from > SERIES_FEW ? stampBands : stampAll)(target, marks, series.list, from, start);
    if (start === to) return;
    stampAll(target, marks, series.list, start, to, { pixels: own.pixels, at: own.starts[start - q * apart] });
    own.end = to;
  }

  // Back to n by the notes. Do they reach?
  function takeOff(n) {
    const ends = (q) => Math.min(shown, (q + 1) * apart);
    for (let q = stretchOf(n); q * apart < shown; q += 1) if (!(notes.get(q)?.end >= ends(q))) return false;
    for (let q = stretchOf(shown - 1); q >= stretchOf(n); q -= 1) {
      const { pixels, starts } = notesOf(q);
      stampBack(image, marks, series.list, Math.max(n, q * apart), ends(q), { pixels, at: starts[ends(q) - q * apart] });
    }
    shown = n;
    return true;
  }

  // On to n, from what is shown or from the nearest picture before it.
  function goTo(n, keep) {
    const q = keptBefore(n);
    if (n < shown || q * apart > shown) jumpTo(q);
    while (shown < n) {
      const stop = keep ? Math.min(n, (stretchOf(shown) + 1) * apart) : n;
      stampOn(image, shown, stop, keep && stop === n);
      shown = stop;
      if (keep && shown % apart === 0 && !frames.has(shown / apart)) frames.set(shown / apart, image.slice());
    }
  }

  return {
    /**
     * @param {{key: string, list: Int32Array|null, length: number}} next equal keys mean the same list
     * @param {number} n how many of its marks @param {boolean} keep is this series likely to be moved through?
     */
    show(next, n, keep) {
      if (series.key !== next.key) begin(next);
      const back = shown - n;
      if (back > 0 && back <= leap && takeOff(n)) return;
      goTo(n, keep);
    },

    /**
     * Make pictures and notes ahead of time, a little at each call.
     * @param {() => boolean} enough asked after every few marks: stop here? @returns {boolean} is there more to do?
     */
    ahead(enough) {
      fits ??= allFit();
      for (let q = 0; q * apart < series.length; q += 1) {
        const end = Math.min((q + 1) * apart, series.length);
        const framed = end < (q + 1) * apart || frames.has(q + 1);
        if (framed && (!fits || notesOf(q).end === end)) continue;
        if (draft?.q !== q) draft = { q, n: q * apart, image: q > 0 ? frames.get(q).slice() : new Uint32Array(image.length) };
        while (draft.n < end) {
          if (enough()) return true;
          const stop = Math.min(draft.n + STAMP_AHEAD, end);
          stampOn(draft.image, draft.n, stop, fits);
          draft.n = stop;
        }
        if (!framed) frames.set(q + 1, draft.image);
      }
      draft = null;
      return false;
    },
  };
}
