import assert from "node:assert/strict";
import test from "node:test";

import {
  NO_FILTERS, activeFilters, bestLift, byFrequency, facetModel, layerSwitch, switchedLayers, toggled,
} from "../../mapapp/webmap/static/facets.js";
import { emptyHelp } from "../../mapapp/webmap/static/notice.js";
import { chipIds } from "../../mapapp/webmap/static/railfacets.js";
import { searchHits } from "../../mapapp/webmap/static/search.js";
import { selectEvents } from "../../mapapp/webmap/static/visible.js";
import { smallAtlas, viewOf } from "./small-atlas.js";

const atlas = smallAtlas();

test("a facet counts events in the window and in all, with its own filter lifted", () => {
  const model = facetModel(atlas, viewOf("mode=between&from=2006&to=2006&kind=visit"));
  assert.deepEqual(model.kinds.get("meeting"), { shown: 1, all: 2 });
  assert.deepEqual(model.kinds.get("aid"), { shown: 0, all: 2 });
  assert.deepEqual(model.actors.get("japan"), { shown: 1, all: 1 }, "the filter of another facet still counts");
  assert.deepEqual(model.disputed, { shown: 0, all: 0 });
});

test("the count of certain dates leaves out soft ones whether or not the filter is on", () => {
  for (const certainty of ["possible", "certain"]) {
    assert.equal(facetModel(atlas, viewOf(`mode=between&certainty=${certainty}`)).certain.shown, 3);
  }
});

test("each active filter lifts itself alone", () => {
  const view = viewOf("mode=between&kind=visit,aid&actor=japan&q=+word+&disputed=1&certainty=certain");
  const active = activeFilters(view);
  assert.deepEqual(active.map(({ filter, id }) => [filter, id]), [
    ["kind", "visit"], ["kind", "aid"], ["actor", "japan"], ["q", " word "], ["certainty", null], ["disputed", null],
  ]);
  assert.deepEqual(active[0].patch, { kinds: ["aid"] });
  assert.deepEqual(activeFilters({ ...view, ...NO_FILTERS }), []);
});

test("the filter that excludes most is offered for lifting", () => {
  const view = viewOf("mode=in&from=2006&kind=aid&actor=japan");
  assert.deepEqual(bestLift(atlas.events, view), { filter: "kind", count: 2, patch: { kinds: [] } });
  assert.equal(bestLift(atlas.events, viewOf("mode=in&from=1950&kind=aid")), null);
});

test("help for an empty window: only where a filter is on", () => {
  const help = (query) => emptyHelp(atlas, viewOf(query), selectEvents(atlas.events, viewOf(query)));
  assert.equal(help("mode=in&from=1950"), null);
  assert.equal(help("mode=in&from=2006&kind=visit"), null);
  assert.deepEqual(help("mode=in&from=2006&kind=aid"), { lift: { filter: "kind", count: 2, patch: { kinds: [] } }, elsewhere: 1 });
});

test("switching a layer there and back gives the atlas's own choice", () => {
  const view = viewOf("mode=between");
  assert.deepEqual(switchedLayers(atlas, view), ["cities"]);
  const on = { ...view, ...layerSwitch(atlas, view, "arc") };
  assert.deepEqual(on.layers, ["cities", "arc"]);
  assert.deepEqual(layerSwitch(atlas, on, "arc"), { layers: null });
  assert.deepEqual(layerSwitch(atlas, view, "cities"), { layers: [] });
});

test("chips: the first of the list and the chosen ones", () => {
  assert.deepEqual(chipIds(["a", "b", "c", "d"], ["d"], 2), ["a", "b", "d"]);
  assert.deepEqual(byFrequency(atlas.events, (event) => event.actors), ["japan", "usa"]);
  assert.deepEqual(toggled(toggled(["a"], "b"), "a"), ["b"]);
});

test("search finds places by any of their names, without accents, and events in the window first", () => {
  const hits = (q, query = "mode=between") => searchHits(atlas, q, selectEvents(atlas.events, viewOf(query)))
    .map(({ record }) => record.id);
  assert.deepEqual(hits("tokyo"), ["tokyo"]);
  assert.deepEqual(hits("東京"), ["tokyo"]);
  assert.deepEqual(hits("frun"), ["bishkek"]);
  assert.deepEqual(hits("m", "mode=in&from=2006").slice(0, 2), ["m2", "m1"]);
  assert.deepEqual(hits("  "), []);
});
