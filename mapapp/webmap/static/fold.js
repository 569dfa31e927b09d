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
    .split(/\s+/u)
    .filter((word) => word);
}
