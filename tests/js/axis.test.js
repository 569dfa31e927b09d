import assert from "node:assert/strict";
import test from "node:test";

import {
  AXIS_SHORTEST, axisBin, axisBinStart, axisClamp, axisGrain, axisLimits, axisNearest, axisReveal, axisText, axisTicks, axisUnit, axisZoom,
} from "../../mapapp/webmap/static/axis.js";
import { calendarDate, dayNumber } from "../../mapapp/webmap/static/days.js";

const YEAR = 365.2425;
const ROOM = { day: 34, month: 46, year: 50 };
const years = (first, end) => [dayNumber(first), dayNumber(end)];

test("the unit follows the zoom: years for a century, months for a decade, days for a year", () => {
  assert.equal(axisUnit(100 * YEAR, 760), "year");
  assert.equal(axisUnit(10 * YEAR, 760), "month");
  assert.equal(axisUnit(YEAR, 760), "day");
  assert.equal(axisUnit(2100 * YEAR, 760), "decade");
  assert.equal(axisUnit(20000 * YEAR, 760), "century");
  assert.equal(axisUnit(YEAR, 366), "month");
});

test("handles stop at nothing coarser than a year", () => {
  assert.deepEqual(["day", "month", "year", "decade", "century"].map(axisGrain), ["day", "month", "year", "year", "year"]);
});

test("bins begin where they say, also before the common era", () => {
  for (const unit of ["day", "month", "year", "decade", "century"]) {
    for (const day of [dayNumber(-43, 3, 15), dayNumber(0, 1, 1), dayNumber(1, 1, 1), dayNumber(2024, 2, 29), dayNumber(1999, 12, 31)]) {
      const index = axisBin(day, unit);
      assert.ok(axisBinStart(index, unit) <= day && day < axisBinStart(index + 1, unit), `${unit} ${day}`);
    }
  }
  assert.equal(axisText(axisBin(dayNumber(-43, 3, 15), "month"), "month"), "-0043-03");
});

test("the nearest edge: a start rounds to the start of a bin, an end to the end of one", () => {
  const noon = (y, m, d) => dayNumber(y, m, d) + 0.5;
  assert.equal(axisNearest(noon(2004, 3, 1), "year", "from"), 2004);
  assert.equal(axisNearest(noon(2004, 9, 1), "year", "from"), 2005);
  assert.equal(axisNearest(noon(2004, 3, 1), "year", "to"), 2003);
  assert.equal(axisNearest(noon(2004, 9, 1), "year", "to"), 2004);
  assert.equal(axisNearest(dayNumber(2004, 9, 1), "month", "to"), 2004 * 12 + 7);
});

test("the limits hold all dates in whole years, and typed ends; open ends do not count", () => {
  const spans = [[dayNumber(1992, 8, 1), 1e12, 1e12, 1e12], null, [-1e12, dayNumber(2024, 7, 28), 1, dayNumber(2024, 7, 28)].map((d) => (d === 1 ? dayNumber(2024) : d))];
  assert.deepEqual(axisLimits(spans), years(1992, 2025));
  assert.deepEqual(axisLimits(spans, ["-0043", null]), years(-43, 2025));
  assert.deepEqual(axisLimits([]), years(2000, 2001));
});

test("a few days of events get an axis of days", () => {
  const [first, end] = axisLimits([[dayNumber(2024, 7, 28), 0, 0, dayNumber(2024, 7, 31)].map((d) => d || dayNumber(2024, 7, 28))]);
  assert.ok(first <= dayNumber(2024, 7, 25) && end >= dayNumber(2024, 8, 3) && end - first < 30);
});

test("zooming keeps the day under the pointer and stays within the limits", () => {
  const limits = years(1991, 2026);
  const day = dayNumber(2010);
  const zoomed = axisZoom(limits, limits, 0.5, day);
  const place = (range) => (day - range[0]) / (range[1] - range[0]);
  assert.ok(Math.abs(place(zoomed) - place(limits)) < 1e-9);
  assert.deepEqual(axisZoom(zoomed, limits, 100, day), limits);
  const deepest = axisZoom(limits, limits, 1e-9, day);
  assert.equal(Math.round(deepest[1] - deepest[0]), AXIS_SHORTEST);
  assert.deepEqual(axisClamp([limits[0] - 50, limits[0] + 50], limits), [limits[0], limits[0] + 100]);
});

test("what moved is brought on screen: near things by a little, far ones to the middle", () => {
  const limits = years(1900, 2026);
  const range = years(2000, 2010);
  assert.equal(axisReveal(range, limits, dayNumber(2004), dayNumber(2005)), range);
  const near = axisReveal(range, limits, dayNumber(2010), dayNumber(2010, 12, 31));
  assert.ok(near[1] > dayNumber(2011) && near[0] < dayNumber(2003));
  const far = axisReveal(range, limits, dayNumber(1950), dayNumber(1950));
  assert.ok(Math.abs((far[0] + far[1]) / 2 - dayNumber(1950)) < 2);
  assert.equal(axisReveal(range, limits, dayNumber(1990), dayNumber(2020)), range);
});

test("ticks: decades for long, years, months, days for short; labels have room", () => {
  const cases = [
    [years(-100, 2026), "year"], [years(1991, 2026), "year"], [years(2014, 2020), "year"], [years(2024, 2025), "month"],
    [[dayNumber(2024, 7, 20), dayNumber(2024, 8, 9)], "day"],
  ];
  for (const [range, kind] of cases) {
    const found = axisTicks(range, 760, ROOM);
    assert.equal(found.kind, kind);
    assert.ok(found.ticks.length >= 4 && found.ticks.length <= 23, `${kind} ${found.ticks.length}`);
    const pixels = 760 / (range[1] - range[0]);
    found.ticks.slice(1).forEach((tick, i) => {
      assert.ok((tick.day - found.ticks[i].day) * pixels >= ROOM[kind] * 0.9, `${kind} labels collide`);
    });
  }
});

test("28 to 31 July 2024 each have their tick", () => {
  const { ticks } = axisTicks([dayNumber(2024, 7, 20), dayNumber(2024, 8, 9)], 760, ROOM);
  const days = ticks.map((tick) => calendarDate(tick.day).join("-"));
  for (const day of [28, 29, 30, 31]) assert.ok(days.includes(`2024-7-${day}`), `${day}`);
  assert.equal(ticks.find((tick) => calendarDate(tick.day)[2] === 1).level, "month");
});
