// The histogram's bins and documented dates from typed arrays: what `binTally` of bins.js gives for events. Pure.

import { OPEN_END, OPEN_START, dateText } from "./days.js";
import { axisBin, axisBinStart } from "./axis.js";
import { POINT_PERIOD, POINT_SOFT, pointEvent } from "./points-data.js";
import { pointPasses } from "./points-select.js";

const isKnown = (day) => day > OPEN_START && day < OPEN_END;

/** A bin of the histogram that makes its items only when they are looked at. */
class PointBin {
  constructor(tally, index, unit) {
    this.tally = tally;
    this.index = index;
    this.first = axisBinStart(index, unit);
    this.last = axisBinStart(index + 1, unit) - 1;
    this.from = 0;
    this.to = 0;
    this.count = 0;
    this.counts = new Map();
    this.made = null;
  }

  /** Neighbours of one look: {kind, vague, n}, in the order of the items. */
  get runs() {
    const runs = [...this.counts].map(([key, n]) => ({ kind: key >> 1, vague: (key & 1) === 1, n }));
    return runs.sort((a, b) => a.kind - b.kind || a.vague - b.vague);
  }

  get items() {
    this.made ??= this.tally.items(this);
    return this.made;
  }
}

/** A documented date whose text is made when it is asked for. */
class PointStop {
  constructor(index, precision) {
    this.precision = precision;
    this.first = axisBinStart(index, precision);
    this.last = axisBinStart(index + 1, precision) - 1;
  }

  get text() {
    return dateText(this.first, this.precision);
  }
}

/**
 * @param {import("./points-data.js").Points} points
 * @returns {object} as `binTally` in bins.js
 */
export function pointTally(points) {
  const { order, anchors } = pointAnchors(points);
  const [d0, d1, , d3] = points.days;
  let ask = { on: null, inside: null };
  const lastOf = (i) => ((points.flags[i] & POINT_PERIOD) === 0 ? d3[i] : d1[i]);
  const skipped = (i) => !pointPasses(points, ask, i);
  const vague = (i, bin) => (points.flags[i] & POINT_SOFT) !== 0 || d0[i] <= OPEN_START || lastOf(i) > bin.last;

  const tally = {
    ranks: points.kinds,
    spans: pointSpans(points),
    take(result) {
      ask = result.ask;
    },
    bins(unit) {
      const bins = [];
      let bin = null;
      for (let k = 0; k < order.length; k += 1) {
        const i = order[k];
        if (skipped(i)) continue;
        if (!bin || anchors[k] > bin.last) {
          bin = new PointBin(tally, axisBin(anchors[k], unit), unit);
          bin.from = k;
          bins.push(bin);
        }
        bin.to = k + 1;
        bin.count += 1;
        const key = points.kind[i] * 2 + Number(vague(i, bin));
        bin.counts.set(key, (bin.counts.get(key) ?? 0) + 1);
      }
      return bins;
    },
    items(bin) {
      const items = [];
      for (let k = bin.from; k < bin.to; k += 1) {
        const i = order[k];
        if (!skipped(i)) items.push({ event: pointEvent(points, i), kind: points.kind[i], vague: vague(i, bin) });
      }
      return items.sort((a, b) => a.kind - b.kind || a.vague - b.vague || a.event.days[0] - b.event.days[0]);
    },
    reaching(bins, most) {
      const found = [];
      for (const bin of bins) {
        let reaches = false;
        for (let k = bin.from; k < bin.to && !reaches; k += 1) {
          reaches = !skipped(order[k]) && (d3[order[k]] > bin.last || d0[order[k]] < bin.first);
        }
        if (!reaches) continue;
        bin.items.forEach(({ event }, at) => {
          if (found.length < most && (event.days[3] > bin.last || event.days[0] < bin.first)) found.push({ bin, at });
        });
        if (found.length >= most) break;
      }
      return found;
    },
    stops(grain) {
      const seen = new Map();
      const range = { year: [0, -1, 0], month: [0, -1, 0], day: [0, -1, 0] };
      const finest = { day: ["day", "month", "year"], month: ["month", "year"], year: ["year"] }[grain];
      for (let k = 0; k < order.length; k += 1) {
        if (skipped(order[k])) continue;
        const day = anchors[k];
        const end = lastOf(order[k]);
        const last = end >= OPEN_END || d0[order[k]] <= OPEN_START ? day : end;
        for (const precision of finest) {
          const unit = range[precision];
          if (day < unit[0] || day > unit[1]) pointRange(unit, day, precision);
          if (last > unit[1] && precision !== "year") continue;
          const key = unit[2] * 3 + finest.indexOf(precision);
          if (!seen.has(key)) seen.set(key, new PointStop(unit[2], precision));
          break;
        }
      }
      const byStart = [...seen.values()].sort((a, b) => a.first - b.first || a.last - b.last);
      const byEnd = [...byStart].sort((a, b) => a.last - b.last || b.first - a.first);
      return { byStart, byEnd, exact: byStart.filter((stop) => stop.precision === grain) };
    },
  };
  return tally;
}

function pointRange(unit, day, precision) {
  unit[2] = axisBin(day, precision);
  unit[0] = axisBinStart(unit[2], precision);
  unit[1] = axisBinStart(unit[2] + 1, precision) - 1;
}

// The dated points in the order of the day at which they stand (`binAnchor`), and that day. Points with a known start
// are in that order already; the few with an open start are merged in.
function pointAnchors(points) {
  const [d0, d1, d2, d3] = points.days;
  const open = [];
  let head = 0;
  for (; head < points.dated && d0[head] <= OPEN_START; head += 1) {
    const day = [d3[head], d1[head], d2[head]].find(isKnown);
    if (day !== undefined) open.push({ i: head, day });
  }
  open.sort((a, b) => a.day - b.day);
  const order = new Int32Array(points.dated - head + open.length);
  const anchors = new Float64Array(order.length);
  let at = 0;
  for (let k = 0; k < order.length; k += 1) {
    const fromOpen = at < open.length && (head >= points.dated || open[at].day < d0[head]);
    order[k] = fromOpen ? open[at].i : head;
    anchors[k] = fromOpen ? open[at].day : d0[head];
    if (fromOpen) at += 1;
    else head += 1;
  }
  return { order, anchors };
}

// First and last known day of all, as one span.
function pointSpans(points) {
  let first = Infinity;
  let last = -Infinity;
  for (const column of points.days) {
    for (const day of column) {
      if (!isKnown(day)) continue;
      if (day < first) first = day;
      if (day > last) last = day;
    }
  }
  return first > last ? [] : [[first, last]];
}
