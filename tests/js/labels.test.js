import assert from "node:assert/strict";
import test from "node:test";

import { Taken, candidates, placeLabels } from "../../mapapp/webmap/static/labels.js";

const FRAME = [0, 0, 400, 300];
const wish = (id, x, y, more = {}) => ({ id, x, y, width: 60, height: 14, gap: 8, priority: 1, places: ["right", "left", "above", "below"], ...more });
const overlap = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

// The same numbers in every run (a linear congruential generator).
function* numbers(seed) {
  for (let n = seed; ; ) {
    n = (n * 1103515245 + 12345) % 2147483648;
    yield n / 2147483648;
  }
}

test("placed labels overlap neither each other nor symbols, and lie inside the frame", () => {
  const random = numbers(7);
  const next = () => random.next().value;
  for (let round = 0; round < 30; round += 1) {
    const taken = new Taken();
    const symbols = Array.from({ length: 25 }, () => [next() * 400, next() * 300]).map(([x, y]) => [x - 5, y - 5, x + 5, y + 5]);
    symbols.forEach((box) => taken.add(box));
    const wishes = symbols.map(([x, y], i) => wish(i, x + 5, y + 5, { width: 20 + next() * 80, priority: next(), places: ["right", "left", "above", "below", "leader"] }));
    const placed = placeLabels(wishes, taken, FRAME);
    assert.ok(placed.length > 3, "some labels find a place");
    placed.forEach(({ box }, i) => {
      assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= 400 && box[3] <= 300);
      assert.ok(!symbols.some((symbol) => overlap(symbol, box)), "over a symbol");
      assert.ok(!placed.slice(i + 1).some((other) => overlap(other.box, box)), "over another label");
    });
  }
});

test("of two labels that want one place the more important gets it", () => {
  const both = [wish("low", 200, 150, { priority: 1, places: ["right"] }), wish("high", 200, 150, { priority: 2, places: ["right"] })];
  assert.deepEqual(placeLabels(both, new Taken(), FRAME).map((placed) => placed.wish.id), ["high"]);
});

test("a label moves to its next position rather than away", () => {
  const taken = new Taken();
  taken.add([205, 140, 280, 160]);
  const [placed] = placeLabels([wish("a", 200, 150)], taken, FRAME);
  assert.equal(placed.box[2], 192, "left of the point, with its gap");
});

test("a label that finds no place is left out, and the wishes stay as they were", () => {
  const taken = new Taken();
  taken.add([0, 0, 400, 300]);
  const wishes = [wish("a", 200, 150), wish("b", 10, 10, { priority: 9 })];
  assert.deepEqual(placeLabels(wishes, taken, FRAME), []);
  assert.deepEqual(wishes.map(({ id }) => id), ["a", "b"]);
});

test("positions keep their distance from the point", () => {
  const [right, left, above, below, center] = candidates(wish("a", 100, 100, { places: ["right", "left", "above", "below", "center"] })).map(({ box }) => box);
  assert.deepEqual(right, [108, 93, 168, 107]);
  assert.deepEqual(left, [32, 93, 92, 107]);
  assert.deepEqual(above, [70, 78, 130, 92]);
  assert.deepEqual(below, [70, 108, 130, 122]);
  assert.deepEqual(center, [70, 93, 130, 107]);
  for (const { box, leader } of candidates(wish("a", 100, 100, { places: ["leader"] }))) {
    assert.ok(leader[0] === box[0] || leader[0] === box[2], "the line ends at the label's edge");
  }
});

test("the grid finds boxes across its cells, and beyond the origin", () => {
  const taken = new Taken(64);
  taken.add([-200, -10, 300, 10]);
  for (const box of [[-190, -5, -180, 5], [0, 0, 1, 1], [290, 5, 310, 20]]) assert.ok(taken.hits(box), String(box));
  for (const box of [[301, 0, 310, 5], [0, 11, 5, 20], [300, 10, 301, 11]]) assert.ok(!taken.hits(box), String(box));
});
