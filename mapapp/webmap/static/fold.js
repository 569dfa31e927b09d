// Text for comparison, so that a search finds a word in whatever form it is written. The twin of mapapp/folding.py.

const hanFolds = new Map();

/** Takes the table of Han characters: two texts, a character of the first is folded to the one at its place in the second. */
export function learnFolds([variants, names]) {
  for (let i = 0; i < variants.length; i += 1) hanFolds.set(variants[i], names[i]);
}

/** Compatibility forms made plain, no case, no diacritics, hiragana for katakana, one form of each Han character. @param {string} text */
export function fold(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\u3400-\u9fff]/g, (han) => hanFolds.get(han) ?? han);
}

/** The folded words of a search. @param {string} text */
export function searchWords(text) {
  return fold(text)
    .split(/[\t-\r\x1c-\x20\x85\u1680\u2028\u2029]+/)
    .filter((word) => word);
}
