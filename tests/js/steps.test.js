import assert from "node:assert/strict";
import test from "node:test";

import { axisLimits } from "../../mapapp/webmap/static/axis.js";
import { binStops } from "../../mapapp/webmap/static/bins.js";
import { dayNumber, parseSpan } from "../../mapapp/webmap/static/days.js";
import { normaliseView } from "../../mapapp/webmap/static/query.js";
import {
  dateField, dateStep, dateTyped, dateWindowWords, dateWords,
} from "../../mapapp/webmap/static/timeline-dates.js";
import {
  moveDate, moveEnd, moveEra, moveFar, moveFromEmpty, moveHandle, moveMode, moveRestart, moveStep, moveToInclude, moveUnit,
  moveWindow,
} from "../../mapapp/webmap/static/timeline-moves.js";

const DATES = ["1992-08-26", "1997-07-24", "2004-08-28", "2006-06-05", "2014-07-17", "2024-07-28", "2024-07-30", "2024-12"];
const EVENTS = DATES.map((text) => {
  const [first, last] = parseSpan(text);
  return { days: [first, last, first, last], moment: true };
});
const clockOf = (grain) => ({ grain, stops: binStops(EVENTS, grain), limits: axisLimits(EVENTS.map((event) => event.days)) });
const YEARS = clockOf("year");
const DAYS = clockOf("day");
const between = (from, to) => ({ mode: "between", from, to });
const store = (lang) => ({ view: { lang }, t: (msgid, values = {}) => msgid.replace(/\{(\w+)\}/g, (_, name) => values[name]) });

test("typed dates become EDTF", () => {
  const cases = {
    1997: "1997", 44: "0044", "-44": "-0044", "-0044": "-0044", "44 BCE": "-0043", "44 bc": "-0043", "44 B.C.": "-0043",
    "100 CE": "0100", "AD 100": "0100", "2004-08": "2004-08", "2004/8": "2004-08", "8/2004": "2004-08", "2004-08-13": "2004-08-13",
    "13.8.2004": "2004-08-13", "17 July 2014": "2014-07-17", "July 17, 2014": "2014-07-17", "Aug 2004": "2004-08",
    "sept. 2004": "2004-09", "2014年7月17日": "2014-07-17", "2014年": "2014", "２０１４年７月": "2014-07", "西元前44年": "-0043",
    "紀元前44年": "-0043", "15 March 44 BCE": "-0043-03-15", "12000": "Y12000", "−44": "-0044", " 1997 ": "1997",
  };
  for (const [typed, edtf] of Object.entries(cases)) assert.equal(dateTyped(typed), edtf, typed);
});

test("typed open ends, and what is no date", () => {
  for (const open of ["", "  ", "..", "…", "open"]) assert.equal(dateTyped(open), null, open);
  for (const bad of ["nonsense", "2004-13", "2004-02-30", "0 BCE", "7/17/2014", "Foo 2004", "<b>1997</b>", "1997 to 2004"]) {
    assert.equal(dateTyped(bad), undefined, bad);
  }
});

test("what a field shows can be typed back", () => {
  for (const text of ["1997", "2004-08", "2004-08-13", "-0043", "0044", "Y12000"]) {
    assert.equal(dateTyped(dateField(text, store("en"))), text);
  }
});

test("steps: as fine as the finer of date and step; a start moves its first day, an end its last", () => {
  assert.equal(dateStep("1997", "from", "year", 1), "1998");
  assert.equal(dateStep("1997", "to", "decade", -1), "1987");
  assert.equal(dateStep("2004-08", "to", "month", 5), "2005-01");
  assert.equal(dateStep("2004-12-31", "to", "day", 1), "2005-01-01");
  assert.equal(dateStep("2015", "to", "month", 1), "2016-01");
  assert.equal(dateStep("2015", "from", "month", -1), "2014-12");
  assert.equal(dateStep("2015", "to", "day", 1), "2016-01-01");
  assert.equal(dateStep("2024-01-31", "to", "month", 1), "2024-02-29");
  assert.equal(dateStep("2024-02-29", "from", "year", -1), "2023-02-28");
  assert.equal(dateStep("0001", "from", "year", -2), "-0001");
});

test("a handle snaps to documented dates within the tolerance and is free with none", () => {
  assert.equal(moveDate(dayNumber(1998, 3, 1), "from", YEARS, 500), "1997");
  assert.equal(moveDate(dayNumber(1998, 3, 1), "from", YEARS, 0), "1998");
  assert.equal(moveDate(dayNumber(2005, 3, 1), "to", YEARS, 0), "2004");
  assert.equal(moveDate(dayNumber(2024, 7, 29), "from", DAYS, 2), "2024-07-28");
  assert.equal(moveDate(dayNumber(2024, 12, 30), "to", DAYS, 4), "2024-12");
  assert.equal(moveDate(dayNumber(1800), "from", YEARS, 0), "1992");
});

