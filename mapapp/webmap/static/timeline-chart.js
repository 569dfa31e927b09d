// The histogram on a canvas: blocks by kind, hatched where the date is uncertain, faded outside the window.
//
// All columns are painted twice when the axis or the filters change, bright and faded. Where blocks are told apart, a step
// of the window copies the faded picture and, inside the window, the bright one; then single blocks whose date reaches into
// (or, where certainty is asked for, only touches) the window are copied from the right picture, so that a period that
// began earlier stays bright where it stands. In continuous bars single events are not told apart: there the two pictures
// lie over each other and a step only cuts the upper one to the window.

import { axisBin } from "./axis.js";
import { BIN_LOWEST, binAnchor, binsBetween } from "./bins.js";
import { timelineEnds } from "./timeline-clock.js";
import { timelineCanvas, timelinePainter } from "./timeline-paint.js";
import { inWindow } from "./visible.js";

/**
 * @param {HTMLCanvasElement} canvas @param {HTMLCanvasElement} lit lies over it
 * @param {import("./timeline-clock.js").Clock} clock @param {object} store
 */
export function timelineChart(canvas, lit, clock, store) {
  const bright = document.createElement("canvas");
  const faded = document.createElement("canvas");
  let colours = null;
  let painter = null;
  let painted = "";
  let bins = [];
  let laid = ""; // the layers that lie over each other, as `painted` says

  const full = () => 2 * clock.left + clock.width;
  const base = () => clock.height - 1;

  function paintLayers() {
    const key = `${clock.version} ${full()} ${clock.height} ${window.devicePixelRatio}`;
    if (key === painted) return;
    painted = key;
    painter = timelinePainter(clock, clock.ranks, colours);
    bins = binsBetween(clock.bins, clock.range[0] - clock.days(20), clock.range[1] + clock.days(20));
    const pens = [faded, bright].map((layer) => {
      layer.width = 0;
      const pen = timelineCanvas(layer, full(), clock.height);
      pen.beginPath();
      pen.rect(clock.left - 3, 0, clock.width + 6, clock.height);
      pen.clip();
      return pen;
    });
    painter.columns(pens[0], bins, true);
    painter.columns(pens[1], bins, false);
    for (const pen of pens) {
      painter.breaks(pen, bins);
      painter.base(pen, bins);
    }
  }

  // A rectangle of a layer, at whole pixels of the screen.
  function copy(ctx, layer, x, y, width, height) {
    const [rx, ry] = [layer.width / full(), layer.height / clock.height];
    const [left, top] = [Math.max(Math.round(x * rx), 0), Math.max(Math.round(y * ry), 0)];
    const [right, bottom] = [Math.min(Math.round((x + width) * rx), layer.width), Math.min(Math.round((y + height) * ry), layer.height)];
    if (right <= left || bottom <= top) return;
    ctx.drawImage(layer, left, top, right - left, bottom - top, left / rx, top / ry, (right - left) / rx, (bottom - top) / ry);
  }

  // How far a date reaches beyond its bin: a thin line under the blocks, so that "some time in July" is seen.
  function paintReach(ctx, view, span) {
    for (const { bin, at } of clock.reaching) {
      const { event } = bin.items[at];
      const [left, right] = [Math.max(clock.x(event.days[0]), clock.left - 3), Math.min(clock.x(event.days[3] + 1), clock.left + clock.width + 3)];
      if (right <= left || painter.barOf(bin).step < BIN_LOWEST) continue;
      const { y, height } = painter.blockBox(bin, at);
      ctx.globalAlpha = inWindow(event, view, span) ? 0.5 : 0.2;
      ctx.fillStyle = painter.fillOf(bin.items[at]);
      ctx.fillRect(left, y + height / 2 - 0.5, right - left, 1);
    }
    ctx.globalAlpha = 1;
  }

  // Blocks that are in where their bin is out, or the other way round.
  function paintExceptions(ctx, view, span) {
    for (const bin of bins) {
      const whole = bin.first >= span[0] && bin.last <= span[1];
      const none = bin.first > span[1] || bin.last < span[0];
      bin.items.forEach((item, i) => {
        const inside = inWindow(item.event, view, span);
        if (inside ? whole : none) return;
        const { x, y, width, height } = painter.blockBox(bin, i);
        copy(ctx, inside ? bright : faded, x - 0.5, y, width + 1, height);
      });
    }
  }

  // An edge around an event's block, and the stretch in which it can lie.
  function paintMarked(ctx, id, outlined) {
    const day = binAnchor(store.atlas.eventById.get(id)?.days ?? []);
    const index = day === null ? null : axisBin(day, clock.unit);
    const bin = bins.find((each) => each.index === index);
    const at = bin ? bin.items.findIndex((item) => item.event.id === id) : -1;
    if (at < 0) return;
    const { x, y, width, height } = painter.blockBox(bin, at);
    const { days } = bin.items[at].event;
    ctx.strokeStyle = ctx.fillStyle = colours.text1;
    if (days[0] < bin.first || days[3] > bin.last) {
      const [left, right] = [Math.max(clock.x(days[0]), 0), Math.min(clock.x(days[3] + 1), full())];
      ctx.fillRect(left, y + height / 2 - 0.75, right - left, 1.5);
      for (const end of [left, right]) ctx.fillRect(end - 0.75, y + height / 2 - 3, 1.5, 6);
    }
    if (!outlined) return;
    ctx.lineWidth = 1.6;
    ctx.strokeRect(x - 1.4, y - 1, width + 2.8, Math.max(height, 3) + 1.2);
  }

  function lay() {
    if (laid === painted) return;
    laid = painted;
    for (const [target, layer] of [[canvas, faded], [lit, bright]]) copy(timelineCanvas(target, full(), clock.height), layer, 0, 0, full(), clock.height);
    lit.hidden = false;
  }

  // Cut at whole pixels of the screen, as `copy` does.
  function cut(ends) {
    const ratio = bright.width / full();
    const [left, right] = [ends.from, full() - ends.to].map((x) => Math.max(Math.round(x * ratio) / ratio, 0));
    lit.style.clipPath = `inset(0 ${right}px 0 ${left}px)`;
  }

  return {
    /** New colours at a change of the theme. */
    recolour(next) {
      colours = next;
      painted = laid = "";
    },
    /** @param {[number, number]} span the days that the View shows @param {string|null} hover id of an event */
    draw(view, span, hover) {
      paintLayers();
      if (!clock.scale.blocks && hover === null && view.select === null) {
        lay();
        cut(timelineEnds(view, clock));
        return;
      }
      lit.hidden = true;
      laid = "";
      const ctx = timelineCanvas(canvas, full(), clock.height);
      if (clock.scale.blocks) paintReach(ctx, view, span);
      copy(ctx, faded, 0, 0, full(), clock.height);
      const ends = timelineEnds(view, clock);
      copy(ctx, bright, ends.from, 0, ends.to - ends.from, clock.height);
      if (clock.scale.blocks) paintExceptions(ctx, view, span);
      if (hover !== view.select) paintMarked(ctx, hover, false);
      paintMarked(ctx, view.select, true);
    },
    /**
     * What stands at a point: a bin, and the block where blocks are told apart.
     * @param {number} reach pixels beside and above that still count
     */
    hit(x, y, reach) {
      let best = null;
      for (const bin of bins) {
        const box = painter.barBox(bin);
        const away = Math.max(box.x - x, x - box.x - box.width, 0);
        if (away <= reach && (best === null || away < best.away)) best = { bin, box, away };
      }
      if (!best || y < best.box.y - reach || y > base() + 3) return null;
      const { bin, box } = best;
      const bar = painter.barOf(bin);
      if (bar.step < BIN_LOWEST) return { bin, item: null };
      const column = Math.min(Math.max(Math.floor(((x - box.x) * bar.columns) / box.width), 0), bar.columns - 1);
      const row = Math.min(Math.max(Math.floor((base() - y) / bar.step), 0), Math.floor((bin.count - 1) / bar.columns));
      return { bin, item: bin.items[Math.min(row * bar.columns + column, bin.count - 1)] };
    },
  };
}
