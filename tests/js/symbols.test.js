import assert from "node:assert/strict";
import test from "node:test";

import { SYMBOLS, symbolPath } from "../../mapapp/webmap/static/symbols.js";

const corners = (path) => path.slice(1, -1).split("L").map((pair) => pair.split(",").map(Number));

test("every symbol has the area of the circle and its centre of mass at 0,0", () => {
  const r = 100;
  for (const symbol of SYMBOLS.filter((name) => name !== "circle")) {
    let area = 0;
    let x = 0;
    let y = 0;
    const ring = corners(symbolPath(symbol, r));
    ring.forEach(([x1, y1], i) => {
      const [x2, y2] = ring[(i + 1) % ring.length];
      const cross = x1 * y2 - x2 * y1;
      area += cross / 2;
      x += (x1 + x2) * cross;
      y += (y1 + y2) * cross;
    });
    assert.ok(Math.abs(Math.abs(area) / (Math.PI * r * r) - 1) < 0.001, symbol);
    assert.ok(Math.hypot(x, y) / (6 * Math.abs(area)) < 0.1, symbol);
  }
});

test("the arrowhead points right and has a notch; an unknown symbol is a circle", () => {
  const arrow = corners(symbolPath("arrowhead", 10));
  assert.equal(arrow.length, 4);
  assert.equal(Math.max(...arrow.map(([x]) => x)), arrow[0][0]);
  assert.equal(symbolPath("star", 6), symbolPath("circle", 6));
});
