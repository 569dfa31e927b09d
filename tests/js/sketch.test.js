import { test } from "node:test";
import assert from "node:assert/strict";
import {
  addVertex, changeType, dropVertex, emptySketch, geometrySketch, moveVertex, parsePosition, sketchGeometry, sketchPosition,
} from "../../mapapp/webmap/static/sketch.js";

test("a shape is one only when it has its vertices", () => {
  let area = emptySketch("Polygon");
  for (const at of [[0, 0], [1, 0]]) area = addVertex(area, at);
  assert.equal(sketchGeometry(area), null);
  area = addVertex(area, [1, 1]);
  assert.deepEqual(sketchGeometry(area), { type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] });
  assert.deepEqual(sketchGeometry(changeType(area, "LineString")).coordinates.length, 3);
  assert.deepEqual(sketchGeometry(changeType(area, "Point")), { type: "Point", coordinates: [1, 1] });
});

test("a point moves, a line grows, a vertex goes", () => {
  const point = addVertex(addVertex(emptySketch(), [1, 2]), [3, 4]);
  assert.deepEqual(point.points, [[3, 4]]);
  const line = addVertex(addVertex(emptySketch("LineString"), [1, 2]), [3, 4]);
  assert.deepEqual(moveVertex(line, 0, [9, 9]).points, [[9, 9], [3, 4]]);
  assert.deepEqual(dropVertex(line).points, [[1, 2]]);
  assert.deepEqual(dropVertex(line, 0).points, [[3, 4]]);
});

test("positions stay on the globe", () => {
  assert.deepEqual(sketchPosition([190, 91]), [-170, 90]);
  assert.deepEqual(sketchPosition([-540, -95]), [-180, -90]);
  assert.deepEqual(sketchPosition([180, 0]), [180, 0]);
  assert.deepEqual(sketchPosition([139.3512345, 35.7512345]), [139.35123, 35.75123]);
});

test("what was drawn reads back; what has parts or holes is left alone", () => {
  for (const geometry of [
    { type: "Point", coordinates: [1, 2] },
    { type: "LineString", coordinates: [[1, 2], [3, 4]] },
    { type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] },
  ]) assert.deepEqual(sketchGeometry(geometrySketch(geometry)), geometry);
  assert.equal(geometrySketch({ type: "MultiPoint", coordinates: [[1, 2]] }), null);
  assert.equal(geometrySketch({ type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]], []] }), null);
  assert.deepEqual(geometrySketch(null).points, []);
});

test("typed positions: longitude first, unless the sides say otherwise", () => {
  for (const [text, expected] of [
    ["139.35, 35.75", [139.35, 35.75]],
    ["35.75 N 139.35 E", [139.35, 35.75]],
    ["35.75°S, 70°W", [-70, -35.75]],
    ["−70.5 −33.4", [-70.5, -33.4]],
    ["35.75, 139.35", null],
    ["10 N, 20 N", null],
    ["Tokyo", null],
    ["1 2 3", null],
  ]) assert.deepEqual(parsePosition(text), expected, text);
});
