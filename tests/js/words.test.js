import assert from "node:assert/strict";
import test from "node:test";

import { dayNumber } from "../../mapapp/webmap/static/days.js";
import { localeTag,
  dateCertainty, datePrecision, figureValue, ordinalWord, placeCertainty, shortDate,
} from "../../mapapp/webmap/static/words.js";
import { smallAtlas, t } from "./small-atlas.js";

const span = (first, last) => [first, first, last, last];
const JULY = span(dayNumber(2014, 7), dayNumber(2014, 7, 31));

test("short dates: words in English, numerals elsewhere", () => {
  const day = dayNumber(2014, 7, 17);
  const cases = [
    [span(day, day), "17 Jul 2014", "2014-07-17"],
    [JULY, "Jul 2014", "2014-07"],
    [span(dayNumber(2014), dayNumber(2014, 12, 31)), "2014", "2014"],
    [span(dayNumber(1992), dayNumber(1997, 12, 31)), "1992–1997", "1992–1997"],
    [span(dayNumber(2004), 1e12), "2004–", "2004–"],
    [span(dayNumber(2023, 6, 11), dayNumber(2023, 6, 20)), "11 Jun 2023–20 Jun 2023", "2023-06-11–2023-06-20"],
    [span(dayNumber(-43), dayNumber(-43, 12, 31)), "44 BCE", "44 BCE"],
  ];
  for (const [days, english, japanese] of cases) {
    assert.equal(shortDate({ days }, "en", t), english);
    assert.equal(shortDate({ days }, "ja", t), japanese);
  }
  assert.equal(shortDate({ days: JULY, soft: true }, "en", t), "Jul 2014?");
  assert.equal(shortDate({ days: null }, "en", t), "undated");
});

test("precision of a date", () => {
  assert.equal(datePrecision(JULY), "month");
  assert.equal(datePrecision(span(dayNumber(2014), dayNumber(2014, 6, 30))), "span");
  assert.equal(datePrecision([-1e12, -1e12, 5, 5]), "span");
});

test("what is said of date and place names the weakest link", () => {
  const atlas = smallAtlas();
  const event = (id) => atlas.eventById.get(id);
  assert.deepEqual(dateCertainty(event("m1"), atlas, t), { open: false, text: "Date certain, to the day" });
  assert.deepEqual(dateCertainty(event("m2"), atlas, t), { open: false, text: "Date disputed" });
  assert.deepEqual(dateCertainty(event("us"), atlas, t), { open: true, text: "Date uncertain" });
  assert.deepEqual(dateCertainty({ ...event("us"), date_basis: "outside" }, atlas, t).text, "Date from outside the sources");
  assert.deepEqual(dateCertainty(event("none"), atlas, t), { open: true, text: "No date stated" });
  assert.deepEqual(placeCertainty(event("m1"), atlas, t), { open: false, text: "Place stated: city" });
  assert.deepEqual(placeCertainty({ ...event("m1"), place_basis: "inferred" }, atlas, t).open, true);
  assert.deepEqual(placeCertainty(event("none"), atlas, t), { open: true, text: "No place stated" });
});

test("figures read as printed", () => {
  assert.equal(figureValue({ value: "150-400", unit: "km", bound: "about" }, t), "about 150-400 km");
  assert.equal(figureValue({ value: "2,000", unit: "億桶", bound: "range" }, t), "2,000億桶");
  assert.equal(figureValue({ value: "7", bound: "exact" }, t), "7");
});

test("ordinals in words up to ten", () => {
  assert.equal(ordinalWord(5, t), "fifth");
  assert.equal(ordinalWord(11, t), "no. 11");
});

test("a language that is none is English to the browser", () => {
  for (const tag of ['" onload="x', "en-x-<script>", "abcd", "en-a", "..", "zh-Hant\0", ""]) assert.equal(localeTag(tag), "en", tag);
  assert.equal(localeTag("zh-Hant"), "zh-Hant");
});
