// The tables that Python reads too (tests/test_select.py, tests/test_view.py): what a View shows, names, queries.

import assert from "node:assert/strict";
import test from "node:test";

import { nameOf } from "../../mapapp/webmap/static/decode.js";
import { PLAIN_VIEW, formatView, readView } from "../../mapapp/webmap/static/query.js";
import { selectEvents } from "../../mapapp/webmap/static/visible.js";
import { explainRecord } from "../../mapapp/webmap/static/why.js";
import { atlasOf, dayOf, namesOf, table } from "./described.js";

const idsOf = (records) => records.map((record) => record.id);

for (const [name, described] of Object.entries(table("visibility.json").atlases)) {
  const atlas = atlasOf(described);
  for (const wanted of described.cases) {
    test(`visibility, ${name}: ${wanted.why}`, () => {
      const { view, problems } = readView(wanted.view);
      assert.deepEqual(problems, []);
      const shown = selectEvents(atlas.events, view);
      const rest = atlas.events.filter((event) => event.days && !wanted.events.includes(event.id));
      assert.deepEqual(idsOf(shown.events), wanted.events);
      assert.deepEqual(idsOf(shown.undated), wanted.undated);
      assert.deepEqual(idsOf(shown.outside), wanted.outside === "rest" ? idsOf(rest) : wanted.outside);
      if (wanted.places) assert.deepEqual(shown.places, wanted.places);
      if (wanted.unlocated) assert.deepEqual(idsOf(shown.unlocated), wanted.unlocated);
    });
  }
}

const why = table("why.json");
for (const { atlas: name, view: query, id, reasons } of why.cases) {
  test(`why ${id} is not shown: ${query}`, () => {
    const atlas = atlasOf(table("visibility.json").atlases[name]);
    let { view } = readView(query);
    let left = explainRecord(atlas, view, id).reasons;
    assert.deepEqual(left.map(({ filter }) => filter), reasons);
    for (let lift = left.find(({ patch }) => patch); lift; lift = left.find(({ patch }) => patch)) {
      view = { ...view, ...lift.patch };
      const now = explainRecord(atlas, view, id).reasons;
      assert.equal(now.length, left.length - 1, lift.filter);
      left = now;
    }
  });
}

for (const [name, place] of Object.entries(table("names.json").places)) {
  for (const wanted of place.cases) {
    test(`names, ${name}: ${wanted.why}`, () => {
      const window = wanted.window && wanted.window.map(dayOf);
      assert.equal(nameOf({ id: name, names: namesOf(place) }, wanted.lang, window), wanted.name);
    });
  }
}

test("a place without names is called by its id", () => {
  assert.equal(nameOf({ id: "somewhere", names: [] }, "en", null), "somewhere");
});

for (const { query, view, text, problems = [] } of table("views.json").cases) {
  test(`views: ${query || "nothing"}`, () => {
    const read = readView(query);
    assert.deepEqual(read.view, { ...PLAIN_VIEW, ...view });
    assert.deepEqual(read.problems.map((problem) => problem.key), problems);
    assert.equal(formatView(read.view), text);
    assert.equal(formatView(readView(text).view), text);
  });
}
