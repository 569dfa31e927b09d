// Drawing many translucent marks into an image, pixel by pixel, and moving forth and back through a series of them. Pure.
//
// A mark is a stamp: the anti-aliased pixels of its symbol, made once for each kind and each fraction of a pixel. Stamps
// are blended ("over", colours not premultiplied, as ImageData has them) in the order of the series, so that the picture
// of the first n is what the picture of the first m < n becomes by stamping those between. Pictures kept every few
// thousand stamps (keyframes) make steps backwards short. The order and the arithmetic are always the same: a picture
// reached by any way is equal, byte by byte, to one stamped from nothing.

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
 * Stamp marks into an image, in order.
 * @param {Uint32Array} image @param {StampMarks} marks
 * @param {Int32Array|null} list numbers of marks; null: all of them @param {number} from @param {number} to positions in it
 */
export function stampAll(image, marks, list, from, to) {
  const { offset, at, stamp } = marks;
  const { from: starts, color } = marks.sheet;
  for (let n = from; n < to; n += 1) {
    const mark = list === null ? n : list[n];
    const own = at[mark];
    const end = starts[stamp[mark] + 1];
    for (let k = starts[stamp[mark]]; k < end; k += 1) {
      const j = own + offset[k];
      const below = image[j];
      const above = color[k];
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

const STAMP_APART = 4096;
const STAMP_MEMORY = 96e6;
const STAMP_FRAMES = 12;

/**
 * An image that shows the first n marks of a series, for any n, at little cost.
 * @param {Uint32Array} image @param {StampMarks} marks
 */
export function stampSeries(image, marks) {
  let series = null; // { key, list, length }
  let shown = 0;
  let frames = new Map();
  let apart = STAMP_APART;

  function begin(next) {
    series = next;
    shown = 0;
    frames = new Map();
    const most = Math.min(STAMP_FRAMES, Math.max(Math.floor(STAMP_MEMORY / image.byteLength), 2));
    apart = Math.max(STAMP_APART, Math.ceil(next.length / most));
    image.fill(0);
  }

  // The nearest picture at or before n: what is there, a keyframe, or nothing.
  function rewind(n) {
    let q = Math.floor(n / apart);
    while (q > 0 && !frames.has(q)) q -= 1;
    if (shown <= n && shown >= q * apart) return;
    if (q > 0) image.set(frames.get(q));
    else image.fill(0);
    shown = q * apart;
  }

  return {
    /**
     * @param {{key: string, list: Int32Array|null, length: number}} next equal keys mean the same list
     * @param {number} n how many of its marks @param {boolean} keep is this series likely to be moved through?
     * @returns {number} stamps made
     */
    show(next, n, keep) {
      if (series?.key !== next.key) begin(next);
      rewind(n);
      const start = shown;
      while (shown < n) {
        const stop = keep ? Math.min(n, (Math.floor(shown / apart) + 1) * apart) : n;
        stampAll(image, marks, series.list, shown, stop);
        shown = stop;
        if (keep && shown % apart === 0 && !frames.has(shown / apart)) frames.set(shown / apart, image.slice());
      }
      return n - start;
    },
    keyframes: () => frames.size,
  };
}
