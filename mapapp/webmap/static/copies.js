// A reader's own copy of a source: its encoding, whether it is the text that is cited, and whose text it is. Pure.

import { sha256 } from "./sha256.js";

const GUESSED_ENCODINGS = ["big5", "gb18030", "shift_jis", "euc-kr"];

/** The text of bytes in an encoding, every character kept (a byte order mark too); null where they are not of it. */
function strictText(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The text of a file: by its byte order mark, else UTF-8 where it is valid, else the encoding of Chinese, Japanese or
 * Korean in which it reads best.
 * @param {Uint8Array} bytes @returns {{text: string, encoding: string}}
 */
export function decodeCopy(bytes) {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  const guess = marked ?? unmarkedUtf16(bytes);
  if (guess) return { text: new TextDecoder(guess).decode(bytes), encoding: guess };
  const plain = strictText(bytes, "utf-8");
  if (plain !== null) return { text: plain.replace(/^\ufeff/, ""), encoding: "utf-8" };
  const read = GUESSED_ENCODINGS.map((encoding) => ({ encoding, text: strictText(bytes, encoding) })).filter(({ text }) => text !== null);
  if (!read.length) return { text: new TextDecoder("gb18030").decode(bytes), encoding: "gb18030" };
  return read.reduce((best, one) => (plausibility(one.text) > plausibility(best.text) ? one : best));
}

// Latin text in UTF-16 has a zero in every second byte.
function unmarkedUtf16(bytes) {
  const sample = bytes.subarray(0, 400);
  const zeros = [0, 1].map((odd) => sample.filter((byte, i) => i % 2 === odd && byte === 0).length);
  if (Math.max(...zeros) * 5 < sample.length) return null;
  return zeros[1] > zeros[0] ? "utf-16le" : "utf-16be";
}

// Characters that running text is full of, in traditional or simplified writing and in Japanese; rare ones speak against.
const COMMON_CHARACTERS = new Set("的一是不了在有人我他這这中大來来上國国個个到說说們们為为和地出年時时會会以於于與与及其日本、。，「」：；（）のにはをたがでとしれさあるいも");

function plausibility(text) {
  let score = 0;
  for (const char of text.slice(0, 4000)) {
    if (COMMON_CHARACTERS.has(char)) score += 3;
    else if (char > "\uffff" || /[\ue000-\uf8ff\ufffd\uff61-\uff9f]/.test(char)) score -= 4;
  }
  return score;
}

/**
 * Which source a file is the text of. Its bytes are compared first, then its characters in the encoding of the source with
 * either kind of line end, so that a copy saved in another encoding is known as well.
 * @param {Uint8Array} bytes @param {object[]} sources those with a `text` are compared
 * @returns {{source: string|null, text: string, encoding: string, exact: boolean}} source null: none; exact: positions hold
 */
export function matchCopy(bytes, sources) {
  const known = sources.filter((source) => source.text?.sha256);
  const hash = sha256(bytes);
  const same = known.find((source) => source.text.sha256 === hash);
  const own = same && strictText(bytes, textLabel(same.text.encoding));
  if (same && own !== null) return { source: same.id, text: withoutMark(own, same.text.encoding), encoding: same.text.encoding ?? "utf-8", exact: true };
  const { text, encoding } = decodeCopy(bytes);
  const unix = text.replace(/\r\n?/g, "\n");
  for (const written of new Set([unix, text, unix.replaceAll("\n", "\r\n")])) {
    for (const prefix of ["", "\ufeff"]) {
      const again = sha256(new TextEncoder().encode(prefix + written)); // UTF-8, as almost every atlas states
      const found = known.find((source) => source.text.sha256 === again);
      if (found) return { source: found.id, text: withoutMark(prefix + written, found.text.encoding), encoding, exact: true };
    }
  }
  return { source: null, text: unix, encoding, exact: false };
}

// Python's names of encodings that TextDecoder does not know.
const textLabel = (encoding) => (encoding === "utf-8-sig" ? "utf-8" : encoding ?? "utf-8");
const withoutMark = (text, encoding) => (encoding === "utf-8-sig" ? text.replace(/^\ufeff/, "") : text);
