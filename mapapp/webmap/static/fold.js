// Text for comparison: compatibility forms, no combining marks, lower case. The twin of mapapp.select.fold.

/** @param {string} text */
export function fold(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[\u2018\u2019]/g, "'");
}

/** The folded words of a search. @param {string} text */
export function searchWords(text) {
  return fold(text)
    .split(/[\t-\r\x1c-\x20\x85\u1680\u2028\u2029]+/)
    .filter((word) => word);
}