test("handles may cross: the one that moves becomes the other end", () => {
  const view = { mode: "between" };
  assert.deepEqual(moveHandle(view, "from", "2004", dayNumber(1998), YEARS, 0), { from: "1998", to: "2004" });
  assert.deepEqual(moveHandle(view, "from", "2004", dayNumber(2004, 5, 1), YEARS, 0), { from: "2004", to: "2004" });
  assert.deepEqual(moveHandle(view, "from", "2004", dayNumber(2008, 12, 1), YEARS, 0), { from: "2004", to: "2008" });
  assert.deepEqual(moveHandle(view, "from", null, dayNumber(2008), YEARS, 0), { from: "2008" });
});

test("the single unit follows the pointer", () => {
  assert.equal(moveUnit(dayNumber(2009, 7, 1), YEARS, 0), "2009");
  assert.equal(moveUnit(dayNumber(2009, 7, 1), YEARS, 200), "2009");
  assert.equal(moveUnit(dayNumber(2005, 1, 5), YEARS, 250), "2004");
  assert.deepEqual(moveHandle({ mode: "in" }, "to", null, dayNumber(2006, 7, 1), YEARS, 0), { from: "2006", to: "2006" });
});

test("the window moves as a whole, in its own units, and stops at the limits", () => {
  assert.deepEqual(moveWindow(between("1997", "2004"), 365 * 3, YEARS, 0), { from: "2000", to: "2007" });
  assert.deepEqual(moveWindow(between("1997", "2004"), 365 * 300, YEARS, 0), { from: "2017", to: "2024" });
  assert.deepEqual(moveWindow(between("2024-07-01", "2024-07-04"), 3, DAYS, 0), { from: "2024-07-04", to: "2024-07-07" });
  assert.equal(moveWindow(between(null, "2004"), 365, YEARS, 0), null);
});

test("arrow keys step one end; an open end comes in to the documents", () => {
  assert.deepEqual(moveEnd(between("1997", "2004"), "to", "year", 5, YEARS), { to: "2009" });
  assert.deepEqual(moveEnd(between("1997", "2004"), "from", "event", 1, YEARS), { from: "2004" });
  assert.deepEqual(moveEnd(between("1997", null), "to", "year", -1, YEARS), { to: "2024" });
  assert.equal(moveEnd(between("1997", null), "to", "year", 1, YEARS), null);
  assert.equal(moveEnd(between("1997", "2024"), "to", "year", 1, YEARS), null);
  assert.deepEqual(moveEnd({ mode: "in", from: "2024", to: "2024" }, "to", "month", 1, clockOf("month")), { from: "2024-01", to: "2024-01" });
});

test("Home and End open the end; towards the other they go as far as it stands", () => {
  assert.deepEqual(moveFar(between("1997", "2004"), "from", "from", YEARS), { from: null });
  assert.deepEqual(moveFar(between("1997", "2004"), "from", "to", YEARS), { from: "2004" });
  assert.deepEqual(moveFar(between("1997", null), "from", "to", YEARS), { from: "2024" });
  assert.deepEqual(moveFar({ mode: "in", from: "2004", to: "2004" }, "to", "from", YEARS), { from: "1992", to: "1992" });
  assert.deepEqual(moveFar({ mode: "up-to", from: null, to: "2004" }, "to", "to", YEARS), { from: null, to: null });
});

test("28 to 31 July 2024 can be walked event by event and day by day", () => {
  let view = { mode: "in", from: "2024-07-28", to: "2024-07-28" };
  view = { ...view, ...moveStep(view, "event", 1, DAYS) };
  assert.equal(view.from, "2024-07-30");
  assert.deepEqual(moveStep(view, "event", 1, DAYS), { from: "2024-12", to: "2024-12" });
  assert.deepEqual(moveStep(view, "day", 1, DAYS), { from: "2024-07-31", to: "2024-07-31" });
  assert.deepEqual(moveStep(view, "event", -1, DAYS), { from: "2024-07-28", to: "2024-07-28" });
});

