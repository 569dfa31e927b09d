// A reader's own copy of a source: fingerprint, encoding, and where its cited passages stand.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";

import { decodeCopy, matchCopy } from "../../mapapp/webmap/static/copies.js";
import { cutText, placeByPosition, placeByTerm, unitsOf } from "../../mapapp/webmap/static/passages.js";
import { sha256 } from "../../mapapp/webmap/static/sha256.js";

const bytesOf = (text) => new TextEncoder().encode(text);
const fingerprint = (bytes) => createHash("sha256").update(bytes).digest("hex");
const TEXT = "𠮷田先生訪問東京。\n他在二〇〇四年的會議上，說明了中國與日本的關係。\nThe end.\n";
const SOURCES = [{ id: "paper", text: { sha256: fingerprint(bytesOf(TEXT)), characters: [...TEXT].length, encoding: "utf-8" } }, { id: "book" }];

/** UTF-16 of a text, with its byte order mark. */
function utf16(text, little) {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  [...`\ufeff${text}`.split("")].forEach((unit, i) => view.setUint16(2 * i, unit.charCodeAt(0), little));
  return new Uint8Array(view.buffer);
}

test("SHA-256 of every length around a block", () => {
  for (const length of [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + 1) % 256);
    assert.equal(sha256(bytes), fingerprint(bytes), `${length} bytes`);
  }
  assert.equal(sha256(bytesOf("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("a copy is known by its bytes, or by its characters in another encoding or with other line ends", () => {
  const forms = { same: bytesOf(TEXT), windows: bytesOf(TEXT.replaceAll("\n", "\r\n")), marked: bytesOf(`\ufeff${TEXT}`),
    little: utf16(TEXT, true), big: utf16(TEXT, false) };
  for (const [name, bytes] of Object.entries(forms)) {
    const { source, exact, text } = matchCopy(bytes, SOURCES);
    assert.deepEqual([source, exact, text], ["paper", true, TEXT], name);
  }
  const other = matchCopy(bytesOf(`${TEXT}!`), SOURCES);
  assert.deepEqual([other.source, other.exact], [null, false]);
});

test("Big5, GB18030 and Shift_JIS are told from one another", () => {
  const big5 = Uint8Array.of(0xa4, 0xa4, 0xb0, 0xea, 0xaa, 0xba, 0xb7, 0x7c, 0xc4, 0xb3, 0xa1, 0x43, 0xa5, 0x4c, 0xa6, 0x62, 0xa4, 0xe9, 0xa5, 0xbb); // 中國的會議。他在日本
  const gb = Uint8Array.of(0xd6, 0xd0, 0xb9, 0xfa, 0xb5, 0xc4, 0xbb, 0xe1, 0xd2, 0xe9, 0xa1, 0xa3, 0xcb, 0xfb, 0xd4, 0xda, 0xc8, 0xd5, 0xb1, 0xbe); // 中国的会议。他在日本
  const sjis = Uint8Array.of(0x93, 0xfa, 0x96, 0x7b, 0x82, 0xcc, 0x89, 0xef, 0x8b, 0x63, 0x82, 0xcd, 0x81, 0x41, 0x91, 0xe5, 0x82, 0xab, 0x82, 0xa2, 0x81, 0x42); // 日本の会議は、大きい。
  assert.deepEqual(decodeCopy(big5), { text: "中國的會議。他在日本", encoding: "big5" });
  assert.deepEqual(decodeCopy(gb), { text: "中国的会议。他在日本", encoding: "gb18030" });
  assert.deepEqual(decodeCopy(sjis), { text: "日本の会議は、大きい。", encoding: "shift_jis" });
});

test("ranges count code points: a character beyond the first plane is one", () => {
  const [place] = placeByPosition([{ start: 6, end: 8 }], TEXT);
  assert.equal(TEXT.slice(place.start, place.end), [...TEXT].slice(6, 8).join(""));
  assert.deepEqual([0, 1, 2, 999].map(unitsOf("𠮷a")), [0, 2, 3, 3]);
});

test("in a text that differs a passage is found by its key term, and by its neighbours where the term stands twice", () => {
  const text = "A new preface. Alpha opens. The talks begin. Beta follows. The talks end. Gamma closes.";
  const passages = [
    { start: 0, end: 9, terms: ["Alpha"] }, { start: 10, end: 19, terms: ["talks"] }, { start: 20, end: 29, terms: ["Beta"] },
    { start: 30, end: 39, terms: ["talks"] }, { start: 40, end: 49, terms: ["Gamma"] }, { start: 50, end: 59, terms: ["Delta"] },
    { start: 60, end: 69, terms: [] },
  ];
  const found = placeByTerm(passages, text, 70).map((place) => place && text.slice(place.start, place.end));
  assert.deepEqual(found, ["Alpha opens.", "The talks begin.", "Beta follows.", "The talks end.", "Gamma closes.", null, null]);
});

test("a text is cut where passages begin and end, and each piece knows the passages over it, shortest first", () => {
  const pieces = cutText(10, [{ start: 0, end: 6 }, null, { start: 4, end: 8 }]);
  assert.deepEqual(pieces.map(({ start, end, passages }) => [start, end, passages]), [[0, 4, [0]], [4, 6, [2, 0]], [6, 8, [2]], [8, 10, []]]);
});
