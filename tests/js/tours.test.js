// Tours: which step a View plays, and what its text is made of.

import assert from "node:assert/strict";
import test from "node:test";

import { dockPart, tourPart, withDock } from "../../mapapp/webmap/static/panels.js";
import { tourRun } from "../../mapapp/webmap/static/tourtext.js";
import { playedStep, readLink, viewOfStep } from "../../mapapp/webmap/static/tourviews.js";
import { viewOf } from "./small-atlas.js";

const TOUR = { id: "walk", steps: [{ view: "mode=in&from=2004&select=m1&lang=fr" }, { view: "mode=up-to&to=2010&theme=dark&panel=table,-when" }] };
const ATLAS = { tours: [TOUR] };

test("the View's panel names the tour and the step; a step too far is the last", () => {
  assert.equal(playedStep(ATLAS, viewOf("")), null);
  assert.equal(playedStep(ATLAS, viewOf("panel=table")), null);
  assert.equal(playedStep(ATLAS, viewOf("panel=tour,other,1")), null);
  assert.equal(playedStep({}, viewOf("panel=tour,walk,1")), null);
  assert.equal(playedStep(ATLAS, viewOf("panel=tour,walk")).step, 0);
  assert.equal(playedStep(ATLAS, viewOf("panel=tour,walk,2")).step, 1);
  assert.equal(playedStep(ATLAS, viewOf("panel=tour,walk,99")).step, 1);
});

test("a step brings its own View and leaves the reader's language, theme and names", () => {
  const view = viewOfStep(TOUR, 0, viewOf("lang=ja&theme=light&names=today&kind=aid&q=oil"));
  assert.deepEqual([view.mode, view.from, view.select, view.kinds, view.q], ["in", "2004", "m1", [], ""]);
  assert.deepEqual([view.lang, view.theme, view.names], ["ja", "light", "today"]);
  assert.deepEqual(view.panel, ["tour", "walk", "1"]);
  assert.equal(viewOfStep(TOUR, 1, viewOf("lang=ja")).theme, "auto");
  assert.deepEqual(viewOfStep(TOUR, 1, viewOf("")).panel, ["tour", "walk", "2", "table", "-when"], "with what it opens beside the map");
});

test("a tour and the table or a chart share the panel", () => {
  const both = ["tour", "walk", "2", "table", "-when"];
  assert.deepEqual([tourPart(both), dockPart(both)], [["tour", "walk", "2"], ["table", "-when"]]);
  assert.deepEqual([tourPart(["table"]), dockPart(["table"]), dockPart([])], [[], ["table"], []]);
  assert.deepEqual(withDock(both, ["periods"]), ["tour", "walk", "2", "periods"]);
  assert.deepEqual(withDock(["tour", "walk"], ["table"]), ["tour", "walk", "1", "table"]);
  assert.deepEqual([withDock(["table"], ["matrix"]), withDock(["table"], []), withDock(both, [])], [["matrix"], [], ["tour", "walk", "2"]]);
});

test("a link to a step opens its View; a whole View is taken as it is", () => {
  const opened = readLink("panel=tour,walk,2&lang=ja", ATLAS);
  assert.deepEqual([opened.view.mode, opened.view.to, opened.view.lang, opened.problems], ["up-to", "2010", "ja", []]);
  assert.deepEqual(opened.view.panel, ["tour", "walk", "2", "table", "-when"]);
  assert.equal(readLink("mode=between&panel=tour,walk,2", ATLAS).view.to, null);
  assert.equal(readLink("panel=tour,other,2", ATLAS).view.to, null);
});

test("a run of text is words, a style, a record or an address, and never more", () => {
  assert.deepEqual(tourRun("<b>x</b>"), { kind: "plain", words: "<b>x</b>", target: "" });
  assert.equal(tourRun(["strong", "x"]).kind, "strong");
  assert.deepEqual(tourRun(["event:a", "x"]), { kind: "record", words: "x", target: "event:a" });
  assert.equal(tourRun(["https://example.org", "x"]).kind, "address");
  assert.equal(tourRun(["javascript:alert(1)", "x"]).kind, "record", "which no record has, so that it is words only");
  assert.equal(tourRun(["__proto__", "x"]).kind, "record");
});
