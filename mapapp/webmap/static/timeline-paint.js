// Painting the histogram's marks: colours, blocks and hatches, breaks, the base line.

import { axisBin, axisBinStart } from "./axis.js";
import { BIN_BREAK, BIN_LOWEST, binBar, binRuns } from "./bins.js";
import { symbolPath } from "./symbols.js";

const PAINT_FADED = 0.38;
const PAINT_WIDEST = 17;
const PAINT_PITCH = PAINT_WIDEST + 1.2;
/** Blocks at least this wide carry the symbol of their kind, so that they are told apart in grey as well. */
const PAINT_GLYPH = 8.5;

/** The colours of the theme in force. @param {Element} root @param {object[]} kinds */
export function timelineColours(root, kinds) {
  const style = getComputedStyle(root);
  const dark = document.documentElement.dataset.theme === "dark";
  const token = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const of = (look) => (dark ? look.color_dark ?? look.color : look.color);
  return {
    of, kinds: kinds.map(of),
    other: token("--outside", "#66757D"), text1: token("--text-1", "#1B262C"), text2: token("--text-2", "#45535B"),
    text3: token("--text-3", "#5B6970"), panel: token("--panel", "#FFFFFF"), font: style.fontFamily || "sans-serif",
  };
}

/** A canvas as sharp as the screen. @returns {CanvasRenderingContext2D} in CSS pixels, cleared */
export function timelineCanvas(canvas, width, height) {
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const ctx = canvas.getContext("2d");
  ctx.setTransform(w / width, 0, 0, h / height, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return ctx;
}

function paintHatch(colour) {
  const size = 4;
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(size * ratio);
  const pen = tile.getContext("2d");
  pen.scale(tile.width / size, tile.height / size);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.3;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
    pen.stroke();
  }
  const pattern = pen.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix([size / tile.width, 0, 0, size / tile.height, 0, 0]));
  return pattern;
}

