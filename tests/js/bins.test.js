import assert from "node:assert/strict";
import test from "node:test";

import {
  BIN_BLOCK, binAnchor, binBar, binEvents, binIsVague, binNeighbour, binReaching, binScale, binSnap, binStops, binTally, binsBetween,
} from "../../mapapp/webmap/static/bins.js";
import { stackBySource } from "../../mapapp/webmap/static/timeline-stacks.js";
import { dayNumber, parseSpan } from "../../mapapp/webmap/static/days.js";

const ORDER = new Map([["meeting", 0], ["visit", 1]]);
let serial = 0;

/** An event of a date; "a/b" is a period. */
function event(edtf, kind = "meeting", extra = {}) {
  serial += 1;
  const id = `e${serial}`;
  if (!edtf) return { id, kind, days: null };
  const [start, end] = edtf.split("/").map((text) => (text === ".." ? null : parseSpan(text)));
  if (end === undefined) return { id, kind, days: [start[0], start[1], start[0], start[1]], moment: true, ...extra };
  const [from, to] = [start ?? [-1e12, -1e12], end ?? [1e12, 1e12]];
  return { id, kind, days: [from[0], from[1], to[0], to[1]], moment: false, ...extra };
}

test("every dated event is one block in the bin of its first day; undated ones are in none", () => {
  const events = [event("2004-08"), event("2004/2010"), event("2004"), event("2024-07-28"), event(null)];
  const bins = binEvents(events, "year", ORDER);
  assert.deepEqual(bins.map((bin) => [bin.index, bin.items.length]), [[2004, 3], [2024, 1]]);
  assert.deepEqual([bins[0].first, bins[0].last], [dayNumber(2004), dayNumber(2004, 12, 31)]);
});

test("in a bin: the order of kinds, then the sure before the vague, unknown kinds on top", () => {
  const events = [event("2004", "other"), event("2004", "visit"), event("2004", "meeting", { soft: true }), event("2004", "meeting")];
  const [bin] = binEvents(events, "year", ORDER);
  assert.deepEqual(bin.items.map((item) => [item.event.kind, item.vague]), [
    ["meeting", false], ["meeting", true], ["visit", false], ["other", false],
  ]);
});

test("a date with an open start stands at its end, one without any end nowhere", () => {
  assert.equal(binAnchor(event("../1997").days), dayNumber(1997, 12, 31));
  assert.equal(binAnchor([-1e12, -1e12, 1e12, 1e12]), null);
});

test("hatched: soft dates, and dates coarser than the bin; a period is as sure as its start", () => {
  assert.equal(binIsVague(event("2004"), "year"), false);
  assert.equal(binIsVague(event("2004", "visit", { soft: true }), "year"), true);
  assert.equal(binIsVague(event("2024-07"), "month"), false);
  assert.equal(binIsVague(event("2024-07"), "day"), true);
  assert.equal(binIsVague(event("2004/2010"), "year"), false);
  assert.equal(binIsVague(event("2004/.."), "year"), false);
  assert.equal(binIsVague(event("2004/2010"), "month"), true);
  assert.equal(binIsVague(event("../1997"), "year"), true);
});

test("the reach of a date beyond its bin is found, at most so many", () => {
  const bins = binEvents([event("2004-08"), event("2004/2010"), event("2006/..")], "year", ORDER);
  assert.deepEqual(binReaching(bins, 9).map(({ bin }) => bin.index), [2004, 2006]);
  assert.equal(binReaching(bins, 1).length, 1);
});

test("bins between two days hold those that lie partly inside", () => {
  const bins = binEvents(["1999", "2001", "2003", "2005"].map((year) => event(year)), "year", ORDER);
  const found = binsBetween(bins, dayNumber(2001, 6, 1), dayNumber(2003, 1, 1));
  assert.deepEqual(found.map((bin) => bin.index), [2001, 2003]);
});

test("documented dates are as fine as their events and the axis allow", () => {
  const events = [event("2024-12"), event("2024"), event("2024-07-28"), event("2024-07-28"), event("2004/2010")];
  assert.deepEqual(binStops(events, "year").byStart.map((stop) => stop.text), ["2004", "2024"]);
  assert.deepEqual(binStops(events, "month").byStart.map((stop) => stop.text), ["2004", "2024", "2024-07", "2024-12"]);
  const stops = binStops(events, "day");
  assert.deepEqual(stops.byStart.map((stop) => stop.text), ["2004", "2024", "2024-07-28", "2024-12"]);
  assert.deepEqual(stops.byEnd.map((stop) => stop.text), ["2004", "2024-07-28", "2024-12", "2024"]);
  assert.deepEqual(stops.exact.map((stop) => stop.text), ["2024-07-28"]);
});

