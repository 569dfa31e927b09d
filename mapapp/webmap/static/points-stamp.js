// Drawing many translucent marks into an image, pixel by pixel, and moving forth and back through a series of them. Pure.
//
// A mark is a stamp: the anti-aliased pixels of its symbol, made once for each kind and each fraction of a pixel. Stamps
// are blended ("over", colours not premultiplied, as ImageData has them) in the order of the series, so that the picture
// of the first n is what the picture of the first m < n becomes by stamping those between. The pixels that stamps cover
// are kept in a log, so that the way back costs no more than the way there. The order and the arithmetic are always the
// same: a picture reached by any way is equal, byte by byte, to one stamped from nothing.

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
 * @typedef {object} StampLog the pixels that stamps have covered, in a ring
 * @property {Uint32Array} pixels as many as a power of two @property {number} at entries written so far
 */

/** A log that keeps nothing. */
const stampNoLog = () => ({ pixels: new Uint32Array(1), at: 0 });

/**
 * Stamp marks into an image, in order.
 * @param {Uint32Array} image @param {StampMarks} marks
 * @param {Int32Array|null} list numbers of marks; null: all of them @param {number} from @param {number} to positions in it
 * @param {StampLog} [log] takes what is covered
 */
export function stampAll(image, marks, list, from, to, log = stampNoLog()) {
  const { offset, at, stamp } = marks;
  const { from: starts, color } = marks.sheet;
  const { pixels } = log;
  const mask = pixels.length - 1;
  let entry = log.at;
  for (let n = from; n < to; n += 1) {
    const mark = list === null ? n : list[n];
    const own = at[mark];
    const end = starts[stamp[mark] + 1];
    for (let k = starts[stamp[mark]]; k < end; k += 1) {
      const j = own + offset[k];
      const below = image[j];
      const above = color[k];
      pixels[entry & mask] = below;
      entry += 1;
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
  log.at = entry;
}

// Take the marks from `to` back to `from` off again, the last first.
function stampBack(image, marks, list, from, to, log) {
  const { offset, at, stamp } = marks;
  const { from: starts } = marks.sheet;
  const { pixels } = log;
  const mask = pixels.length - 1;
  for (let n = to - 1; n >= from; n -= 1) {
    const mark = list === null ? n : list[n];
    const start = starts[stamp[mark]];
    const end = starts[stamp[mark] + 1];
    log.at -= end - start;
    for (let k = start; k < end; k += 1) image[at[mark] + offset[k]] = pixels[(log.at + k - start) & mask];
  }
}

const STAMP_LOG_PIXELS = 2 ** 25; // 128 MB

/**
 * An image that shows the first n marks of a series, for any n, at the cost of the marks between it and the last n.
 * @param {Uint32Array} image @param {StampMarks} marks @param {number} [most] pixels in the log, a power of two
 */
export function stampSeries(image, marks, most = STAMP_LOG_PIXELS) {
  let series = { key: null, list: null, length: 0 };
  let shown = 0;
  let oldest = 0; // the log reaches back to this many marks …
  let first = 0; // … whose next mark's pixels stand at this entry
  let log = stampNoLog();

  function begin(next) {
    series = next;
    clear();
    log = stampNoLog();
  }

  function clear() {
    image.fill(0);
    shown = oldest = first = log.at = 0;
  }

  const sizeOf = (n) => {
    const stamp = marks.stamp[series.list === null ? n : series.list[n]];
    return marks.sheet.from[stamp + 1] - marks.sheet.from[stamp];
  };

  function logOf(length) {
    let pixels = 0;
    for (let n = 0; n < length; n += 1) pixels += sizeOf(n);
    return { pixels: new Uint32Array(Math.min(2 ** Math.ceil(Math.log2(pixels + 1)), most)), at: 0 };
  }

  // The ring forgets its oldest pixels.
  function forget() {
    while (log.at - first > log.pixels.length) {
      first += sizeOf(oldest);
      oldest += 1;
    }
  }

  return {
    /**
     * @param {{key: string, list: Int32Array|null, length: number}} next equal keys mean the same list
     * @param {number} n how many of its marks @param {boolean} keep is this series likely to be moved through?
     * @returns {number} marks stamped or taken off
     */
    show(next, n, keep) {
      if (series.key !== next.key) begin(next);
      if (keep && log.pixels.length === 1) {
        log = logOf(next.length);
        oldest = shown;
        first = 0;
      }
      if (n < shown && (log.pixels.length === 1 || n < oldest)) clear();
      const before = shown;
      if (n < shown) stampBack(image, marks, series.list, n, shown, log);
      else stampAll(image, marks, series.list, shown, n, log);
      shown = n;
      if (log.pixels.length > 1) forget();
      return Math.abs(n - before);
    },
  };
}
