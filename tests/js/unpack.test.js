import assert from "node:assert/strict";
import test from "node:test";

import { fromUnit } from "../../mapapp/webmap/static/mercator.js";
import { boxOf, bytesOf, joinArcs, unpackArcs } from "../../mapapp/webmap/static/unpack.js";

// Zigzag varints, 7 bits a byte, as mapapp/webmap/basemap.py writes them (tests/test_contract.py compares both).
function packed(...arcs) {
  const bytes = [];
  const put = (value) => {
    let number = value >= 0 ? value * 2 : -value * 2 - 1;
    for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) + 128);
    bytes.push(number);
  };
  for (const arc of arcs) [arc.length, ...arc.flat()].forEach(put);
  return { scale: [0.01, 0.01], translate: [-180, -90], arcs: Buffer.from(bytes).toString("base64") };
}

const degrees = (points) => {
  const found = [];
  for (let i = 0; i < points.length; i += 2) found.push(fromUnit(points[i], points[i + 1]).map((value) => Math.round(value * 100) / 100 + 0));
  return found;
};

test("arcs are sums of differences, scaled and moved", () => {
  const [one, two] = unpackArcs(packed([[18000, 9000], [100, 0], [0, -50]], [[0, 1000], [35999, 0]]));
  assert.deepEqual(degrees(one), [[0, 0], [1, 0], [1, -0.5]]);
  assert.deepEqual(degrees(two), [[-180, -80], [179.99, -80]]);
});

test("numbers of one byte and of several, of both signs", () => {
  const steps = [0, 1, -1, 63, -63, 64, -64, 8191, -8191, 8192, -8192];
  const [arc] = unpackArcs(packed([[18000, 9000], ...steps.map((x) => [x, 0])]));
  let x = 18000;
  const expected = [18000, ...steps.map((step) => (x += step))].map((value) => value / 100 - 180);
  const found = degrees(arc).map(([lon]) => lon);
  expected.forEach((value, i) => assert.ok(Math.abs(value - found[i]) < 0.006, `${value} ${found[i]}`));
});

test("no arcs, and a broken text", () => {
  assert.deepEqual(unpackArcs(packed()), []);
  assert.throws(() => bytesOf("no base64!"));
});

test("arcs join to a ring without doubled points; a negative index runs backwards", () => {
  const arcs = [Float64Array.of(0, 0, 1, 0, 1, 1), Float64Array.of(0, 0, 0, 1, 1, 1)];
  assert.deepEqual([...joinArcs([0, ~1], arcs)], [0, 0, 1, 0, 1, 1, 0, 1, 0, 0]);
  assert.deepEqual([...joinArcs([1], arcs)], [...arcs[1]]);
  assert.deepEqual([...arcs[1]], [0, 0, 0, 1, 1, 1], "the arc itself stays as it was");
});

test("the box around points", () => {
  assert.deepEqual(boxOf(Float64Array.of(3, 1, -2, 5, 0, 0)), [-2, 0, 3, 5]);
});
