// Tables as CSV (RFC 4180) for spreadsheets. Pure. `neutralCell` is the twin of `neutral` in mapapp/export/table.py;
// both are read against tests/tables/cells.json.

const FORMULA_CELL = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** Text that no spreadsheet runs: an apostrophe goes before what it would take for a formula. @param {string} text */
export function neutralCell(text) {
  return FORMULA_CELL.test(text) ? `'${text}` : text;
}

/** Rows of cells as CSV text; numbers stay numbers, null is empty. @param {(string|number|null)[][]} rows */
export function csvText(rows) {
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const text = neutralCell(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** The lines that say where a table comes from, as rows of two cells. @param {object} facts from `shownFacts` */
export function csvCredits(facts) {
  return [[], ...Object.entries(facts).map(([name, text]) => [name, text])];
}
