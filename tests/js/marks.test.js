// What the map draws of a selection: stacks, standing places, shapes, arcs. Drawing itself is not tested here.

import assert from "node:assert/strict";
import test from "node:test";

import { dayNumber } from "../../mapapp/webmap/static/days.js";
import { decodeAtlas } from "../../mapapp/webmap/static/decode.js";
import {
  anchorOf, bowedPixels, buildArcs, buildMarks, isOpen, layersOn, stackOf,
} from "../../mapapp/webmap/static/marks.js";
import { greatCircle, toUnit, fromUnit, unitsPerKilometre } from "../../mapapp/webmap/static/mercator.js";
import { readView } from "../../mapapp/webmap/static/query.js";
import { selectEvents } from "../../mapapp/webmap/static/visible.js";

const POINT = (lon, lat) => ({ type: "Point", coordinates: [lon, lat] });
const DAY = (year) => ({ days: Array(4).fill(dayNumber(year, 6, 1)), edtf: `${year}-06-01` });
const EVENT = (id, year, more) => ({ id, ...DAY(year), kind: "visit", title: { en: id }, certainty: "certain", ...more });

const atlas = decodeAtlas({
  kinds: [{ id: "meeting" }, { id: "visit" }, { id: "aid" }],
  layers: [{ id: "cities", visible: true }, { id: "routes", visible: true }, { id: "hidden" }],
  places: [
    { id: "tokyo", kind: "city", layer: "cities", precision: "exact", geometry: POINT(139.75, 35.68) },
    { id: "astana", kind: "city", layer: "cities", precision: "exact", geometry: POINT(71.43, 51.17) },
    { id: "somewhere", kind: "city", layer: "hidden", precision: "approximate", geometry: POINT(60, 40) },
    { id: "state", kind: "state", layer: "cities", precision: "exact", shape: ["KAZ"] },
    { id: "lane", kind: "route", layer: "routes", precision: "schematic", directed: true,
      geometry: { type: "LineString", coordinates: [[50, 26], [56, 26], [103, 1]] } },
    { id: "old-lane", kind: "route", layer: "routes", precision: "schematic", days: Array(4).fill(dayNumber(1950)),
      geometry: { type: "LineString", coordinates: [[0, 0], [1, 1]] }, label: [0.5, 0.5] },
    { id: "nowhere", kind: "other", layer: "cities", precision: "approximate" },
  ],
  events: [
    EVENT("meeting", 2004, { kind: "meeting", ordinal: 1, places: ["astana"], about: ["lane"] }),
    EVENT("journey", 2006, { places: ["astana", "somewhere", "tokyo"], origin: "tokyo", stops: "ordered" }),
    EVENT("aid", 2006, { kind: "aid", places: ["state"], soft: true }),
    EVENT("lost", 2006, { places: ["nowhere"] }),
  ],
});
const viewOf = (query) => readView(query).view;
const countryLabel = (code) => (code === "KAZ" ? [67, 48] : null);
const anchor = (place) => anchorOf(place, countryLabel);
const marksOf = (query) => buildMarks(atlas, viewOf(query), selectEvents(atlas.events, viewOf(query)), anchor);
const idsOf = (items) => items.map(({ place }) => place.id);

test("a place stands at its point, its label, its country's label or the first of its coordinates", () => {
  const at = (id) => anchor(atlas.placeById.get(id));
  assert.deepEqual(at("tokyo"), [139.75, 35.68]);
  assert.deepEqual(at("state"), [67, 48]);
  assert.deepEqual(at("lane"), [50, 26]);
  assert.deepEqual(at("old-lane"), [0.5, 0.5]);
  assert.equal(at("nowhere"), null);
  assert.equal(anchor(undefined), null);
});

test("layers: the View's choice, else the atlas's own", () => {
  assert.deepEqual([...layersOn(atlas, viewOf(""))], ["cities", "routes"]);
  assert.deepEqual([...layersOn(atlas, viewOf("layers=hidden"))], ["hidden"]);
  assert.deepEqual([...layersOn(atlas, viewOf("layers=none"))], []);
});

test("places of events in the window carry them; the others of the layers that are on stand by", () => {
  const marks = marksOf("mode=in&from=2004");
  assert.deepEqual(idsOf(marks.stacks), ["astana"]);
  assert.deepEqual(marks.stacks[0].events.map((event) => event.id), ["meeting"]);
  assert.ok(idsOf(marks.standing).includes("tokyo"));
  assert.ok(!idsOf(marks.standing).includes("somewhere"), "its layer is off");
  assert.ok(!idsOf(marks.standing).includes("state"), "a state is written by the base map");
  const lane = marks.shapes.find(({ place }) => place.id === "lane");
  assert.deepEqual([lane.active, lane.inForce], [true, true], "an event in the window concerns it");
  const old = marks.shapes.find(({ place }) => place.id === "old-lane");
  assert.deepEqual([old.active, old.inForce], [false, false]);
});

test("events at a place of a layer that is off are drawn all the same; those of no position are not", () => {
  const marks = marksOf("mode=in&from=2006");
  assert.ok(idsOf(marks.stacks).includes("somewhere"));
  assert.ok(!idsOf(marks.stacks).includes("nowhere"));
});