/** @param {object} clock @param {object[]} kinds */
export function timelinePainter(clock, kinds, colours) {
  const glyphs = kinds.map((kind) => new Path2D(symbolPath(kind.symbol, 2.1)));
  const fills = [...kinds.map(colours.of), colours.other];
  const hatches = fills.map(paintHatch);
  const at = (list, kind) => list[kind] ?? list[list.length - 1];
  const base = () => clock.height - 1;
  const across = (bin) => clock.x(bin.last + 1) - clock.x(bin.first);
  const room = (bin) => (clock.scale.blocks ? Math.floor((across(bin) * 0.9) / PAINT_PITCH) : 1);
  const barOf = (bin) => binBar(bin.count, clock.scale, clock.height - 2, room(bin));

  /** The rectangle of a bar: all its columns, and the width of one. */
  function barBox(bin, bar = barOf(bin)) {
    const one = Math.min(PAINT_WIDEST, Math.max(across(bin) * 0.84, across(bin) - 3, 1));
    const width = one + (bar.columns - 1) * PAINT_PITCH;
    const top = bar.bottom(bin.count - 1) + bar.step;
    return { x: (clock.x(bin.first) + clock.x(bin.last + 1) - width) / 2, y: base() - top, width, height: top, one };
  }

  /** The rectangle of a block with its gap. */
  function blockBox(bin, i, bar = barOf(bin), box = barBox(bin, bar)) {
    const x = box.x + (i % bar.columns) * PAINT_PITCH;
    return { x, y: base() - bar.bottom(i) - bar.step, width: box.one, height: bar.step };
  }

  function paintBox(ctx, item, x, y, width, height) {
    ctx.fillStyle = at(item.vague ? hatches : fills, item.kind);
    ctx.fillRect(x, y, width, height);
    if (!item.vague || width < 5 || height < 4) return;
    ctx.strokeStyle = at(fills, item.kind);
    ctx.lineWidth = 1;
    ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }

  function paintBlocks(ctx, bin, bar) {
    const bounds = barBox(bin, bar);
    const height = Math.max(bar.step - (bar.step >= BIN_LOWEST ? 1.2 : bar.step > 2.2 ? 0.7 : 0), 0.7);
    bin.items.forEach((item, i) => {
      const { x, y: top, width } = blockBox(bin, i, bar, bounds);
      const y = top + (bar.step - height) / 2;
      paintBox(ctx, item, x, y, width, height);
      if (width < PAINT_GLYPH || height < 6.4 || item.vague || !glyphs[item.kind]) return;
      ctx.translate(x + width / 2, y + height / 2);
      ctx.fillStyle = colours.panel;
      ctx.fill(glyphs[item.kind]);
      ctx.translate(-x - width / 2, -y - height / 2);
    });
  }

  function paintBar(ctx, bin, bar) {
    const { x, width } = barBox(bin, bar);
    let start = 0;
    for (const run of binRuns(bin)) {
      const end = start + run.n;
      const cuts = start < bar.breakAt && bar.breakAt < end ? [bar.breakAt, end] : [end];
      for (const cut of cuts) {
        const top = bar.bottom(cut - 1) + bar.step;
        paintBox(ctx, run, x, base() - top, width, top - bar.bottom(start));
        start = cut;
      }
    }
  }

  return {
    barOf,
    barBox,
    blockBox,
    fillOf: (item) => at(fills, item.kind),

    /** The columns of some bins on an opaque ground; faded: as outside the window. */
    columns(ctx, bins, faded) {
      for (const bin of bins) {
        const bar = barOf(bin);
        const { x, y, width, height } = barBox(bin, bar);
        ctx.globalAlpha = 1;
        ctx.fillStyle = colours.panel;
        ctx.fillRect(x, y, width, height);
        ctx.globalAlpha = faded ? PAINT_FADED : 1;
        if (clock.scale.blocks) paintBlocks(ctx, bin, bar);
        else paintBar(ctx, bin, bar);
      }
      ctx.globalAlpha = 1;
    },

    /** The break of a squeezed bar, and its number. */
    breaks(ctx, bins) {
      ctx.strokeStyle = colours.text3;
      ctx.fillStyle = colours.text2;
      ctx.lineWidth = 1;
      ctx.font = `700 11px ${colours.font}`;
      ctx.textAlign = "right";
      for (const bin of bins) {
        const bar = barOf(bin);
        if (!bar.broken) continue;
        const { x, width } = barBox(bin, bar);
        const y = base() - bar.bottom(bar.breakAt) + BIN_BREAK / 2;
        const reach = Math.max(width, 6) / 2 + 3;
        const middle = x + width / 2;
        ctx.beginPath();
        ctx.moveTo(middle - reach, y + 2);
        ctx.lineTo(middle - reach / 3, y - 2);
        ctx.lineTo(middle + reach / 3, y + 2);
        ctx.lineTo(middle + reach, y - 2);
        ctx.stroke();
        if (middle < clock.left || middle > clock.left + clock.width) continue;
        ctx.fillText(String(bin.count), x + width - 1, 10); // clear of the handle of a window that ends with it
      }
    },

    /** The base line, with a tick for every bin that holds nothing. */
    base(ctx, bins) {
      ctx.fillStyle = colours.text3;
      ctx.fillRect(clock.left, clock.height - 1, clock.width, 1);
      const taken = new Set(bins.map((bin) => bin.index));
      let index = axisBin(clock.range[0], clock.unit);
      let x = clock.x(axisBinStart(index, clock.unit));
      for (; x < clock.left + clock.width; index += 1) {
        const next = clock.x(axisBinStart(index + 1, clock.unit));
        const middle = (x + next) / 2;
        if (next - x >= 4 && !taken.has(index) && middle > clock.left) ctx.fillRect(middle - 0.5, clock.height - 4, 1, 3);
        x = next;
      }
    },
  };
}
