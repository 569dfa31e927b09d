// Tours: which step a View plays, and what its text is made of.

import assert from "node:assert/strict";
import test from "node:test";

import { playedStep, tourRun, viewOfStep } from "../../mapapp/webmap/static/tourtext.js";
import { viewOf } from "./small-atlas.js";

const TOUR = { id: "walk", steps: [{ view: "mode=in&from=2004&select=m1&lang=fr" }, { view: "mode=up-to&to=2010&theme=dark" }] };
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
});

test("a run of text is words, a style, a record or an address, and never more", () => {
  assert.deepEqual(tourRun("<b>x</b>"), { kind: "plain", words: "<b>x</b>", target: "" });
  assert.equal(tourRun(["strong", "x"]).kind, "strong");
  assert.deepEqual(tourRun(["event:a", "x"]), { kind: "record", words: "x", target: "event:a" });
  assert.equal(tourRun(["https://example.org", "x"]).kind, "address");
  assert.equal(tourRun(["javascript:alert(1)", "x"]).kind, "record", "which no record has, so that it is words only");
  assert.equal(tourRun(["__proto__", "x"]).kind, "record");
});
