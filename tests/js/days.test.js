import assert from "node:assert/strict";
import test from "node:test";

import {
  calendarDate, dateText, dayNumber, daysInMonth, isLeap, parseSpan, precisionOf, yearOf, yearText,
} from "../../mapapp/webmap/static/days.js";
import { table } from "./described.js";

const DAYS = table("days.json");

for (const { date, day } of DAYS.days) {
  test(`the day of ${date.join(" ")}`, () => {
    assert.equal(dayNumber(...date), day);
    assert.deepEqual(calendarDate(day), date);
    assert.equal(yearOf(day), date[0]);
  });
}

for (const { text, days } of DAYS.spans) {
  test(`the span of ${JSON.stringify(text)}`, () => assert.deepEqual(parseSpan(text), days));
}

test("days are counted as by Date, which counts as well but has a time zone and an epoch", () => {
  const epoch = 719163;
  for (let day = -3_000_000; day <= 3_000_000; day += 977) {
    const date = new Date((day - epoch) * 86_400_000);
    const parts = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    assert.deepEqual(calendarDate(day), parts);
    assert.equal(dayNumber(...parts), day);
  }
});

test("texts of days, months and years can be read again", () => {
  for (const year of [-17000, -10000, -9999, -44, -1, 0, 1, 33, 999, 2004, 9999, 10000, 17000]) {
    const first = dayNumber(year);
    assert.deepEqual(parseSpan(yearText(year)), [first, dayNumber(year, 12, 31)]);
    assert.equal(dateText(first, "year"), yearText(year));
    if (Math.abs(year) > 9999) continue; // the format has months and days in years of four digits only
    for (const [text, precision] of [[dateText(first, "month"), "month"], [dateText(first, "day"), "day"]]) {
      assert.equal(parseSpan(text)[0], first);
      assert.equal(precisionOf(text), precision);
    }
  }
});

test("the fineness of a date", () => {
  assert.deepEqual(["2004", "-0043", "Y17000", "2004-08", "2004-08-28"].map(precisionOf), ["year", "year", "year", "month", "day"]);
});

test("leap years", () => {
  assert.deepEqual([1900, 2000, 2003, 2004, 0, -1, -4, -100, -400].map(isLeap), [false, true, false, true, true, false, true, false, true]);
  assert.deepEqual([daysInMonth(2004, 2), daysInMonth(2100, 2), daysInMonth(2004, 4), daysInMonth(2004, 12)], [29, 28, 30, 31]);
});
