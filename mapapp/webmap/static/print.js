// On paper: title, window and filters in words, the map at twice its size on the screen, its legend, and the table where
// it is open; made when the page is about to be printed and gone after it. What else is open is printed as it stands.

import { el, kindIcon } from "./dom.js";
import { activeFilters, activeReadings } from "./facets.js";
import { filterLabel } from "./filterwords.js";
import { legendEntries } from "./legend.js";
import { dockPart } from "./panels.js";
import { mapCanvas } from "./picture.js";
import { TABLE_COLUMNS, cellText, sortedEvents, tableOrder } from "./tabledata.js";
import { sentenceWords } from "./timeline-trays.js";

const MOST_ROWS = 2000; // about sixty pages

/** @param {object} store @param {{base: object, marks: import("./marklayer.js").MarkLayer}} layers */
export function mountPrint(store, layers) {
  let sheet = null;
  const clear = () => {
    sheet?.remove();
    sheet = null;
    delete document.documentElement.dataset.printing;
  };
  window.addEventListener("beforeprint", () => {
    clear();
    sheet = printSheet(store, layers);
    document.querySelector(".shell").prepend(sheet);
    document.documentElement.dataset.printing = "true";
  });
  window.addEventListener("afterprint", clear);
}

function printSheet(store, layers) {
  const { t, atlas, view } = store;
  const filters = [...activeFilters(view), ...activeReadings(view)].map((one) => filterLabel(one, store));
  const map = mapCanvas(store, layers);
  map.className = "print-map";
  return el("section", { class: "print-sheet" },
    el("h1", { class: "print-title" }, store.words(atlas.atlas.title)),
    el("p", { class: "print-window" }, sentenceWords(store)),
    filters.length ? el("p", { class: "print-filters" }, `${t("Filters")}${t(": ")}${filters.join(t("; "))}`) : null,
    map,
    el("ul", { class: "print-legend", role: "list" }, legendItems(store, layers.marks)),
    el("p", { class: "print-credits" }, (atlas.credits[view.lang] ?? atlas.credits.en).join(" ")),
    el("p", { class: "print-credits" }, t("mapapp view: {view}", { view: store.query() })),
    dockPart(view.panel)[0] === "table" ? printTable(store) : null);
}

function legendItems(store, { marks }) {
  const shown = new Set(marks.stacks.flatMap((stack) => stack.marks.map((mark) => mark.kind)));
  const kinds = store.atlas.kinds.filter((kind) => shown.has(kind.id)).map((kind) => ({ image: () => kindIcon(kind, 18), words: store.words(kind.title) }));
  return [...kinds, ...legendEntries(store, marks, false)].map(({ image, words }) => el("li", {}, image(), el("span", {}, words)));
}

function printTable(store) {
  const keys = Object.keys(TABLE_COLUMNS);
  const events = sortedEvents(store.result.events, tableOrder(dockPart(store.view.panel)), store, new Map());
  const left = events.length - MOST_ROWS;
  return [
    el("table", { class: "print-table" },
      el("thead", {}, el("tr", {}, keys.map((key) => el("th", { scope: "col" }, store.t(TABLE_COLUMNS[key]))))),
      el("tbody", {}, events.slice(0, MOST_ROWS).map((event) => el("tr", {}, keys.map((key) => el("td", {}, cellText(event, key, store))))))),
    left > 0 ? el("p", { class: "print-credits" }, store.tn("and {n} event more; the file of the table has all", "and {n} events more; the file of the table has all", left)) : null,
  ];
}
