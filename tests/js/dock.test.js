// The table and the charts: their pure parts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { actorsByPlace, kindsByEra } from "../../mapapp/webmap/static/charttally.js";
import { csvCredits, csvText, neutralCell } from "../../mapapp/webmap/static/csvtext.js";
import { dayNumber } from "../../mapapp/webmap/static/days.js";
import {
  barPositions, figureGroups, figuresByPlace, isRate, shortNumber, unitWord, valueTicks, yearTicks,
} from "../../mapapp/webmap/static/figuredata.js";
import { circleRadius, mapSeries } from "../../mapapp/webmap/static/mapfigures.js";
import { cellText, rowsInView, sortedEvents, tableOrder, tableOrderAfter, tableRows } from "../../mapapp/webmap/static/tabledata.js";
import { smallAtlas, t, viewOf } from "./small-atlas.js";

const CELLS = JSON.parse(readFileSync(new URL("../tables/cells.json", import.meta.url), "utf8")).cases;

const atlas = smallAtlas();
const store = {
  atlas, view: viewOf("lang=en"), t, words: (words) => words?.en ?? "", placeName: (place) => place.names[0]?.name ?? place.id,
};

test("no cell of a saved table is a formula", () => {
  for (const [text, cell] of CELLS) assert.equal(neutralCell(text), cell, JSON.stringify(text));
  assert.equal(csvText([["a", 'say "x"', null, 1.5], ["=1", "a,b", "two\nlines"]]), 'a,"say ""x""",,1.5\r\n\'=1,"a,b","two\nlines"\r\n');
  assert.equal(csvText([["-5"], [-5]]), "'-5\r\n-5\r\n", "numbers stay numbers");
  assert.deepEqual(csvCredits({ Atlas: "Small" }), [[], ["Atlas", "Small"]]);
});

test("the order of the table stands in the View and turns at the second click", () => {
  assert.deepEqual(tableOrder(["table"]), { key: "when", down: false });
  assert.deepEqual(tableOrder(["table", "-kind"]), { key: "kind", down: true });
  assert.deepEqual(tableOrder(["table", "nonsense"]), { key: "when", down: false });
  assert.deepEqual(tableOrderAfter(["table"], "title"), ["table", "title"]);
  assert.deepEqual(tableOrderAfter(["table", "title"], "title"), ["table", "-title"]);
  assert.deepEqual(tableOrderAfter(["table", "-title"], "title"), ["table", "title"]);
  assert.deepEqual(tableOrderAfter(["table"], "when"), ["table", "-when"]);
  assert.deepEqual(tableOrderAfter(["table", "-when"], "when"), ["table"]);
});

test("events sort by text and by time, both ways, and keep the order of time among equals", () => {
  const dated = atlas.events.filter((event) => event.days);
  const ids = (order) => sortedEvents(dated, order, store, new Map()).map((event) => event.id);
  assert.deepEqual(ids({ key: "when", down: false }), dated.map((event) => event.id));
  assert.deepEqual(ids({ key: "when", down: true }), dated.map((event) => event.id).reverse());
  assert.deepEqual(ids({ key: "title", down: false }), ["m1", "m2", "us", "v1"]);
  assert.deepEqual(ids({ key: "kind", down: false }), ["us", "m1", "m2", "v1"]);
});

test("a cell names places, actors and passages, and a row for a file has every language", () => {
  const event = atlas.eventById.get("m1");
  assert.equal(cellText(event, "places", store), "Tokyo");
  assert.equal(cellText(event, "actors", store), "Japan");
  assert.equal(cellText(event, "cited", store), "Paper: Section “A”, footnote 12");
  const [head, row] = tableRows([event], store);
  assert.equal(head.length, row.length);
  assert.deepEqual(head.slice(0, 4), ["id", "EDTF", "Event (en)", "Event (ja)"]);
});

test("only rows in sight are drawn", () => {
  assert.deepEqual(rowsInView(0, 300, 30, 20000, 8), [0, 18]);
  assert.deepEqual(rowsInView(30000, 300, 30, 20000, 8), [992, 1018]);
  assert.deepEqual(rowsInView(600000, 300, 30, 20000, 8), [19992, 20000]);
  assert.deepEqual(rowsInView(9000, 300, 30, 3, 8), [0, 3]);
  assert.deepEqual(rowsInView(0, 300, 30, 0, 8), [0, 0]);
});

const year = (from, to = from) => [dayNumber(from), dayNumber(from), dayNumber(to, 12, 31), dayNumber(to, 12, 31)];
const figure = (id, series, unit, from, value, more = {}) => ({
  id, series, measure: "m", label: { en: id }, normalized: value, normalized_unit: unit, days: from ? year(from) : null, places: [],
  events: [], citations: [], disagreements: [], ...more,
});

