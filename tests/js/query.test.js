// What the table tests/tables/views.json does not say: numbers, and keys over a base View.

import assert from "node:assert/strict";
import test from "node:test";

import { PLAIN_VIEW, formatView, normaliseView, numberText, readView } from "../../mapapp/webmap/static/query.js";

test("numbers have no needless decimals, and ties go away from zero", () => {
  const cases = [
    [0.5, 0, "1"], [2.5, 0, "3"], [-2.5, 0, "-3"], [0.03125, 4, "0.0313"], [0.125, 2, "0.13"], [1.005, 2, "1"],
    [-0.00001, 4, "0"], [100, 2, "100"], [100, 0, "100"], [12.34, 4, "12.34"], [0, 4, "0"],
  ];
  for (const [value, digits, text] of cases) assert.equal(numberText(value, digits), text, `${value} to ${digits}`);
});

test("keys that are not named keep the values of the base", () => {
  const base = { ...PLAIN_VIEW, mode: "up-to", to: "2004", kinds: ["a"], lang: "ja" };
  assert.deepEqual(readView("kind=b", base).view, { ...base, kinds: ["b"] });
  assert.deepEqual(readView("kind=", base).view.kinds, []);
  assert.deepEqual(base.kinds, ["a"], "the base stays as it was");
});

test("the plain View cannot be changed by reading", () => {
  const { view } = readView("");
  view.q = "changed";
  assert.equal(readView("").view.q, "");
  assert.ok(Object.isFrozen(PLAIN_VIEW));
});

test("normalising twice changes nothing", () => {
  for (const mode of ["in", "between", "up-to"]) {
    for (const from of [null, "2004", "2004-08", "1999-02-28"]) {
      for (const to of [null, "2004", "2003-12", "2010"]) {
        const once = normaliseView({ ...PLAIN_VIEW, mode, from, to });
        assert.deepEqual(normaliseView(once), once);
      }
    }
  }
});

test("the text of a View names its mode and leaves other defaults out", () => {
  assert.equal(formatView(PLAIN_VIEW), "mode=between");
});
