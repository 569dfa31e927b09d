// Points as typed arrays: the same answers as the engine for events, and the same pixels by any way.

import assert from "node:assert/strict";
import test from "node:test";

import { binTally, binRuns } from "../../mapapp/webmap/static/bins.js";
import { OPEN_END, OPEN_START, dayNumber } from "../../mapapp/webmap/static/days.js";
import { fromUnit, toUnit } from "../../mapapp/webmap/static/mercator.js";
import { POINT_PERIOD, POINT_SOFT, pointEvent, pointIndex, readPoints } from "../../mapapp/webmap/static/points-data.js";
import { POINT_GRADES, gradeOf, pointGrades } from "../../mapapp/webmap/static/points-grade.js";
import { quickMarks, quickYears } from "../../mapapp/webmap/static/points-quick.js";
import { pointAsk, pointShown, pointsAt, selectPoints } from "../../mapapp/webmap/static/points-select.js";
import { addStamp, stampAll, stampBands, stampMarks, stampPicture, stampSheet } from "../../mapapp/webmap/static/points-stamp.js";
import { stampSeries } from "../../mapapp/webmap/static/points-series.js";
import { pointTally } from "../../mapapp/webmap/static/points-tally.js";
import { readView } from "../../mapapp/webmap/static/query.js";
import { afterglow, presence, selectEvents } from "../../mapapp/webmap/static/visible.js";