test("only figures of one series and one unit share an axis", () => {
  const figures = [
    figure("a", "oda", "USD", 1993, 1), figure("b", "oda", "USD", 2003, 5), figure("c", "oda", "JPY", 2004, 9),
    figure("d", "", "USD", 1993, 1), figure("e", "", "USD", 1994, 1), figure("f", "oda", "USD", null, 3), figure("g", "oda", "USD", 2001, undefined),
  ];
  const { groups, apart } = figureGroups(figures);
  assert.deepEqual(groups.map((group) => group.figures.map(({ id }) => id)), [["a", "b"]]);
  assert.deepEqual(apart.map(({ id }) => id), ["c", "d", "e", "f", "g"]);
});

test("bars stand in their years, two of one year side by side, and years between have their gap", () => {
  const group = { figures: [figure("a", "s", "t", 2010, 4), figure("b", "s", "t", 2010, 8, { normalized_high: 9 }), figure("c", "s", "t", 2013, 2)] };
  const places = barPositions(group);
  assert.deepEqual([places.first, places.last, places.slots, places.top], [2010, 2013, 2, 9]);
  assert.deepEqual(places.bars.map(({ year: at, slot }) => [at, slot]), [[2010, 0], [2010, 1], [2013, 0]]);
  assert.deepEqual(places.gaps, [2011, 2012]);
  assert.deepEqual(barPositions({ figures: [figure("a", "s", "t", 2000, 1, { days: year(2000, 2003) }), figure("b", "s", "t", 2004, 1)] }).gaps, []);
});

test("axes have round steps and years that fit", () => {
  assert.deepEqual(valueTicks(9.9), [0, 2.5, 5, 7.5, 10]);
  assert.deepEqual(valueTicks(242000000), [0, 100000000, 200000000, 300000000]);
  assert.deepEqual(valueTicks(0), [0, 1]);
  assert.deepEqual(yearTicks(1993, 2003, 6), [1993, 1995, 1997, 1999, 2001, 2003]);
  assert.deepEqual(yearTicks(1801, 1999, 5), [1850, 1900, 1950]);
  assert.equal(shortNumber(4782000000, "ja"), "47.8億");
  assert.equal(unitWord("USD", t), "US dollars");
  assert.equal(unitWord("furlong", t), "furlong");
});

test("the map shows the latest figure of each place and parts none", () => {
  const figures = [
    figure("a", "s", "t", 2010, 4, { places: ["p"] }), figure("b", "s", "t", 2012, 8, { places: ["p"] }),
    figure("c", "s", "t", 2011, 2, { places: ["q"] }), figure("d", "s", "t", 2011, 2, { places: ["p", "q"] }), figure("e", "u", "t", 2011, 2, { places: ["p"] }),
  ];
  const found = figuresByPlace(figures, "s", () => true);
  assert.deepEqual(found.shown.map(({ place, figure: one }) => [place, one.id]), [["p", "b"], ["q", "c"]]);
  assert.deepEqual(found.shared.map(({ id }) => id), ["d"]);
  const earlier = figuresByPlace(figures, "s", (one) => one.id !== "b");
  assert.deepEqual(earlier.shown.map(({ figure: one }) => one.id), ["a", "c"]);
  assert.ok(isRate("percent") && isRate("per-head") && !isRate("USD"));
  assert.equal(circleRadius(100, 100), 34);
  assert.equal(circleRadius(25, 100), 17);
  assert.equal(mapSeries(viewOf("panel=figures,oda,map")), "oda");
  assert.equal(mapSeries(viewOf("panel=figures,oda")), null);
});

test("kinds by period count an event in each period in which it could lie", () => {
  const eras = [{ id: "e1", days: year(2000, 2005) }, { id: "e2", days: year(2006, 2012) }];
  const counts = kindsByEra(atlas.events, atlas.kinds, eras);
  assert.deepEqual([...counts], [["meeting", [1, 1]], ["visit", [0, 1]], ["aid", [0, 1]]]);
});

test("actors by place count the events of the window, most first", () => {
  const found = actorsByPlace(atlas.events, 5, 5);
  assert.deepEqual([found.actors, found.places, found.counts], [["japan"], ["tokyo", "bishkek"], [[2, 1]]]);
  assert.deepEqual(actorsByPlace(atlas.events, 5, 1).left, { actors: 0, places: 1 });
  assert.deepEqual(actorsByPlace([], 5, 5), { actors: [], places: [], counts: [], top: 0, left: { actors: 0, places: 0 } });
});
