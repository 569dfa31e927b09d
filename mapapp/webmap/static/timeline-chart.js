// The histogram on a canvas: blocks by kind, hatched where the date is uncertain, faded outside the window.
//
// Blocks fade one by one, by what the View shows, so a period that reaches into the window stays bright where it
// stands. Continuous bars are painted once and copied twice, faded and, clipped to the window, bright.

import { axisBin, axisBinStart } from "./axis.js";
import { BIN_BREAK, BIN_LOWEST, binAnchor, binBar, binsBetween } from "./bins.js";
import { symbolPath } from "./symbols.js";
import { timelineEnds } from "./timeline-clock.js";
import { inWindow } from "./visible.js";

const CHART_FADED = 0.38;
const CHART_WIDEST = 17;

/** The colours of the theme in force. @param {Element} root @param {object[]} kinds */
export function timelineColours(root, kinds) {
  const style = getComputedStyle(root);
  const dark = document.documentElement.dataset.theme === "dark";
  const token = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  return {
    kinds: kinds.map((kind) => (dark ? kind.color_dark ?? kind.color : kind.color)),
    other: token("--outside", "#66757D"), text1: token("--text-1", "#1B262C"), text2: token("--text-2", "#45535B"),
    text3: token("--text-3", "#5B6970"), panel: token("--panel", "#FFFFFF"), edge: token("--edge", "#C2CBD0"),
    accent: token("--accent", "#17495C"), font: style.fontFamily || "sans-serif", ratio: 0,
  };
}

/** A canvas as sharp as the screen. @returns {CanvasRenderingContext2D} in CSS pixels, cleared */
export function timelineCanvas(canvas, width, height) {
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return ctx;
}

