// What the table tests/tables/visibility.json does not say: reasons, counts of facets, spans by themselves.

import assert from "node:assert/strict";
import test from "node:test";

import { OPEN_END, OPEN_START, dayNumber } from "../../mapapp/webmap/static/days.js";
import { fold, searchWords } from "../../mapapp/webmap/static/fold.js";
import { readView } from "../../mapapp/webmap/static/query.js";
import {
  afterglow, facetCounts, isCertain, isPossible, presence, reasonsAgainst, selectEvents, windowOf,
} from "../../mapapp/webmap/static/visible.js";
import { atlasOf, table } from "./described.js";

const atlas = atlasOf(table("visibility.json").atlases.filters);
const viewOf = (query) => readView(query).view;
const plain = (counts) => Object.fromEntries([...counts].sort());

test("windows of the three modes", () => {
  const year = [dayNumber(2004), dayNumber(2004, 12, 31)];
  assert.deepEqual(windowOf(viewOf("mode=in&from=2004")), year);
  assert.deepEqual(windowOf(viewOf("from=2004&to=2004")), year);
  assert.deepEqual(windowOf(viewOf("from=2004")), [year[0], OPEN_END]);
  assert.deepEqual(windowOf(viewOf("to=2004")), [OPEN_START, year[1]]);
  assert.deepEqual(windowOf(viewOf("mode=up-to&from=2004&to=2004")), [OPEN_START, year[1]]);
  assert.deepEqual(windowOf({ ...viewOf(""), mode: "in", from: null, to: "2004" }), year);
});

test("the ends of a window are in it", () => {
  const span = [10, 12, 20, 22];
  assert.deepEqual([[0, 9], [0, 10], [22, 30], [23, 30]].map((window) => isPossible(span, window)), [false, true, true, false]);
  assert.deepEqual([[0, 11], [0, 12], [20, 30], [21, 30]].map((window) => isCertain(span, false, window)), [false, true, true, false]);
  assert.equal(isCertain(span, true, [0, 100]), false, "a soft date never must");
});

test("a mark is as strong as its event is surely in the window", () => {
  const august = [1, 31, 1, 31]; // one moment, some day of 31
  assert.equal(presence(august, false, [1, 31]), 1);
  assert.equal(presence(august, false, [-100, 100]), 1);
  assert.equal(presence(august, false, [31, 60]), 1 / 31);
  assert.equal(presence(august, true, [1, 31]), 0.7, "a soft date is never at full strength");
  const lasting = [1, 10, 21, 30]; // begins within ten days, ends within ten days
  assert.deepEqual([[-9, 1], [-9, 5], [-9, 10], [12, 15], [21, 40], [26, 40], [30, 40]].map((w) => presence(lasting, false, w)),
    [0.1, 0.5, 1, 1, 1, 0.5, 0.1], "it rises over the uncertain start and falls over the uncertain end");
  assert.equal(presence([5, 5, OPEN_END, OPEN_END], false, [10, 20]), 1);
});

test("the past fades after the years of the trail, to a quarter", () => {
  const days = [dayNumber(2000), dayNumber(2000), dayNumber(2000, 12, 31), dayNumber(2000, 12, 31)];
  const until = (year) => [OPEN_START, dayNumber(year, 12, 31)];
  assert.equal(afterglow(days, until(2030), 0), 1, "no trail, no fading");
  assert.equal(afterglow(days, until(2004), 5), 1);
  const glows = [2006, 2008, 2010, 2020].map((year) => afterglow(days, until(year), 5));
  assert.deepEqual(glows.map((glow, i) => i === 0 || glow <= glows[i - 1]), [true, true, true, true]);
  assert.equal(glows[3], 0.25);
  assert.equal(afterglow([0, 0, OPEN_END, OPEN_END], until(2030), 5), 1, "what goes on does not fade");
});

test("all reasons are given", () => {
  const nowhere = atlas.eventById.get("nowhere");
  const view = viewOf("kind=aid&actor=obrien&place=gas-field&source=book&certainty=certain&disputed=1&q=zzz");
  const all = ["kind", "actor", "place", "source", "certainty", "disputed", "q"];
  assert.deepEqual(reasonsAgainst(nowhere, view, searchWords(view.q)), all);
});

test("a facet counts what its values would show, its own filter lifted, the others kept", () => {
  const kinds = (query) => plain(facetCounts(atlas.events, viewOf(query), "kind", (event) => [event.kind]));
  assert.deepEqual(kinds(""), { aid: { shown: 1, all: 2 }, meeting: { shown: 2, all: 2 }, visit: { shown: 1, all: 2 } });
  assert.deepEqual(kinds("kind=aid"), kinds(""));
  assert.deepEqual(kinds("mode=in&from=2001"), {
    aid: { shown: 0, all: 2 }, meeting: { shown: 1, all: 2 }, visit: { shown: 0, all: 2 },
  });
  assert.deepEqual(kinds("actor=japan"), { aid: { shown: 0, all: 1 }, meeting: { shown: 1, all: 1 }, visit: { shown: 1, all: 1 } });
});

test("a facet's count is what choosing the value shows", () => {
  for (const query of ["", "mode=in&from=2002", "actor=japan,turkiye", "source=book", "q=talks", "certainty=certain", "disputed=1"]) {
    const view = viewOf(query);
    for (const [filter, field, valuesOf] of [
      ["kind", "kinds", (event) => [event.kind]],
      ["actor", "actors", (event) => event.actors],
      ["source", "sources", (event) => event.sources],
    ]) {
      for (const [value, { shown, all }] of facetCounts(atlas.events, view, filter, valuesOf)) {
        const chosen = selectEvents(atlas.events, { ...view, [field]: [value] });
        assert.equal(chosen.events.length, shown, `${query} ${filter} ${value}`);
        assert.equal(chosen.events.length + chosen.undated.length + chosen.outside.length, all, `${query} ${filter} ${value}`);
      }
    }
  }
});

test("selecting changes nothing in the data", () => {
  const before = JSON.stringify(atlas.events);
  selectEvents(atlas.events, viewOf("mode=in&from=2002&q=tour"));
  assert.equal(JSON.stringify(atlas.events), before);
});

test("folding is blind to case, marks and forms, and stable", () => {
  for (const [text, folded] of [["Ōsaka", "osaka"], ["TÜRKİYE", "turkiye"], ["Ｔｏｋｙｏ", "tokyo"], ["O’Brien", "o'brien"],
    ["№ 5", "no 5"], ["℃", "°c"], ["ｶﾞｽ", fold("ガス")], ["㍿", "株式会社"]]) {
    assert.equal(fold(text), folded);
    assert.equal(fold(fold(text)), folded);
  }
});
