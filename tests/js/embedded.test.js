// What files say about the view they show, against the table that Python reads too, and what is made of it.

import assert from "node:assert/strict";
import test from "node:test";

import { crc32, pngWithTexts, readEmbedded } from "../../mapapp/webmap/static/embedded.js";
import { reopeningAnswer } from "../../mapapp/webmap/static/reopening.js";
import { layOutPicture } from "../../mapapp/webmap/static/picture-layout.js";
import { table } from "./described.js";

const bytesOf = (base64) => Uint8Array.from(Buffer.from(base64, "base64"));

for (const { why, base64, expected } of table("embedded.json").cases) {
  test(`embedded: ${why}`, () => assert.deepEqual(readEmbedded(bytesOf(base64)), expected));
}

test("no bytes make it fail", () => {
  const starts = table("embedded.json").cases.map(({ base64 }) => bytesOf(base64));
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let i = 0; i < 400; i += 1) {
    const bytes = starts[i % starts.length].slice();
    for (let k = 0; k < 6; k += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    readEmbedded(bytes.subarray(0, Math.floor(random() * bytes.length)));
  }
});

test("a picture that the page writes says its view", () => {
  const plain = bytesOf(table("embedded.json").plain_png);
  assert.equal(readEmbedded(plain), null);
  const written = pngWithTexts(plain, [["Title", "中亞"], ["mapapp:view", "mode=in&q=中"], ["mapapp:atlas", "crossroads"]]);
  assert.deepEqual(readEmbedded(written), { atlas: "crossroads", version: "", sha256: "", view: "mode=in&q=中" });
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
});

const t = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const store = { atlas: { id: "crossroads", sha256: "0f" }, host: { atlases: [{ id: "other" }] } };
const facts = (more) => ({ atlas: "crossroads", version: "1", sha256: "0f", view: "mode=in&from=2009", ...more });

test("a file of this atlas opens its view without a word", () => {
  assert.deepEqual(reopeningAnswer("a.png", facts({}), store, t), { query: "mode=in&from=2009", text: "" });
});

test("what is odd about a file is said", () => {
  assert.match(reopeningAnswer("a.png", null, store, t).text, /a\.png does not say which view/);
  const changed = reopeningAnswer("a.png", facts({ sha256: "ff" }), store, t);
  assert.match(changed.text, /made from version 1; the atlas has changed/);
  assert.equal(changed.query, "mode=in&from=2009");
  assert.match(reopeningAnswer("a.png", facts({ view: "mode=in&new=1" }), store, t).text, /new=1/);
  assert.deepEqual(reopeningAnswer("a.png", facts({ atlas: "other" }), store, t), {
    text: "a.png shows another atlas: other.", other: { atlas: "other", view: "mode=in&from=2009" },
  });
  assert.equal(reopeningAnswer("a.png", facts({ atlas: "third" }), store, t).other, undefined);
});

test("the legend of a picture stands below the map in as many columns as fit", () => {
  const sheet = layOutPicture(600, 400, 5);
  assert.equal(sheet.columns, 2);
  assert.ok(sheet.legend > sheet.top + 400 && sheet.height > sheet.legend + 3 * 20);
  assert.equal(layOutPicture(200, 100, 1).columns, 1);
});
