import assert from "node:assert/strict";
import test from "node:test";

import {
  SourceNumbers, fieldsText, gatherCitations, locatorText, rangeText,
} from "../../mapapp/webmap/static/citations.js";
import { dayNumber } from "../../mapapp/webmap/static/days.js";
import { namesInTime } from "../../mapapp/webmap/static/detailparts.js";
import {
  eventsOfPlace, neighboursOf, recordOf, relatedEvents, subjectId, windowOfEra, windowToward,
} from "../../mapapp/webmap/static/related.js";
import { selectEvents, windowOf } from "../../mapapp/webmap/static/visible.js";
import { explainRecord } from "../../mapapp/webmap/static/why.js";
import { smallAtlas, t, viewOf } from "./small-atlas.js";

const atlas = smallAtlas();
const event = (id) => atlas.eventById.get(id);

test("related events: the series first, then the same actors before and after; never the event itself", () => {
  const found = relatedEvents(atlas, event("m2")).map(({ event: { id }, why }) => [id, why]);
  assert.deepEqual(found, [["m1", "series"], ["v1", "after"]]);
  assert.deepEqual(relatedEvents(atlas, event("us")), [], "no one else acts with the United States");
  assert.equal(relatedEvents(atlas, event("v1"), 1).length, 1);
});

test("a place's events: where it happened, and what concerns it", () => {
  const { here, about } = eventsOfPlace(atlas, "bishkek");
  assert.deepEqual([here.map(({ id }) => id), about.map(({ id }) => id)], [["v1"], ["us"]]);
});

test("why an event is not on the map", () => {
  const why = (id, query) => explainRecord(atlas, viewOf(query), id).reasons.map(({ filter }) => filter);
  assert.deepEqual(why("m1", "mode=in&from=2006&kind=visit"), ["kind", "time"]);
  assert.deepEqual(why("none", "mode=between"), ["undated", "unlocated"]);
  assert.deepEqual(why("m1", "mode=between"), []);
});

test("going to an event changes the window as little as the mode allows, and shows it", () => {
  const cases = [
    ["mode=in&from=1999", "m1", { from: "2004", to: "2004" }],
    ["mode=up-to&to=1999", "m1", { to: "2004" }],
    ["mode=between&from=1990&to=1999", "m1", { from: "1990", to: "2004" }],
    ["mode=between&from=2005", "m1", { from: "2004", to: null }],
    ["mode=between&from=1990&to=1999&certainty=certain", "us", { from: "1990", to: "2010", certainty: "possible" }],
  ];
  for (const [query, id, patch] of cases) {
    assert.deepEqual(windowToward(event(id), viewOf(query)), patch, query);
    const moved = { ...viewOf(query), ...patch };
    assert.ok(explainRecord(atlas, moved, id).reasons.every(({ filter }) => filter === "unlocated"), query);
  }
});

test("the window of an era keeps its open end open", () => {
  assert.deepEqual(windowOfEra([dayNumber(2004), 0, 1e12, 1e12]), { mode: "between", from: "2004", to: null });
  assert.deepEqual(windowOfEra([dayNumber(1992, 3, 2), 0, 0, dayNumber(1997, 12, 31)]),
    { mode: "between", from: "1992-03-02", to: "1997" });
});

test("neighbours are those of the window", () => {
  const { events } = selectEvents(atlas.events, viewOf("mode=between&from=2006"));
  assert.deepEqual(neighboursOf(events, "m2").map((one) => one?.id), ["v1", "us"]);
  assert.deepEqual(neighboursOf(events, "m1"), [null, null]);
});

test("records are found by id whatever they are, and by subject", () => {
  assert.equal(recordOf(atlas, "tokyo").type, "place");
  assert.equal(recordOf(atlas, "d1").type, "disagreement");
  assert.equal(recordOf(atlas, null), null);
  assert.equal(recordOf(atlas, "gone"), null);
  assert.equal(subjectId("event:2004-dialogue-1#when"), "2004-dialogue-1");
});

test("names in time: then, today, before", () => {
  const place = atlas.placeById.get("bishkek");
  const names = (query) => {
    const { then, today, before } = namesInTime(place, "en", windowOf(viewOf(query)));
    return [then.name, today.name, before.map(({ name }) => name)];
  };
  assert.deepEqual(names("mode=in&from=2014"), ["Bishkek", "Bishkek", ["Frunze"]]);
  assert.deepEqual(names("mode=in&from=1980"), ["Frunze", "Bishkek", []]);
});

test("citations are gathered by source; a passage cited for several fields is named once", () => {
  const passage = { source: "paper", section: "A", start: 1, end: 5 };
  const groups = gatherCitations([
    { ...passage, field: "when" }, { source: "article" }, { ...passage, field: "places" }, { ...passage, stance: "differs", field: "when" },
  ]);
  assert.deepEqual(groups.map((group) => [group.source, group.passages.length]), [["paper", 2], ["article", 1]]);
  assert.equal(fieldsText(groups[0].passages[0], t), "for the date, for the place");
  assert.equal(groups[0].passages[1].differs, true);
  assert.equal(fieldsText(groups[1].passages[0], t), "", "cited for the whole record");
});

test("a locator in words; the character range counts from one", () => {
  const [first] = event("m1").citations;
  assert.equal(locatorText(first, t), "Section “A”, footnote 12");
  assert.equal(rangeText(first, t), "characters 10–20");
  assert.equal(rangeText({ source: "x" }, t), "");
  assert.equal(locatorText({}, t), "");
});

test("sources keep their number within a panel", () => {
  const numbers = new SourceNumbers([{ source: "b" }, { source: "a" }, { source: "b" }]);
  assert.deepEqual([numbers.of("a"), numbers.of("b"), numbers.of("c")], [2, 1, 3]);
});
