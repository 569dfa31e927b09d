// Drawing many translucent marks into an image, pixel by pixel, and taking them off again. Pure.
//
// A mark is a stamp: the anti-aliased pixels of its symbol, made once for each kind and each fraction of a pixel. Stamps
// are blended ("over", colours not premultiplied, as ImageData has them) in the order of the series, so that the picture
// of the first n is what the picture of the first m < n becomes by stamping those between. Every pixel always sees the same
// stamps in the same order: a picture reached by any way is equal, byte by byte, to one stamped from nothing.
//
// What costs is memory out of reach of the processor's caches (about 1 µs a stamp in an image of 4 MB), so many stamps at
// once are put in band by band of the image.

/** Pixels of a band: 256 kB. */
const STAMP_BAND = 65536;
/** Marks that are stamped between two questions whether it is enough: some milliseconds. */
export const STAMP_AHEAD = 2048;

/** Alpha of the result (bits 9 up) and share of the new colour (0 to 256), for alpha above << 8 | alpha below. */
const stampMix = new Uint32Array(65536);
for (let above = 0; above < 256; above += 1) {
  for (let below = 0; below < 256; below += 1) {
    const alpha = above + (below * (255 - above)) / 255;
    stampMix[(above << 8) | below] = (Math.round(alpha) << 9) | (alpha ? Math.round((256 * above) / alpha) : 0);
  }
}

/**
 * @typedef {object} StampSheet all stamps in one row; stamp s has the pixels from[s] to from[s + 1]
 * @property {Uint32Array} from @property {Int16Array} dx @property {Int16Array} dy @property {Uint32Array} color ABGR
 * @property {number} reach largest distance of a pixel from the stamp's own
 */

/**
 * @param {{size: number, pixels: Uint32Array}[]} pictures square, their middle pixel is the stamp's own
 * @returns {StampSheet}
 */
export function stampSheet(pictures) {
  const total = pictures.reduce((sum, { pixels }) => sum + pixels.reduce((n, pixel) => n + (pixel >>> 24 ? 1 : 0), 0), 0);
  const sheet = {
    from: new Uint32Array(pictures.length + 1), dx: new Int16Array(total), dy: new Int16Array(total),
    color: new Uint32Array(total), reach: 0,
  };
  let at = 0;
  pictures.forEach(({ size, pixels }, s) => {
    sheet.from[s] = at;
    const middle = size >> 1;
    for (let k = 0; k < pixels.length; k += 1) {
      if (!(pixels[k] >>> 24)) continue;
      sheet.dx[at] = (k % size) - middle;
      sheet.dy[at] = Math.floor(k / size) - middle;
      sheet.color[at] = pixels[k];
      sheet.reach = Math.max(sheet.reach, Math.abs(sheet.dx[at]), Math.abs(sheet.dy[at]));
      at += 1;
    }
  });
  sheet.from[pictures.length] = at;
  return sheet;
}

/**
 * The marks that can be drawn in an image: those whose stamps lie wholly in it.
 * @typedef {object} StampMarks
 * @property {number} width @property {number} height of the image
 * @property {StampSheet} sheet @property {Int32Array} offset of each pixel of the sheet from its stamp's own
 * @property {Int32Array} at index of the stamp's own pixel @property {Uint16Array} stamp number of each mark's stamp
 */

/** @param {number} most marks at most @returns {StampMarks & {count: number}} */
export function stampMarks(sheet, width, height, most) {
  const offset = Int32Array.from(sheet.dx, (dx, k) => sheet.dy[k] * width + dx);
  return { sheet, width, height, offset, at: new Int32Array(most), stamp: new Uint16Array(most), count: 0 };
}

/** Add a mark at a pixel. @returns {boolean} false where it would not lie wholly in the image */
export function addStamp(marks, column, row, stamp) {
  const { reach } = marks.sheet;
  if (column < reach || row < reach || column >= marks.width - reach || row >= marks.height - reach) return false;
  marks.at[marks.count] = row * marks.width + column;
  marks.stamp[marks.count] = stamp;
  marks.count += 1;
  return true;
}

/**
 * @typedef {object} StampLog the pixels that stamps have covered, one after the other
 * @property {Uint32Array} pixels @property {number} at where those of the mark at `from` begin (of `stampBack`: at `to`)
 */

