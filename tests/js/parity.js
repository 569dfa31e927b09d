// Answers of the page's modules to values made by Python (tests/test_contract.py): node parity.js values.json

import { readFileSync } from "node:fs";

import { calendarDate, dayNumber, parseSpan } from "../../mapapp/webmap/static/days.js";
import { decodeAtlas, nameOf } from "../../mapapp/webmap/static/decode.js";
import { applyReadings, chosenReadings } from "../../mapapp/webmap/static/follow.js";
import { fold, learnFolds, searchWords } from "../../mapapp/webmap/static/fold.js";
import { formatView, normaliseView, numberText, readView } from "../../mapapp/webmap/static/query.js";
import { unpackArcs } from "../../mapapp/webmap/static/unpack.js";
import { selectEvents } from "../../mapapp/webmap/static/visible.js";
import { figureReasons } from "../../mapapp/webmap/static/why.js";

const ids = (records) => records.map((record) => record.id);

const ANSWERS = {
  selections: (cases) => cases.map(({ payload, views }) => {
    const atlas = decodeAtlas(payload);
    return views.map((query) => {
      const { view } = readView(query);
      const shown = selectEvents(atlas.events, view);
      const window = view.names === "today" ? null : shown.window;
      const names = atlas.places.map((place) => nameOf(place, view.lang, window));
      return [ids(shown.events), ids(shown.undated), ids(shown.outside), shown.places, ids(shown.unlocated), names];
    });
  }),
  readings: ([payload, queries]) => {
    const atlas = decodeAtlas(payload);
    return queries.map((query) => {
      const { view } = readView(query);
      applyReadings(atlas, view);
      return {
        chosen: Object.fromEntries(chosenReadings(atlas, view)),
        events: Object.fromEntries(atlas.events.map((one) => [one.id, [one.edtf ?? null, one.kind, one.actors, one.places, one.ordinal]])),
        shown: ids(selectEvents(atlas.events, view).events),
        figures: Object.fromEntries(atlas.figures.map((one) => [one.id, [one.normalized ?? null, one.value]])),
        figuresShown: ids(atlas.figures.filter((one) => !figureReasons(one, view, atlas).length)),
        eras: atlas.eras.map((era) => era.edtf),
      };
    });
  },
  days: (days) => days.map((day) => [calendarDate(day), dayNumber(...calendarDate(day))]),
  spans: (texts) => texts.map(parseSpan),
  views: (views) => views.map((view) => formatView(normaliseView(view))),
  numbers: (numbers) => numbers.map(([value, digits]) => numberText(value, digits)),
  queries: (queries) => queries.map((query) => {
    const { view, problems } = readView(query);
    return [formatView(view), problems.map((problem) => problem.key)];
  }),
  folds: ([table, texts]) => {
    learnFolds(table);
    return texts.map((text) => [fold(text), searchWords(text)]);
  },
  arcs: (basemap) => unpackArcs(basemap).map((arc) => [...arc]),
};

const [task, values] = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(ANSWERS[task](values)));