function chartHatch(colour, ratio) {
  const size = 4;
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

/** @param {HTMLCanvasElement} canvas @param {import("./timeline-clock.js").Clock} clock @param {object} store */
export function timelineChart(canvas, clock, store) {
  const { kinds } = store.atlas;
  const glyphs = kinds.map((kind) => new Path2D(symbolPath(kind.symbol, 2.1)));
  const layer = document.createElement("canvas");
  let layerKey = "";
  let colours = null;
  let hatches = [];

  const colourOf = (item) => colours.kinds[item.kind] ?? colours.other;
  const shown = () => binsBetween(clock.bins, clock.range[0] - clock.days(20), clock.range[1] + clock.days(20));
  const column = (bin) => {
    const [left, right] = [clock.x(bin.first), clock.x(bin.last + 1)];
    const room = right - left;
    const width = Math.min(CHART_WIDEST, Math.max(room * 0.84, room - 3, 1));
    return { x: (left + right) / 2 - width / 2, width };
  };
  const base = () => clock.height - 1;

  function paintBox(ctx, item, x, y, width, height) {
    if (!item.vague) {
      ctx.fillStyle = colourOf(item);
      ctx.fillRect(x, y, width, height);
      return;
    }
    ctx.fillStyle = colours.panel;
    ctx.fillRect(x, y, width, height);
    ctx.fillStyle = hatches[item.kind] ?? hatches[hatches.length - 1];
    ctx.fillRect(x, y, width, height);
    if (width < 5 || height < 4) return;
    ctx.strokeStyle = colourOf(item);
    ctx.lineWidth = 1;
    ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }

  function paintBlocks(ctx, bin, bar, view, window) {
    const { x, width } = column(bin);
    const height = Math.max(bar.step - (bar.step >= BIN_LOWEST ? 1.2 : bar.step > 2.2 ? 0.7 : 0), 0.7);
    bin.items.forEach((item, i) => {
      const y = base() - bar.bottom(i) - bar.step + (bar.step - height) / 2;
      ctx.globalAlpha = inWindow(item.event, view, window) ? 1 : CHART_FADED;
      paintBox(ctx, item, x, y, width, height);
      if (width < 13 || height < 6.4 || item.vague || !glyphs[item.kind]) return;
      ctx.translate(x + width / 2, y + height / 2);
      ctx.fillStyle = colours.panel;
      ctx.fill(glyphs[item.kind]);
      ctx.translate(-x - width / 2, -y - height / 2);
    });
    ctx.globalAlpha = 1;
  }

  function paintBar(ctx, bin, bar) {
    const { x, width } = column(bin);
    let start = 0;
    bin.items.forEach((item, i) => {
      const next = bin.items[i + 1];
      if (next && next.kind === item.kind && next.vague === item.vague && i + 1 !== bar.breakAt) return;
      const top = bar.bottom(i) + bar.step;
      paintBox(ctx, item, x, base() - top, width, top - bar.bottom(start));
      start = i + 1;
    });
  }

  function paintBreak(ctx, bin, bar) {
    const { x, width } = column(bin);
    const y = base() - bar.bottom(bar.breakAt) + BIN_BREAK / 2;
    const reach = Math.max(width, 6) / 2 + 3;
    const middle = x + width / 2;
    ctx.strokeStyle = colours.text3;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(middle - reach, y + 2);
    ctx.lineTo(middle - reach / 3, y - 2);
    ctx.lineTo(middle + reach / 3, y + 2);
    ctx.lineTo(middle + reach, y - 2);
    ctx.stroke();
    ctx.fillStyle = colours.text2;
    ctx.font = `700 11px ${colours.font}`;
    ctx.textAlign = "center";
    ctx.fillText(String(bin.items.length), Math.min(Math.max(middle, 10), 2 * clock.left + clock.width - 10), 10);
  }

  function paintBase(ctx) {
    ctx.fillStyle = colours.text3;
    ctx.fillRect(clock.left, clock.height - 1, clock.width, 1);
    let index = axisBin(clock.range[0], clock.unit);
    let x = clock.x(axisBinStart(index, clock.unit));
    const taken = new Set(shown().map((bin) => bin.index));
    for (; x < clock.left + clock.width; index += 1) {
      const next = clock.x(axisBinStart(index + 1, clock.unit));
      if (next - x >= 4 && !taken.has(index) && (x + next) / 2 > clock.left) ctx.fillRect((x + next) / 2 - 0.5, clock.height - 4, 1, 3);
      x = next;
    }
  }

  function paintLayer() {
    const key = `${clock.version} ${canvas.width} ${canvas.height} ${colours.panel}`;
    if (key === layerKey) return;
    layerKey = key;
    const ctx = timelineCanvas(layer, 2 * clock.left + clock.width, clock.height);
    for (const bin of shown()) paintBar(ctx, bin, binBar(bin.items.length, clock.scale, clock.height - 2));
  }

  function paintBars(ctx, view) {
    paintLayer();
    const full = 2 * clock.left + clock.width;
    const ends = timelineEnds(view, clock);
    const [left, right] = [Math.max(ends.from, 0), Math.min(ends.to, full)];
    ctx.globalAlpha = CHART_FADED;
    ctx.drawImage(layer, 0, 0, full, clock.height);
    ctx.globalAlpha = 1;
    if (right <= left) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, 0, right - left, clock.height);
    ctx.clip();
    ctx.clearRect(left, 0, right - left, clock.height);
    ctx.drawImage(layer, 0, 0, full, clock.height);
    ctx.restore();
  }

  // The stretch in which the event can lie, and an edge around its block.
  function paintMarked(ctx, id, outlined) {
    const day = binAnchor(store.atlas.eventById.get(id)?.days ?? []);
    const index = day === null ? null : axisBin(day, clock.unit);
    const bin = shown().find((each) => each.index === index);
    const at = bin ? bin.items.findIndex((item) => item.event.id === id) : -1;
    if (at < 0) return;
    const bar = binBar(bin.items.length, clock.scale, clock.height - 2);
    const { x, width } = column(bin);
    const y = base() - bar.bottom(at) - bar.step;
    const { days } = bin.items[at].event;
    ctx.strokeStyle = colours.text1;
    ctx.fillStyle = colours.text1;
    if (days[0] < bin.first || days[3] > bin.last) {
      const [left, right] = [Math.max(clock.x(days[0]), 0), Math.min(clock.x(days[3] + 1), 2 * clock.left + clock.width)];
      ctx.fillRect(left, y + bar.step / 2 - 0.75, right - left, 1.5);
      for (const end of [left, right]) ctx.fillRect(end - 0.75, y + bar.step / 2 - 3, 1.5, 6);
    }
    if (!outlined) return;
    ctx.lineWidth = 1.6;
    ctx.strokeRect(x - 1.4, y - 1, width + 2.8, Math.max(bar.step, 3) + 1.2);
  }

  return {
    /** New colours at a change of the theme. */
    recolour(next) {
      colours = next;
      layerKey = "";
    },
    draw(view, window, hover) {
      const ctx = timelineCanvas(canvas, 2 * clock.left + clock.width, clock.height);
      const ratio = canvas.width / (2 * clock.left + clock.width);
      if (colours.ratio !== ratio) {
        hatches = [...colours.kinds, colours.other].map((colour) => chartHatch(colour, ratio));
        colours.ratio = ratio;
      }
      const bins = shown();
      const bars = bins.map((bin) => binBar(bin.items.length, clock.scale, clock.height - 2));
      if (clock.scale.blocks) bins.forEach((bin, i) => paintBlocks(ctx, bin, bars[i], view, window));
      else paintBars(ctx, view);
      bins.forEach((bin, i) => bars[i].broken && paintBreak(ctx, bin, bars[i]));
      paintBase(ctx);
      if (hover !== view.select) paintMarked(ctx, hover, false);
      paintMarked(ctx, view.select, true);
    },
    /**
     * What stands at a point: a bin, and the block where blocks are told apart.
     * @param {number} reach pixels beside and above that still count
     */
    hit(x, y, reach) {
      let best = null;
      for (const bin of shown()) {
        const { x: left, width } = column(bin);
        const away = Math.max(left - x, x - left - width, 0);
        if (away <= reach && (best === null || away < best.away)) best = { bin, away };
      }
      if (!best) return null;
      const { bin } = best;
      const bar = binBar(bin.items.length, clock.scale, clock.height - 2);
      const up = base() - y;
      if (up > bar.bottom(bin.items.length - 1) + bar.step + reach || up < -3) return null;
      if (bar.step < BIN_LOWEST) return { bin, item: null };
      const at = bin.items.findIndex((item, i) => up < bar.bottom(i) + bar.step);
      return { bin, item: bin.items[at < 0 ? bin.items.length - 1 : at] };
    },
  };
}
