// What the slider knows of time: the range on screen, its unit, the bins and the documented dates. No DOM.

import { parseSpan } from "./days.js";
import { axisBin, axisClamp, axisCoarser, axisGrain, axisLimits, axisText, axisUnit } from "./axis.js";
import { binScale, binStops, binTally } from "./bins.js";

const CLOCK_LEFT = 18;
const CLOCK_REACHING = 300;

/**
 * @typedef {object} Clock
 * @property {[number, number]} limits longest range @property {[number, number]} range on screen, end exclusive
 * @property {string} unit of a bin @property {"day"|"month"|"year"} grain of a handle
 * @property {object[]} bins @property {object[]} reaching blocks whose date is longer than their bin
 * @property {object} stops documented dates @property {object} scale of heights
 * @property {number} left edge of the plot in the stage @property {number} width of the plot @property {number} height
 * @property {number} version counts what makes the bars look different
 */

/** @param {object} store @returns {Clock} */
export function timelineClock(store) {
  const { atlas } = store;
  const tally = atlas.tally ?? binTally(atlas);
  const own = axisLimits(tally.spans);
  const clock = {
    limits: own, range: own, unit: "year", grain: "year", bins: [], reaching: [], stops: binStops([], "year"), scale: binScale([], 88),
    left: CLOCK_LEFT, width: 600, height: 88, version: 0,
    x: (day) => clock.left + ((day - clock.range[0]) * clock.width) / (clock.range[1] - clock.range[0]),
    day: (x) => clock.range[0] + ((x - clock.left) * (clock.range[1] - clock.range[0])) / clock.width,
    /** Days of so many pixels. */
    days: (pixels) => (pixels * (clock.range[1] - clock.range[0])) / clock.width,
    /** The date, as fine as the grain, that holds a day. */
    unitText: (day) => axisText(axisBin(day, clock.grain), clock.grain),
    /** Is the whole axis on screen? */
    whole: () => clock.range[1] - clock.range[0] >= clock.limits[1] - clock.limits[0],

    resize(width, height) {
      clock.width = Math.max(width - 2 * CLOCK_LEFT, 50);
      clock.height = height;
      rescale();
      clock.version += 1;
    },
    show(range) {
      clock.range = axisClamp(range, clock.limits);
      rescale();
      clock.version += 1;
    },
    /** The events that pass all filters but time. */
    take(result) {
      tally.take(result);
      rebin();
    },
    /** Looks of what the bars are stacked by, from the base line up. */
    get ranks() {
      return tally.ranks;
    },
    /** Stack the bars by kind or by source; undefined where there is one way only. */
    stack: tally.stack && ((name) => {
      tally.stack(name);
      rebin();
    }),
    /** The axis also holds the ends of the window. */
    reach(view) {
      const limits = isOwn(view.from) && isOwn(view.to) ? own : axisLimits([[own[0], own[1] - 1]], [view.from, view.to]);
      if (limits[0] === clock.limits[0] && limits[1] === clock.limits[1]) return false;
      const whole = clock.whole();
      clock.limits = limits;
      clock.show(whole ? limits : clock.range);
      return true;
    },
  };

  // Does an end of the window lie on the atlas's own axis? An open end always does.
  function isOwn(end) {
    const span = end === null ? null : parseSpan(end);
    return span === null || (span[0] >= own[0] && span[1] < own[1]);
  }

  function rescale() {
    const unit = axisCoarser(axisUnit(clock.range[1] - clock.range[0], clock.width), tally.finest);
    if (unit !== clock.unit) {
      clock.unit = unit;
      clock.grain = axisGrain(unit);
      rebin();
    } else clock.scale = binScale(clock.bins.map((bin) => bin.count), clock.height - 2);
  }

  function rebin() {
    clock.bins = tally.bins(clock.unit);
    clock.reaching = tally.reaching(clock.bins, CLOCK_REACHING);
    clock.stops = tally.stops(clock.grain);
    clock.scale = binScale(clock.bins.map((bin) => bin.count), clock.height - 2);
    clock.version += 1;
  }
  return clock;
}

/** Where the window's ends stand on the stage; an open end stands at the edge. */
export function timelineEnds(view, clock) {
  const right = 2 * clock.left + clock.width;
  if (view.mode === "in") {
    const one = view.from ?? view.to;
    if (one === null) return { from: 0, to: right, fromOpen: true, toOpen: true };
    const [first, last] = parseSpan(one);
    return { from: clock.x(first), to: clock.x(last + 1), fromOpen: false, toOpen: false };
  }
  const from = view.mode === "up-to" ? null : view.from;
  return {
    from: from === null ? 0 : clock.x(parseSpan(from)[0]),
    to: view.to === null ? right : clock.x(parseSpan(view.to)[1] + 1),
    fromOpen: from === null,
    toOpen: view.to === null,
  };
}