test("marks say what is open and how strong they are", () => {
  const marks = marksOf("mode=in&from=2006");
  const of = (id) => marks.stacks.find(({ place }) => place.id === id).marks[0];
  assert.deepEqual([of("astana").open, of("astana").strength], [false, 1]);
  assert.deepEqual([of("somewhere").open, of("somewhere").strength], [true, 1], "the place is approximate");
  assert.equal(of("state").open, true);
  assert.ok(of("state").strength < 1, "the date is soft, the place a country");
  assert.equal(isOpen({ place_basis: "inferred" }, atlas.placeById.get("tokyo")), true);
});

test("a stack has a mark for each meeting and one for each other kind; only kinds when that is too many", () => {
  const meeting = (n) => ({ id: `m${n}`, kind: "meeting", ordinal: n });
  const visits = [{ id: "v1", kind: "visit", ordinal: null }, { id: "v2", kind: "visit", ordinal: null }];
  const few = stackOf([...visits, meeting(2), meeting(1)], atlas.kinds);
  assert.deepEqual(few.map((mark) => [mark.kind, mark.ordinal, mark.events.length]), [["meeting", 1, 1], ["meeting", 2, 1], ["visit", null, 2]]);
  const many = stackOf([...visits, ...[1, 2, 3, 4, 5, 6].map(meeting)], atlas.kinds);
  assert.deepEqual(many.map((mark) => [mark.kind, mark.ordinal, mark.events.length]), [["meeting", null, 6], ["visit", null, 2]]);
  const count = [...few, ...many].reduce((sum, mark) => sum + mark.events.length, 0);
  assert.equal(count, 4 + 8, "no event is lost");
});

test("a journey is drawn from its origin through its stops, in their order, and not back to its origin", () => {
  const result = selectEvents(atlas.events, viewOf("mode=in&from=2006"));
  const arcs = buildArcs(atlas, result, anchor);
  assert.deepEqual(arcs.map((arc) => [arc.from, arc.to, arc.hop]), [
    [[139.75, 35.68], [71.43, 51.17], false], [[71.43, 51.17], [60, 40], true],
  ]);
  assert.deepEqual(arcs.map((arc) => arc.loose), [false, true], "loose where the place is approximate");
});

test("stops of unstated order all hang on the first, loosely", () => {
  const result = { events: [{ ...atlas.eventById.get("journey"), stops: "unordered" }] };
  const arcs = buildArcs(atlas, result, anchor);
  assert.deepEqual(arcs.map((arc) => arc.from), [[139.75, 35.68], [71.43, 51.17]]);
  assert.ok(arcs.every((arc) => arc.loose));
});

test("arcs of one origin are bowed apart around zero", () => {
  const journey = atlas.eventById.get("journey");
  const events = ["astana", "somewhere", "state"].map((id) => ({ ...journey, id: `to-${id}`, places: [id] }));
  const bows = buildArcs(atlas, { events }, anchor).map((arc) => arc.bow);
  assert.deepEqual([...bows].sort((a, b) => a - b), [-1, 0, 1]);
});

test("an arc in pixels leaves room at both ends and vanishes where there is none", () => {
  const [arc] = buildArcs(atlas, { events: [{ ...atlas.eventById.get("journey"), places: ["astana"] }] }, anchor);
  const project = ([x, y]) => [x * 4096, y * 4096];
  const ends = [arc.points[0], arc.points.at(-1)].map(project);
  const drawn = bowedPixels(arc, project, 14, 20);
  for (const [x, y] of drawn) for (const [ex, ey] of ends) assert.ok(Math.hypot(x - ex, y - ey) >= 20);
  assert.deepEqual(bowedPixels(arc, ([x, y]) => [x * 8, y * 8], 14, 20), []);
});

test("a great circle begins and ends where it should and does not jump at the antimeridian", () => {
  const points = greatCircle([139.75, 35.68], [-122.4, 37.8], 48);
  assert.equal(points.length, 49);
  assert.deepEqual(fromUnit(...points[0]).map((value) => value.toFixed(6)), ["139.750000", "35.680000"]);
  const [lon, lat] = fromUnit(...points[48]);
  assert.ok(Math.abs(lon - 237.6) < 1e-6 && Math.abs(lat - 37.8) < 1e-6, "continuous: 237.6 is -122.4");
  for (let i = 1; i < points.length; i += 1) assert.ok(Math.abs(points[i][0] - points[i - 1][0]) < 0.1);
  assert.ok(Math.max(...points.map(([x, y]) => fromUnit(x, y)[1])) > 45, "it goes north of both");
  assert.equal(new Set(greatCircle([10, 10], [10, 10], 4).map(String)).size, 1);
});

test("unit Mercator", () => {
  assert.deepEqual(toUnit(0, 0), [0.5, 0.5]);
  assert.deepEqual(toUnit(-180, 85.051129).map((value) => Math.round(value * 1e6) / 1e6 + 0), [0, 0]);
  assert.ok(Math.abs(unitsPerKilometre(0) * 40075.017 - 1) < 1e-12);
  assert.ok(Math.abs(unitsPerKilometre(60) / unitsPerKilometre(0) - 2) < 1e-9);
});