/** Numbers that look random and are the same in every run. */
function dice(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const KINDS = ["meeting", "visit", "aid"].map((id) => ({ id, symbol: "circle", color: "#0067A3", title: { en: id } }));
const base64 = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

function varint(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** The days of rows packed as mapapp/webmap/points.py does. */
function packDays(rows) {
  const isOpen = (day) => day === OPEN_START || day === OPEN_END;
  const known = [];
  let last = 0;
  for (const [day] of rows) {
    if (!isOpen(day)) last = day;
    known.push(last);
  }
  const bytes = [];
  for (const c of [0, 1, 2, 3]) {
    rows.forEach((days, i) => {
      const base = c === 0 ? known[i - 1] ?? 0 : c === 3 && !isOpen(days[2]) ? days[2] : known[i];
      const away = days[c] - base;
      const code = isOpen(days[c]) ? Number(days[c] === OPEN_END) : 2 + (away >= 0 ? away * 2 : -away * 2 - 1);
      bytes.push(...varint(code));
    });
  }
  return base64(Uint8Array.from(bytes));
}

/** Generated points, as they come from Python: dated ones in the order of their earliest start. */
function packed(n, seed) {
  const roll = dice(seed);
  const rows = Array.from({ length: n }, () => {
    const first = dayNumber(1900) + roll(45000);
    const wide = [0, 0, 30, 364][roll(4)];
    const length = roll(4) ? 0 : roll(4000);
    const days = length ? [first, first + roll(wide + 1), first + length, first + length + roll(wide + 1)] : [first, first + wide, first, first + wide];
    days[1] = Math.min(days[1], days[3]);
    days[2] = Math.max(days[2], days[0]);
    if (roll(30) === 0) days[0] = days[1] = OPEN_START;
    if (roll(30) === 0) days[2] = days[3] = OPEN_END;
    const nowhere = roll(25) === 0;
    return { days, flags: (roll(8) ? 0 : POINT_SOFT) | (length ? POINT_PERIOD : 0), kind: roll(3), lon: nowhere ? null : (roll(60) - 30) * 1e5, lat: (roll(60) - 30) * 1e5 };
  });
  rows.sort((a, b) => a.days[0] - b.days[0] || a.days[3] - b.days[3]);
  const dated = n - Math.floor(n / 20);
  const lonlat = Int32Array.from([...rows.map(({ lon }) => lon ?? -0x80000000), ...rows.map(({ lat }) => lat)]);
  return {
    n, dated, kinds: KINDS, titles: rows.map((_, i) => `Event ${i}`), lonlat: base64(lonlat), days: packDays(rows.slice(0, dated).map(({ days }) => days)),
    kind: base64(Uint8Array.from(rows, ({ kind }) => kind)), flags: base64(Uint8Array.from(rows, ({ flags }) => flags)), rows,
  };
}

/** The same as an atlas of events. */
function atlasOfPoints(points) {
  const events = Array.from({ length: points.n }, (_, i) => ({
    ...pointEvent(points, i), actors: [], about: [], sources: [], disagreements: [], certainty: "certain", search: "",
    places: points.place[i] < 0 ? [] : [String(points.place[i])],
    points: points.place[i] < 0 ? [] : [fromUnit(points.x[i], points.y[i]).map((degree) => Math.round(degree * 1e5) / 1e5)],
  }));
  return { kinds: KINDS, eras: [], events };
}

const VIEWS = ["mode=between", "mode=up-to&to=1950", "mode=in&from=1961", "from=1930&to=1980", "from=1999-05-17", "to=1899", "mode=in&from=1977-03",
  "from=1930&to=1980&certainty=certain", "mode=up-to&to=1990&kind=visit", "from=1911&kind=visit,aid&certainty=certain",
  "bbox=-12,-9.5,18.25,20", "mode=up-to&to=1960&bbox=20,-60,-20,70", "from=1930&to=1980&kind=visit&bbox=-12,-9.5,18.25,20"];
const viewOf = (query) => readView(query).view;

test("what Python packs comes back", () => {
  const data = packed(500, 1);
  const points = readPoints(data);
  for (let i = 0; i < data.dated; i += 1) assert.deepEqual(points.days.map((column) => column[i]), data.rows[i].days, `row ${i}`);
  data.rows.forEach(({ lon, lat, kind, flags }, i) => {
    if (lon === null) assert.equal(points.place[i], -1);
    else assert.deepEqual([points.x[i], points.y[i]], toUnit(lon / 1e5, lat / 1e5));
    assert.deepEqual([points.kind[i], points.flags[i]], [kind, flags]);
  });
  assert.equal(pointEvent(points, 7).title.en, "Event 7");
  assert.equal(pointEvent(points, data.dated).days, null);
  assert.deepEqual(["7", "500", "x", null, undefined].map((id) => pointIndex(points, id)), [7, -1, -1, -1, -1]);
});

test("points that coincide have one place", () => {
  const lonlat = Int32Array.from([1, 2, 1, -0x80000000, 1, 5, 5, 5, 0, 6]);
  const points = readPoints({ n: 5, dated: 0, kinds: KINDS, lonlat: base64(lonlat), days: "" });
  assert.deepEqual([...points.place], [0, 1, 0, -1, 2]);
});

for (const query of VIEWS) {
  test(`the same events as the engine: ${query}`, () => {
    const points = readPoints(packed(2000, 3));
    const expected = selectEvents(atlasOfPoints(points).events, viewOf(query));
    const found = selectPoints(points, viewOf(query));
    assert.ok(expected.events.length || query === "to=1899");
    assert.deepEqual([...found.window], [...expected.window]);
    for (const name of ["events", "undated", "unlocated", "outside"]) {
      assert.deepEqual(found[name].map((event) => event.id), expected[name].map((event) => event.id), name);
      assert.equal(found[name].length, expected[name].length, name);
    }
    assert.equal(found.places.length, expected.places.length);
  });

  test(`the same bins and documented dates: ${query}`, () => {
    const points = readPoints(packed(1200, 5));
    const atlas = atlasOfPoints(points);
    const [mine, theirs] = [pointTally(points), binTally(atlas)];
    mine.take(selectPoints(points, viewOf(query)));
    theirs.take(selectEvents(atlas.events, viewOf(query)));
    for (const unit of ["day", "month", "year", "decade"]) {
      const [bins, expected] = [mine.bins(unit), theirs.bins(unit)];
      const shape = ({ index, first, last, count }) => ({ index, first, last, count });
      assert.deepEqual(bins.map(shape), expected.map(shape), unit);
      assert.deepEqual(bins.map(binRuns), expected.map(binRuns), unit);
      const ids = (bin) => bin.items.map(({ event, kind, vague }) => `${event.days} ${kind} ${vague}`).sort();
      assert.deepEqual(bins.map(ids), expected.map(ids), unit);
      const reach = (found) => found.map(({ bin, at }) => `${bin.index} ${bin.items[at].event.days}`).sort();
      assert.deepEqual(reach(mine.reaching(bins, 5000)), reach(theirs.reaching(expected, 5000)), unit);
      assert.equal(mine.reaching(bins, 7).length, Math.min(7, theirs.reaching(expected, 7).length));
    }
    const stop = ({ text, first, last, precision }) => ({ text, first, last, precision });
    for (const grain of ["day", "month", "year"]) {
      const [stops, expected] = [mine.stops(grain), theirs.stops(grain)];
      for (const list of ["byStart", "byEnd", "exact"]) assert.deepEqual(stops[list].map(stop), expected[list].map(stop), `${grain} ${list}`);
    }
  });
}

test("the axis reaches from the first to the last known day", () => {
  const points = readPoints(packed(300, 9));
  const known = points.days.flatMap((column) => [...column]).filter((day) => Math.abs(day) < 1e12);
  assert.deepEqual(pointTally(points).spans, [[Math.min(...known), Math.max(...known)]]);
  const none = readPoints({ n: 0, dated: 0, kinds: KINDS, lonlat: "", days: "" });
  assert.deepEqual(pointTally(none).spans, []);
  assert.deepEqual(pointTally(none).bins("year"), []);
});

test("pointing finds the nearest shown point and all that coincide with it, the topmost first, in any world copy", () => {
  const points = readPoints(packed(3000, 11));
  const ask = pointAsk(points, viewOf("from=1950&to=1980"));
  const shown = new Set(selectPoints(points, viewOf("from=1950&to=1980")).events.indexes);
  const target = [...shown].find((i) => points.place[i] >= 0 && [...shown].filter((j) => points.place[j] === points.place[i]).length > 2);
  const expected = [...shown].filter((i) => points.place[i] === points.place[target]).sort((a, b) => b - a);
  for (const turn of [-2, 0, 1]) {
    assert.deepEqual(pointsAt(points, ask, points.x[target] + turn + 1e-6, points.y[target] - 1e-6, 1e-5, 1e-6), expected);
  }
  assert.deepEqual(pointsAt(points, ask, points.x[target] + 1e-4, points.y[target], 1e-5, 1e-6), []);
});

test("the antimeridian hides nothing", () => {
  const lonlat = Int32Array.from([179.9999e5, -180e5, 0, 0]);
  const points = readPoints({ n: 2, dated: 2, kinds: KINDS, lonlat: base64(lonlat), days: packDays([[1, 1, 1, 1], [2, 2, 2, 2]]) });
  const ask = pointAsk(points, viewOf("mode=between"));
  assert.deepEqual(pointsAt(points, ask, 1 - 1e-7, 0.5, 1e-5, 1e-5), [1, 0]);
  assert.deepEqual(pointsAt(points, ask, 0, 0.5, 1e-5, 1e-5), [1, 0]);
});

test("among 200 000 points the one under the pointer is found", () => {
  const n = 200000;
  const roll = dice(2);
  const lonlat = Int32Array.from({ length: 2 * n }, () => (roll(160) - 80) * 1e5 + roll(1e5));
  const days = packDays(Array.from({ length: n }, (_, i) => [i, i, i, i]));
  const points = readPoints({ n, dated: n, kinds: KINDS, lonlat: base64(lonlat), days });
  const ask = pointAsk(points, viewOf("mode=between"));
  for (let i = 0; i < n; i += 4000) assert.ok(pointsAt(points, ask, points.x[i], points.y[i], 1e-5, 1e-6).includes(i));
});

/** A translucent disc with a soft rim. */
function disc(size, color, alpha) {
  const pixels = new Uint32Array(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const cover = Math.max(0, Math.min(1, size / 2 - Math.hypot(x - size / 2 + 0.5, y - size / 2 + 0.5)));
      const a = Math.round(cover * alpha);
      pixels[y * size + x] = a ? ((a << 24) | color) >>> 0 : 0;
    }
  }
  return { size, pixels };
}

function drawn(n, seed) {
  const sheet = stampSheet([disc(9, 0xa36700, 217), disc(9, 0x004ac2, 217), disc(7, 0xffffff, 255)]);
  const [width, height] = [160, 120];
  const marks = stampMarks(sheet, width, height, n);
  const roll = dice(seed);
  for (let i = 0; i < n; i += 1) addStamp(marks, roll(width + 20) - 10, roll(height + 20) - 10, roll(3));
  const fresh = (list, count) => {
    const image = new Uint32Array(width * height);
    stampAll(image, marks, list, 0, count);
    return image;
  };
  return { marks, fresh, image: new Uint32Array(width * height) };
}

for (const limits of [undefined, { noted: 2 ** 12, leap: 150 }, { noted: 2 ** 20, leap: 700 }]) {
  test(`by any way the same pixels as drawn anew (${JSON.stringify(limits) ?? "limits as in use"})`, () => {
    const { marks, fresh, image } = drawn(6000, 21);
    const series = stampSeries(image, marks, limits);
    const all = { key: "all", list: null, length: marks.count };
    const odd = { key: "odd", list: Int32Array.from({ length: marks.count >> 1 }, (_, k) => 2 * k + 1), length: marks.count >> 1 };
    const roll = dice(4);
    const canvas = new Uint32Array(image.length);
    let at = 0;
    let key = "";
    for (let step = 0; step < 300; step += 1) {
      const next = roll(12) === 0 ? odd : all;
      const before = at;
      at = roll(4) === 0 ? roll(next.length + 1) : Math.max(0, Math.min(next.length, at + roll(121) - 60));
      series.show(next, at, roll(6) > 0);
      assert.ok(Buffer.from(image.buffer).equals(Buffer.from(fresh(next.list, at).buffer)), `step ${step}: ${next.key} ${at}`);
      if (next.key === key) patch(canvas, image, marks, next.list, [Math.min(before, at), Math.max(before, at)]);
      else canvas.set(image);
      key = next.key;
      assert.ok(Buffer.from(canvas.buffer).equals(Buffer.from(image.buffer)), `step ${step}: only under marks that come or go`);
      let moments = roll(3); // the page is idle now and then
      series.ahead(() => (moments -= 1) < 0);
    }
  });
}

// What the map puts on its canvas after a small step: the squares of the marks that were added or taken off.
function patch(canvas, image, marks, list, [from, to]) {
  const { reach } = marks.sheet;
  for (let n = from; n < to; n += 1) {
    const at = marks.at[list === null ? n : list[n]];
    for (let row = -reach; row <= reach; row += 1) {
      const start = at + row * marks.width - reach;
      canvas.set(image.subarray(start, start + 2 * reach + 1), start);
    }
  }
}

test("pictures made ahead are those that would be made on the way", () => {
  const { marks, fresh, image } = drawn(6000, 22);
  const series = stampSeries(image, marks, { noted: 2 ** 12, leap: 150 });
  const all = { key: "all", list: null, length: marks.count };
  series.show(all, 10, true);
  let moments = 0;
  while (series.ahead(() => (moments += 1) % 2 === 0)) assert.ok(moments < 1000);
  assert.ok(moments > 2);
  assert.equal(series.ahead(() => assert.fail("nothing is left to do")), false);
  for (const n of [marks.count, 151, 4000, 149]) {
    series.show(all, n, true);
    assert.ok(Buffer.from(image.buffer).equals(Buffer.from(fresh(null, n).buffer)));
  }
});

test("made ready while the page is idle, all of the way back is taken off mark by mark", () => {
  const { marks, fresh, image } = drawn(6000, 24);
  const series = stampSeries(image, marks, { noted: 2 ** 22, leap: 150 });
  const all = { key: "all", list: null, length: marks.count };
  series.show(all, 1234, true); // what is noted already comes first, the rest around it
  while (series.ahead(() => false));
  series.show(all, marks.count, false);
  image.set = image.fill = () => assert.fail("a whole picture was put");
  for (let n = marks.count - 97; n > 0; n -= 97) {
    series.show(all, n, true);
    assert.ok(Buffer.from(image.buffer).equals(Buffer.from(fresh(null, n).buffer)), String(n));
  }
});

test("band by band the same pixels", () => {
  const { marks, fresh } = drawn(6000, 23);
  const wide = stampMarks(marks.sheet, 4000, 100, 3000); // bands of 16 rows
  const roll = dice(8);
  for (let i = 0; i < 3000; i += 1) addStamp(wide, roll(200), roll(100), roll(3));
  for (const [each, image] of [[marks, new Uint32Array(160 * 120)], [wide, new Uint32Array(400000)]]) {
    const expected = each === marks ? fresh(null, marks.count) : new Uint32Array(400000);
    if (each === wide) stampAll(expected, wide, null, 0, wide.count);
    stampBands(image, each, null, 0, each.count);
    assert.ok(Buffer.from(image.buffer).equals(Buffer.from(expected.buffer)));
    const work = stampPicture(image.fill(1), each, null, each.count);
    for (let more = true; more;) more = work(() => true); // a little at a time
    assert.ok(Buffer.from(image.buffer).equals(Buffer.from(expected.buffer)));
  }
});

test("marks are blended as a canvas blends them", () => {
  const sheet = stampSheet([{ size: 1, pixels: Uint32Array.of(0x80_00_00_ff) }, { size: 1, pixels: Uint32Array.of(0x80_ff_00_00) }]);
  const marks = stampMarks(sheet, 1, 1, 3);
  addStamp(marks, 0, 0, 0);
  addStamp(marks, 0, 0, 1);
  const image = new Uint32Array(1);
  stampAll(image, marks, null, 0, 2);
  const [red, green, blue, alpha] = new Uint8Array(image.buffer);
  assert.deepEqual([alpha, green], [192, 0]); // 0.5 over 0.5 covers three quarters, two thirds of it blue
  assert.ok(Math.abs(red - 85) <= 1 && Math.abs(blue - 170) <= 1, `${red} ${blue}`);
});

test("stamps that do not lie wholly in the image are left out", () => {
  const { marks } = drawn(0, 1);
  const one = stampMarks(marks.sheet, 20, 20, 5);
  assert.deepEqual([[4, 4], [3, 10], [10, 15], [10, 16], [-50, 10]].map(([x, y]) => addStamp(one, x, y, 0)), [true, false, true, false, false]);
});

test("strengths are those of the page, in few steps; without trail and doubt at the edge there are none", () => {
  const points = readPoints(packed(600, 11));
  const roll = dice(8);
  let faint = 0;
  for (let k = 0; k < 60; k += 1) {
    const from = 1890 + roll(120);
    const window = [`mode=up-to&to=${from}`, `mode=between&from=${from}&to=${from + roll(30)}`, `mode=up-to&to=${from}-0${1 + roll(9)}-15`][roll(3)];
    const view = readView(`${window}${roll(2) ? "&certainty=certain" : ""}`).view;
    const trail = roll(2) * 5;
    const ask = pointAsk(points, view);
    const expected = new Uint8Array(points.n);
    for (let i = 0; i < points.dated; i += 1) {
      if (!pointShown(points, ask, i)) continue;
      const days = points.days.map((column) => column[i]);
      const span = [ask.first, ask.last];
      expected[i] = gradeOf(presence(days, false, span) * afterglow(days, span, trail));
    }
    const grades = pointGrades(points, ask, trail);
    faint += Number(grades !== null);
    assert.deepEqual(grades ?? new Uint8Array(points.n), expected);
  }
  assert.ok(faint > 10 && faint < 60);
  assert.deepEqual([1, 0.99, 0.9, 0.5, 0.2, 0.01].map(gradeOf), [0, 0, 1, 3, 4, 4]);
  assert.equal(POINT_GRADES[0], 1);
});

test("marks gathered ahead by year are drawn as those that are gathered when they come in", () => {
  const starts = Float64Array.from([OPEN_START, dayNumber(1990, 3), dayNumber(1990, 12, 31), dayNumber(1991), dayNumber(1994, 5), dayNumber(1994, 5)]);
  const source = Int32Array.from(starts.keys());
  assert.deepEqual(quickYears(starts, source, null, 6), [1, 3, 4, 6]);
  assert.deepEqual(quickYears(starts, source, Int32Array.from([2, 3, 5]), 3), [0, 1, 2, 3]);
  assert.deepEqual(quickYears(starts, source, null, 0), [0]);

  const drawn = [];
  globalThis.Path2D = class {
    constructor() { this.ends = []; }
    moveTo(x, y) { this.ends.push([x, y]); }
    arc() {}
  };
  const pen = { save() {}, restore() {}, resetTransform() {}, fill: (path) => drawn.push(...path.ends) };
  const marks = { width: 100, at: Int32Array.from(starts, (_, i) => 1000 * i + 7 * i), stamp: new Uint16Array(6) };
  const make = () => quickMarks([{ fill: "#000000", stroke: "", line: 0, radius: 3, corners: null }], marks, null, 4, 2);
  const [ahead, plain] = [make(), make()];
  assert.equal(ahead.ahead([1, 3, 4, 6], () => true), true);
  assert.equal(ahead.ahead([1, 3, 4, 6], () => false), false);
  for (const [from, to] of [[0, 6], [1, 3], [1, 4], [1, 5], [2, 6], [3, 3]]) {
    const [one, other] = [ahead, plain].map((each) => { each.draw(pen, from, to); return drawn.splice(0); });
    assert.equal(one.length, to - from);
    assert.deepEqual(one, other);
  }
  delete globalThis.Path2D;
});
