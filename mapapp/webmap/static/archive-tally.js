// What the slider knows of an archive: the counts of the whole world by bin and kind. Pure.

import { axisBin, axisBinStart } from "./axis.js";
import { binsOfWindow, countIn, cellSeries } from "./archive-cells.js";
import { dateText, dayNumber } from "./days.js";
import { windowOf } from "./visible.js";

/**
 * @param {{unit: "year"|"month", bins: [number, number], kinds: object[], counts: number[][]}} archive
 * @returns {object} as `binTally` in bins.js, with `finest`, the finest unit that the counts know
 */
export function archiveTally({ unit, bins, kinds, counts }) {
  const days = bins.map((bin) => firstDay(bin, unit));
  const byBin = kinds.map(() => new Float64Array(bins[1] - bins[0] + 1));
  for (const [kind, begin, , n] of counts) byBin[kind][begin === null ? 0 : begin - bins[0]] += n;
  let on = null;

  function binsOf(wanted) {
    const found = new Map();
    byBin.forEach((numbers, kind) => {
      if (on !== null && on[kind] === 0) return;
      numbers.forEach((n, i) => {
        if (n === 0) return;
        const index = axisBin(firstDay(bins[0] + i, unit), wanted);
        if (!found.has(index)) found.set(index, archiveBin(index, wanted));
        const bin = found.get(index);
        bin.count += n;
        const run = bin.runs.find((each) => each.kind === kind);
        if (run) run.n += n;
        else bin.runs.push({ kind, vague: false, n });
      });
    });
    return [...found.values()].sort((p, q) => p.index - q.index);
  }

  return {
    finest: unit,
    ranks: kinds,
    spans: [[days[0], firstDay(bins[1] + 1, unit) - 1]],
    take(result) {
      on = result.on;
    },
    bins: binsOf,
    reaching: () => [],
    stops(grain) {
      const precision = grain === "day" ? unit : grain;
      const stops = binsOf(precision).map((bin) => ({ text: dateText(bin.first, precision), first: bin.first, last: bin.last, precision }));
      return { byStart: stops, byEnd: stops, exact: stops };
    },
  };

  // Blocks are drawn where all are few; each stands for one event that is not known by itself.
  function archiveBin(index, wanted) {
    const [first, last] = [axisBinStart(index, wanted), axisBinStart(index + 1, wanted) - 1];
    return {
      index, first, last, count: 0, runs: [],
      get items() {
        const date = { en: dateText(first, wanted === "month" ? "month" : "year") };
        return this.runs.flatMap(({ kind, n }) => Array.from({ length: n }, () => ({
          kind, vague: false, event: { id: null, days: [first, last, first, last], soft: false, kind: kinds[kind].id, title: kinds[kind].title, date },
        })));
      },
    };
  }
}

function firstDay(bin, unit) {
  return unit === "year" ? dayNumber(bin) : dayNumber(Math.floor(bin / 12), (((bin % 12) + 12) % 12) + 1);
}

/**
 * What a View shows of an archive, in the form of `selectEvents`: numbers only.
 * @returns {(events: null, view: object) => object}
 */
export function archiveSelect(archive) {
  const series = archive.kinds.map((_, kind) => cellSeries(archive.counts.filter((count) => count[0] === kind).map((count) => count.slice(1)), archive.bins));
  return (_, view) => {
    const window = windowOf(view);
    const [a, z] = binsOfWindow(window, archive);
    const on = view.kinds.length ? Uint8Array.from(archive.kinds, (kind) => Number(view.kinds.includes(kind.id))) : null;
    const shown = series.reduce((sum, each, kind) => sum + (on === null || on[kind] ? countIn(each, a, z) : 0), 0);
    return { window, a, z, on, events: { length: shown }, outside: { length: 0 }, undated: [], unlocated: [], places: { length: 0 } };
  };
}
