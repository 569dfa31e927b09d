// The pure cores of an archive's page: tiles, cells and their sums, the slider's counts, pages of events.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { cellCount, cellKeys, cellsOfTile, countIn, countsOf, binsOfWindow, roundAbove, cellSeries, cellNumber } from "../../mapapp/webmap/static/archive-cells.js";
import { mvtPoints } from "../../mapapp/webmap/static/archive-mvt.js";
import { openTiles, pmDirectory, pmFind, pmHeader, pmTileId } from "../../mapapp/webmap/static/archive-pmtiles.js";
import { eventIsIn, pagesOf, readPageIndex } from "../../mapapp/webmap/static/archive-source.js";
import { archiveSelect, archiveTally } from "../../mapapp/webmap/static/archive-tally.js";
import { OPEN_END, OPEN_START, dayNumber } from "../../mapapp/webmap/static/days.js";
import { PLAIN_VIEW } from "../../mapapp/webmap/static/query.js";

const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(Math.floor(n / 128))]);
const field = (number, bytes) => [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
const text = (words) => [...new TextEncoder().encode(words)];

test("tile numbers follow the Hilbert curve of the specification", () => {
  assert.deepEqual([[0, 0, 0], [1, 0, 0], [1, 0, 1], [1, 1, 1], [1, 1, 0], [2, 0, 0]].map((tile) => pmTileId(...tile)), [0, 1, 2, 3, 4, 5]);
  assert.equal(pmTileId(12, 3423, 1763), 19078479); // the specification's own example
});

test("directories are read and searched", () => {
  const numbers = [3, 1, 2, 4, 1, 2, 0, 10, 20, 30, 1, 0, 101].flatMap(varint);
  const entries = pmDirectory(Uint8Array.from(numbers));
  assert.deepEqual(entries.map(({ id, run, length, offset }) => [id, run, length, offset]), [[1, 1, 10, 0], [3, 2, 20, 10], [7, 0, 30, 100]]);
  assert.deepEqual([0, 1, 2, 3, 4, 5, 9].map((id) => pmFind(entries, id)?.length ?? null), [null, 10, null, 20, 20, null, 30]);
  assert.throws(() => pmHeader(new ArrayBuffer(200)), /no PMTiles/);
});

const layerBytes = () => {
  const value = (bytes) => field(4, bytes);
  const feature = (tags, x, y) => field(2, [...field(2, tags.flatMap(varint)), ...varint(3 * 8), 1, ...field(4, [9, ...varint(x * 2), ...varint(y * 2)])]);
  return field(3, [
    ...field(1, text("cells")), ...feature([0, 0, 1, 1, 2, 2, 3, 3], 128, 384), ...feature([0, 4, 1, 5, 4, 6], 128, 384),
    ...["kind", "n", "from", "counts", "spans"].flatMap((key) => field(3, text(key))),
    ...value(field(1, text("a"))), ...value([5 * 8, 6]), ...value([4 * 8, ...varint(1990)]), ...value(field(1, text("3,,3"))),
    ...value(field(1, text("b"))), ...value([4 * 8, 4]), ...value(field(1, text("1990/1992:2,../1991:1,1991/..:1"))),
    5 * 8, ...varint(4096),
  ]);
};

test("a file of tiles is opened by ranges, each asked for once", async () => {
  const tile = gzipSync(Uint8Array.from(layerBytes()));
  const root = gzipSync(Uint8Array.from([1, 0, 1, tile.length, 1].flatMap(varint)));
  const metadata = gzipSync(JSON.stringify({ mapapp: { unit: "year" } }));
  const bytes = new Uint8Array(127 + root.length + metadata.length + tile.length);
  const view = new DataView(bytes.buffer);
  bytes.set([...text("PMTiles"), 3]);
  const parts = [[127, root], [127 + root.length, metadata], [0, []], [127 + root.length + metadata.length, tile]];
  parts.forEach(([offset, part], i) => {
    view.setUint32(8 + 16 * i, offset, true);
    view.setUint32(16 + 16 * i, part.length, true);
    bytes.set(part, offset);
  });
  bytes.set([2, 2, 1, 0, 4], 97);
  const asked = [];
  const tiles = await openTiles(async (offset, length) => {
    asked.push([offset, length]);
    return bytes.buffer.slice(offset, offset + length);
  });
  assert.deepEqual([tiles.header.maxZoom, tiles.metadata.mapapp.unit], [4, "year"]);
  assert.equal(await tiles.tile(3, 1, 1), null);
  const layer = mvtPoints(await tiles.tile(0, 0, 0), "cells");
  assert.equal(layer.points.length, 2);
  assert.deepEqual(asked, [[0, 16384], [parts[3][0], tile.length]]);
});

test("the cells of a tile, their sums and every window of them", () => {
  const archive = { kinds: [{ id: "a" }, { id: "b" }], bins: [1990, 1992], unit: "year" };
  const [cell] = cellsOfTile(mvtPoints(Uint8Array.from(layerBytes()), "cells"), { z: 1, x: 1, y: 0 }, archive);
  assert.deepEqual([cell.cell, cell.x, cell.y, cell.n], [[5, 16, 1], 0.5 + 0.5 / 32, 1.5 / 32, 10]);
  const counts = countsOf({ from: 1990, counts: "3,,3", spans: "1990/1992:2,../1991:1,1991/..:1" });
  for (let a = -1; a <= 3; a += 1) {
    for (let z = a; z <= 3; z += 1) {
      const expected = counts.reduce((sum, [begin, end, n]) => sum + ((begin === null || begin - 1990 <= z) && (end === null || end - 1990 >= a) ? n : 0), 0);
      assert.equal(cellCount(cell, a, z, null).total, expected, `${a} to ${z}`);
      assert.equal(countIn(cellSeries(counts, archive.bins), a, z), expected);
    }
  }
  assert.deepEqual(cellCount(cell, 2, 2, Uint8Array.of(0, 1)), { total: 3, kind: 1 });
});

test("windows touch whole bins, in years and in months", () => {
  const years = { unit: "year", bins: [1990, 1999] };
  assert.deepEqual(binsOfWindow([dayNumber(1992, 6), dayNumber(1993, 1, 1)], years), [2, 3]);
  assert.deepEqual(binsOfWindow([OPEN_START, OPEN_END], years), [-1, 10]);
  assert.deepEqual(binsOfWindow([dayNumber(1900), dayNumber(2100)], years), [-1, 10]);
  assert.deepEqual(binsOfWindow([dayNumber(2004, 2, 3), dayNumber(2004, 3, 1)], { unit: "month", bins: [2004 * 12, 2004 * 12 + 5] }), [1, 2]);
});

test("the slider counts what the cells count, and no finer than they know", () => {
  const kinds = [{ id: "a", title: { en: "A" } }, { id: "b", title: { en: "B" } }];
  const archive = { unit: "year", bins: [1990, 1992], kinds, counts: [[0, 1990, 1990, 5], [0, 1991, 1992, 2], [1, null, 1990, 1], [1, 1992, null, 4]] };
  const select = archiveSelect(archive);
  const shown = (patch) => select(null, { ...PLAIN_VIEW, ...patch }).events.length;
  assert.deepEqual([shown({}), shown({ mode: "in", from: "1992" }), shown({ mode: "up-to", to: "1990" }), shown({ kinds: ["b"] })], [12, 6, 6, 5]);
  const tally = archiveTally(archive);
  tally.take(select(null, { ...PLAIN_VIEW, kinds: ["a"] }));
  assert.deepEqual(tally.bins("year").map(({ first, count }) => [first, count]), [[dayNumber(1990), 5], [dayNumber(1991), 2]]);
  assert.deepEqual(tally.bins("decade").map(({ count, items }) => [count, items.length]), [[7, 7]]);
  assert.equal(tally.finest, "year");
  assert.deepEqual(tally.stops("year").exact.map((stop) => stop.text), ["1990", "1991"]);
});

test("quadkeys of a cell, and the pages that hold them", () => {
  assert.deepEqual(cellKeys([0, 0, 0]), [0, 2 ** 32 - 1]);
  assert.deepEqual(cellKeys([1, 1, 0]), [2 ** 30, 2 ** 31 - 1]);
  assert.deepEqual(cellKeys([8, 255, 255]), [2 ** 32 - 2 ** 16, 2 ** 32 - 1]);
  const buffer = new ArrayBuffer(48);
  const view = new DataView(buffer);
  [[10, 0, 7], [20, 7, 8], [2 ** 32 - 1, 2 ** 33, 9]].forEach(([key, offset, length], i) => {
    view.setUint32(16 * i, key, true);
    view.setUint32(16 * i + 4, offset % 2 ** 32, true);
    view.setUint32(16 * i + 8, Math.floor(offset / 2 ** 32), true);
    view.setUint32(16 * i + 12, length, true);
  });
  const index = readPageIndex(buffer);
  assert.deepEqual(index[2], { key: 2 ** 32 - 1, offset: 2 ** 33, length: 9 });
  assert.deepEqual([pagesOf(index, 0, 5), pagesOf(index, 12, 15), pagesOf(index, 20, 20), pagesOf(index, 15, 2 ** 32 - 1)], [[0, -1], [0, 0], [0, 1], [0, 2]]);
  assert.equal(pagesOf([], 1, 2)[1], -1);
});

test("open ends of an event reach everywhere", () => {
  assert.equal(eventIsIn({ first: null, last: 5 }, [-100, -50]), true);
  assert.equal(eventIsIn({ first: 3, last: null }, [OPEN_START, 2]), false);
  assert.equal(eventIsIn({ first: 3, last: null }, [100, OPEN_END]), true);
});

test("round numbers and short ones", () => {
  assert.deepEqual([0, 1, 3, 20, 21, 6e6].map(roundAbove), [1, 1, 5, 20, 50, 1e7]);
  assert.deepEqual([950, 1234, 9960, 35_100, 4.1e6].map(cellNumber), ["950", "1.2k", "10k", "35k", "4.1M"]);
});
