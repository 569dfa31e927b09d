// Distances between places, against the table that Python reads too (tests/test_near.py), and what lies within one.

import assert from "node:assert/strict";
import test from "node:test";

import { kmText } from "../../mapapp/webmap/static/detailnear.js";
import { FARTHEST_KM, distanceKm, placesWithin } from "../../mapapp/webmap/static/near.js";
import { atlasOf, table } from "./described.js";

for (const { why, from, to, km } of table("distances.json").cases) {
  test(`distance: ${why}`, () => {
    assert.ok(Math.abs(distanceKm(from, to) - km) < 0.000501, `${distanceKm(from, to)}`);
  });
}

test("places within a distance, nearest first, without the place itself", () => {
  const atlas = atlasOf(table("visibility.json").atlases.near);
  const within = (id, km) => placesWithin(atlas, id, km).map(({ place, km: far }) => [place.id, kmText(far)]);
  assert.deepEqual(within("null-island", 111), []);
  assert.deepEqual(within("null-island", 112), [["one-degree-east", "111"]]);
  assert.deepEqual(within("pole", 10100), [
    ["beyond-the-pole", "11"], ["east-of-the-line", "10008"], ["null-island", "10008"], ["one-degree-east", "10008"],
    ["west-of-the-line", "10008"],
  ]);
  assert.deepEqual(within("pointless", FARTHEST_KM), []);
  assert.deepEqual(within("atlantis", FARTHEST_KM), []);
});

test("an event is as near as the nearest place it names", () => {
  const atlas = atlasOf(table("visibility.json").atlases.near);
  const far = (id, from) => atlas.eventById.get(id).kmFrom(from);
  assert.equal(far("two-stops", "pole"), 0);
  assert.equal(kmText(far("concerns-east", "null-island")), "111");
  assert.equal(far("nowhere", "pole"), Infinity);
  assert.equal(far("somewhere", "pole"), Infinity);
});

test("kilometres under ten have one decimal", () => {
  assert.deepEqual([0, 0.04, 1.26, 9.96, 10.4, 500].map(kmText), ["0", "0", "1.3", "10", "10", "500"]);
});