/**
 * Stamp marks into an image, in order.
 * @param {Uint32Array} image @param {StampMarks} marks
 * @param {Int32Array|null} list numbers of marks; null: all of them @param {number} from @param {number} to positions in it
 * @param {StampLog|null} [log] takes what is covered @param {number} [low] @param {number} [high] only these pixels, end exclusive
 */
export function stampAll(image, marks, list, from, to, log = null, low = 0, high = image.length) {
  const { offset, at, stamp } = marks;
  const { from: starts, color } = marks.sheet;
  const pixels = log?.pixels ?? new Uint32Array(1);
  const onward = log ? 1 : 0;
  let entry = log?.at ?? 0;
  for (let n = from; n < to; n += 1) {
    const mark = list === null ? n : list[n];
    const own = at[mark];
    const end = starts[stamp[mark] + 1];
    for (let k = starts[stamp[mark]]; k < end; k += 1) {
      const j = own + offset[k];
      if (j < low || j >= high) continue;
      const below = image[j];
      const above = color[k];
      pixels[entry] = below;
      entry += onward;
      if (below === 0 || above >= 0xff000000) {
        image[j] = above;
        continue;
      }
      const mix = stampMix[((above >>> 24) << 8) | (below >>> 24)];
      const share = mix & 511;
      const rest = 256 - share;
      const redBlue = ((Math.imul(below & 0xff00ff, rest) + Math.imul(above & 0xff00ff, share) + 0x800080) >>> 8) & 0xff00ff;
      const green = ((Math.imul(below & 0xff00, rest) + Math.imul(above & 0xff00, share) + 0x8000) >>> 8) & 0xff00;
      image[j] = ((mix >>> 9) << 24) | green | redBlue;
    }
  }
}

/** Take the marks from `to` back to `from` off again, the last first. @param {StampLog} log */
export function stampBack(image, marks, list, from, to, log) {
  const { offset, at, stamp } = marks;
  const { from: starts } = marks.sheet;
  const { pixels } = log;
  let entry = log.at;
  for (let n = to - 1; n >= from; n -= 1) {
    const mark = list === null ? n : list[n];
    const own = at[mark];
    const start = starts[stamp[mark]];
    const end = starts[stamp[mark] + 1];
    entry -= end - start;
    for (let k = start; k < end; k += 1) image[own + offset[k]] = pixels[entry + k - start];
  }
}

/** The same as `stampAll`, faster for many: band by band of the image, each small enough for the processor's cache. */
export function stampBands(image, marks, list, from, to) {
  const { at, width } = marks;
  const size = width * Math.max(Math.floor(STAMP_BAND / width), 1);
  const count = Math.ceil(image.length / size);
  const edge = marks.sheet.reach * (width + 1);
  const first = (mark) => Math.max(Math.floor((at[mark] - edge) / size), 0);
  const last = (mark) => Math.min(Math.floor((at[mark] + edge) / size), count - 1);
  const starts = new Int32Array(count + 1);
  for (let n = from; n < to; n += 1) {
    const mark = list === null ? n : list[n];
    for (let band = first(mark); band <= last(mark); band += 1) starts[band + 1] += 1;
  }
  for (let band = 0; band < count; band += 1) starts[band + 1] += starts[band];
  const next = starts.slice();
  const items = new Int32Array(starts[count]);
  for (let n = from; n < to; n += 1) {
    const mark = list === null ? n : list[n];
    for (let band = first(mark); band <= last(mark); band += 1) {
      items[next[band]] = mark;
      next[band] += 1;
    }
  }
  for (let band = 0; band < count; band += 1) {
    stampAll(image, marks, items, starts[band], starts[band + 1], null, band * size, (band + 1) * size);
  }
}

/**
 * A picture made a little at a time.
 * @param {number} length how many marks of the list @returns {(enough: () => boolean) => boolean} does some until
 *   `enough()`, asked after every few marks; says whether there is more
 */
export function stampPicture(image, marks, list, length) {
  let n = 0;
  image.fill(0);
  return (enough) => {
    while (n < length) {
      const stop = Math.min(n + STAMP_AHEAD, length);
      stampBands(image, marks, list, n, stop);
      n = stop;
      if (enough()) break;
    }
    return n < length;
  };
}
