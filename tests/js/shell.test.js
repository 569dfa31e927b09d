import assert from "node:assert/strict";
import test from "node:test";

import { safeUrl } from "../../mapapp/webmap/static/dom.js";
import { shownGeojson } from "../../mapapp/webmap/static/geojson.js";
import { linkTo } from "../../mapapp/webmap/static/location.js";
import { disagreementsBySeverity, openedList } from "../../mapapp/webmap/static/lists.js";
import { SHEET_STOPS, nearestStop, stopBeside } from "../../mapapp/webmap/static/sheet.js";
import { resolvedTheme } from "../../mapapp/webmap/static/theme.js";
import { selectEvents } from "../../mapapp/webmap/static/visible.js";
import { smallAtlas, viewOf } from "./small-atlas.js";

test("only web addresses become links", () => {
  assert.equal(safeUrl("https://example.org/a b"), "https://example.org/a%20b");
  for (const text of ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "file:///etc", "//x", "", "x"]) {
    assert.equal(safeUrl(text), null, text);
  }
});

test("a link carries the View behind # in a page of its own, in the query of the explorer", () => {
  const query = "mode=in&from=2004";
  assert.equal(linkTo(query, "file:///a/x.html?old=1#old", false), "file:///a/x.html#mode=in&from=2004");
  assert.equal(linkTo(query, "http://h:8501/?atlas=c&mode=up-to#x", true), "http://h:8501/?atlas=c&mode=in&from=2004");
  assert.equal(linkTo(query, "http://h:8501/", true), "http://h:8501/?mode=in&from=2004");
});

test("the sheet settles at the nearest stop", () => {
  const room = 600;
  assert.deepEqual([60, 200, 330, 590].map((height) => nearestStop(height, room)), SHEET_STOPS);
  assert.equal(stopBeside("peek", 1), "half");
  assert.equal(stopBeside("full", 1), "full");
  assert.equal(stopBeside("bar", -1), "bar");
});

test("the theme: one's own choice, else the system's", () => {
  assert.deepEqual([resolvedTheme("light", true), resolvedTheme("auto", true), resolvedTheme("auto", false)],
    ["light", "dark", "light"]);
});

test("GeoJSON of what is shown: events with the positions of their places, and these places", () => {
  const atlas = smallAtlas();
  const { features, license } = shownGeojson(atlas, selectEvents(atlas.events, viewOf("mode=in&from=2006")));
  assert.equal(license, "CC0-1.0");
  assert.deepEqual(features.map(({ id }) => id), ["v1", "m2", "bishkek", "tokyo"]);
  assert.deepEqual(features[0].geometry, { type: "Point", coordinates: [74.59, 42.87] });
  assert.deepEqual(features[3].geometry, { type: "Point", coordinates: [139.7, 35.7] }, "a place without geometry stands at its label");
});

test("a tray is asked for by name or by ids", () => {
  assert.deepEqual(openedList("undated"), { name: "undated", ids: null, title: "" });
  assert.deepEqual(openedList({ ids: ["a"], title: "Here" }), { name: "ids", ids: ["a"], title: "Here" });
});

test("disagreements stand under headings, weightiest first", () => {
  const groups = disagreementsBySeverity([{ id: "a", severity: 3 }, { id: "b", severity: 1 }, { id: "c", severity: 3 }]);
  assert.deepEqual(groups.map(([, records]) => records.map(({ id }) => id)), [["b"], ["a", "c"]]);
});