test("play: the window moves with its length, up to grows, both end", () => {
  assert.deepEqual(moveStep(between("1992", "1997"), "event", 1, YEARS), { from: "1999", to: "2004" });
  assert.deepEqual(moveStep(between("1992", "1997"), "year", 1, YEARS), { from: "1993", to: "1998" });
  assert.deepEqual(moveStep({ mode: "up-to", from: null, to: "1997" }, "decade", 1, YEARS), { from: null, to: "2007" });
  assert.equal(moveStep({ mode: "up-to", from: null, to: "2024" }, "event", 1, YEARS), null);
  assert.equal(moveStep(between("2020", "2024"), "year", 1, YEARS), null);
  assert.deepEqual(moveRestart({ mode: "up-to", from: null, to: "2024" }, YEARS), { from: null, to: "1992" });
  assert.deepEqual(moveRestart(between("2020", "2024"), YEARS), { from: "1992", to: "1996" });
});

test("playing ends, whatever the mode and the step", () => {
  for (const mode of ["in", "between", "up-to"]) {
    for (const step of ["event", "month", "year", "decade"]) {
      let view = normaliseView({ mode, from: mode === "up-to" ? null : "1992", to: mode === "in" ? "1992" : "1994" });
      let count = 0;
      for (let patch = moveStep(view, step, 1, YEARS); patch; patch = moveStep(view, step, 1, YEARS)) {
        const before = view.to;
        view = normaliseView({ ...view, ...patch });
        const entered = view.to.startsWith(before);
        assert.ok(entered || parseSpan(view.to)[1] > parseSpan(before)[1], `${mode} ${step} at ${view.to}`);
        count += 1;
        assert.ok(count < 1000);
      }
      assert.ok(count > 2, `${mode} ${step}`);
    }
  }
});

test("an empty window names the next documented date, else the one before", () => {
  const window = (text) => parseSpan(text);
  assert.deepEqual(moveFromEmpty(window("1999"), YEARS), { text: "2004", forward: true });
  assert.deepEqual(moveFromEmpty([dayNumber(2030), 1e12], YEARS), { text: "2024", forward: false });
  assert.equal(moveFromEmpty(window("1999"), { ...YEARS, stops: binStops([], "year") }), null);
});

test("a window is made to hold a date by its nearer end", () => {
  assert.deepEqual(moveToInclude(between("1997", "1999"), "2004"), { to: "2004" });
  assert.deepEqual(moveToInclude(between("1997", "1999"), "1992"), { from: "1992" });
  assert.equal(moveToInclude(between("1997", "1999"), "1998"), null);
  assert.deepEqual(moveToInclude({ mode: "in", from: "1999", to: "1999" }, "2004"), { from: "2004", to: "2004" });
});

test("changing the mode keeps what it can and brings back what was", () => {
  assert.deepEqual(moveMode(between("1997", "2004"), "in", null, YEARS), { mode: "in", from: "1997", to: "1997" });
  assert.deepEqual(moveMode(between(null, null), "in", null, YEARS), { mode: "in", from: "2024", to: "2024" });
  assert.deepEqual(moveMode(between("1997", "2004"), "up-to", null, YEARS), { mode: "up-to", from: null, to: "2004" });
  const before = { from: "1997", to: "2004" };
  assert.deepEqual(moveMode({ mode: "in", from: "1999", to: "1999" }, "between", before, YEARS), { mode: "between", ...before });
  assert.deepEqual(moveMode({ mode: "up-to", from: null, to: "2010" }, "between", before, YEARS), { mode: "between", from: "1997", to: "2010" });
});

test("an era becomes a window; open ends stay open", () => {
  const era = (edtf, days = [0, 0, 0, 0]) => moveEra({ edtf, days });
  assert.deepEqual(era("1992/1997"), between("1992", "1997"));
  assert.deepEqual(era("2004/..", [dayNumber(2004), 0, 1e12, 1e12]), between("2004", null));
  assert.deepEqual(era("1992~/1997?"), between("1992", "1997"));
  assert.deepEqual(era("199X/2004", [dayNumber(1990), 0, 0, dayNumber(2004)]), between("1990", "2004"));
});

test("dates and windows in words", () => {
  assert.equal(dateWords("2004-08-13", store("en")), "13 August 2004");
  assert.equal(dateWords("2004-08", store("en"), true), "Aug 2004");
  assert.equal(dateWords("-0043", store("en")), "44 BCE");
  assert.equal(dateWords("2004-08-13", store("zh-Hant")), "2004年8月13日");
  const words = (view) => dateWindowWords(view, store("en"));
  assert.equal(words(between("1997", "2015")), "1997 to 2015");
  assert.equal(words(between("1997", "1997")), "1997");
  assert.equal(words(between(null, null)), "all years");
  assert.equal(words({ mode: "up-to", from: "1900", to: "2015" }), "up to 2015");
  assert.equal(words(between("2004", null)), "from 2004, no end stated");
});