test("next and previous documented date, by start and by end", () => {
  const stops = binStops([event("2004"), event("2024"), event("2024-07-28"), event("2024-12")], "day");
  const next = (side, text, n = 1) => binNeighbour(stops, side, parseSpan(text), n)?.text;
  assert.equal(next("from", "2004"), "2024");
  assert.equal(next("from", "2024"), "2024-07-28");
  assert.equal(next("from", "2024-12"), undefined);
  assert.equal(next("from", "2024-07-28", -1), "2024");
  assert.equal(next("to", "2024-07-28"), "2024-12");
  assert.equal(next("to", "2024-07-30", -1), "2024-07-28");
  assert.equal(next("to", "2004", -1), undefined);
  assert.equal(next("to", "1990"), "2004");
});

test("snapping takes the nearest documented edge within the tolerance", () => {
  const { byStart, byEnd } = binStops([event("2004"), event("2010")], "year");
  assert.equal(binSnap(byStart, dayNumber(2005), "from", 400).text, "2004");
  assert.equal(binSnap(byStart, dayNumber(2005), "from", 100), null);
  assert.equal(binSnap(byEnd, dayNumber(2005, 2, 1), "to", 400).text, "2004");
  assert.equal(binSnap(byEnd, dayNumber(2010, 6, 1), "to", 4000).text, "2010");
  assert.equal(binSnap([], dayNumber(2010), "to", 4000), null);
});

test("blocks keep their size while they fit", () => {
  assert.deepEqual(binScale([3, 9, 1], 86), { step: BIN_BLOCK, cap: 9, blocks: true });
  assert.deepEqual(binScale([], 86), { step: BIN_BLOCK, cap: 0, blocks: true });
});

test("one busy bin is broken and does not flatten the others", () => {
  const scale = binScale([25, 4, 3, 2, 2, 1], 86);
  assert.equal(scale.step, BIN_BLOCK);
  assert.ok(scale.cap < 25 && scale.blocks);
  const busy = binBar(25, scale, 86);
  assert.ok(busy.broken && busy.bottom(24) + busy.step <= 86 - 12);
  assert.ok(busy.bottom(busy.breakAt) - busy.bottom(busy.breakAt - 1) > busy.step);
  assert.equal(binBar(4, scale, 86).broken, false);
});

test("a busy bin with room takes as many columns as it needs", () => {
  const scale = binScale([27, 4, 3], 86);
  const wide = binBar(27, scale, 86, 6);
  assert.equal(wide.broken, false);
  assert.equal(wide.columns, Math.ceil(27 / scale.cap));
  assert.equal(wide.step, scale.step);
  assert.ok(wide.bottom(26) + wide.step <= 86);
  assert.equal(binBar(27, scale, 86, 2).broken, true);
  assert.equal(binBar(4, scale, 86, 6).columns, 1);
});

test("where many bins are high none is broken, and bars become continuous", () => {
  const scale = binScale([40, 38, 37, 36, 30], 86);
  assert.equal(scale.cap, 40);
  assert.equal(scale.blocks, false);
  assert.ok(Math.abs(scale.step * 40 - 86) < 1e-9);
});

test("bars by source: the sources that state most have a look, an event counts once, the rest stands on top", () => {
  const cited = (edtf, ...sources) => event(edtf, "meeting", { sources });
  const events = [
    ...["2001", "2001", "2002"].map((date) => cited(date, "b", "a")), cited("2001", "a"), cited("2001", "a"), cited("2002"),
    ...["c", "d", "e", "f"].flatMap((id) => [cited("2003", id), cited("2003", id)]), cited("2003", "g"),
  ];
  const sourceById = new Map([["a", { short: { en: "Source A" } }]]);
  const stack = stackBySource({ events, sourceById });
  assert.deepEqual(stack.ranks.map(({ id }) => id), ["a", "c", "d", "e", "f"], "all that b states a states as well");
  assert.deepEqual(stack.ranks.slice(0, 2).map(({ title }) => title.en), ["Source A", "c"]);
  assert.equal(new Set(stack.ranks.flatMap(({ color, color_dark: dark, symbol }) => [color, dark, symbol])).size, 15);
  assert.deepEqual(events.map(stack.of), [...Array(5).fill("a"), undefined, "c", "c", "d", "d", "e", "e", "f", "f", undefined]);
  const tally = binTally({ kinds: [{ id: "meeting" }], eras: [], events, sourceById });
  tally.take({ events, outside: [] });
  assert.deepEqual(tally.bins("year").map((bin) => bin.items.map(({ kind }) => kind)), [[0, 0, 0, 0], [0, 0], Array(9).fill(0)]);
  tally.stack("source");
  assert.deepEqual(tally.bins("year").map((bin) => bin.items.map(({ kind }) => kind)), [[0, 0, 0, 0], [0, 5], [1, 1, 2, 2, 3, 3, 4, 4, 5]]);
  assert.deepEqual(tally.ranks, stack.ranks);
  assert.equal(binTally({ kinds: [], eras: [], events: [event("2001")] }).stack, undefined);
});
