// The left rail: search, active filters, and the facets with their counts in the window and in all.

import { el, glyph, lazily, replaceKeepingFocus } from "./dom.js";
import { LIST_FACETS, NO_FILTERS, activeFilters, activeReadings, facetModel } from "./facets.js";
import { filterLabel } from "./filterwords.js";
import { facetSections } from "./railfacets.js";
import { searchHitList } from "./search.js";

const COUNT_AFTER = 60; // ms; counts follow when the window rests
const FILTER_AFTER = 180; // ms of rest while a word is typed; hits are there at once
const REBUILD_KEYS = ["lang", "certainty", "disputed", "layers", "names", "near", "along", "bbox", "follow", "readings",
  ...Object.keys(LIST_FACETS)];
const COUNT_KEYS = ["from", "to", "mode", "q"];

/** @param {HTMLElement} root @param {object} store */
export function mountRail(root, store) {
  const search = railSearch(store);
  const active = el("div", { class: "rail-active" });
  const facets = el("div", { class: "rail-facets" });
  const expanded = new Set();
  let counters = [];

  const count = () => {
    const open = Object.keys(LIST_FACETS).filter((field) => facets.querySelector(`[data-facet="${field}"]`));
    const model = facetModel(store.atlas, store.view, open, store.result.masks);
    for (const counter of counters) counter(model);
    search.draw();
  };
  const countSoon = lazily(count, COUNT_AFTER);
  const drawActive = () => replaceKeepingFocus(active, activeParts(store));
  const rebuild = () => {
    const built = facetSections(store, expanded, rebuild);
    counters = built.counters;
    replaceKeepingFocus(facets, built.sections);
    drawActive();
    count();
  };

  store.subscribe((view, result, keys) => {
    if (REBUILD_KEYS.some((key) => keys.has(key))) rebuild();
    else if (COUNT_KEYS.some((key) => keys.has(key))) {
      if (keys.has("q")) drawActive();
      countSoon();
    }
  });
  root.append(search.element, active, facets);
  rebuild();
}

// The search field stays the same element, so that typing is never interrupted; its hits hang below it.
function railSearch(store) {
  const input = el("input", { type: "search", id: "rail-search", class: "search-field", autocomplete: "off",
    spellcheck: "false", "data-key": "search" });
  const hits = el("div", { class: "search-results" });
  const drawHits = () => replaceKeepingFocus(hits, [searchHitList(input.value, store)].filter(Boolean));
  const filter = lazily(() => store.set({ q: input.value }), FILTER_AFTER);
  input.addEventListener("input", () => {
    drawHits();
    filter();
  });
  input.addEventListener("keydown", (key) => {
    if (key.key === "Escape" && input.value) {
      input.value = "";
      store.set({ q: "" });
      key.stopPropagation();
    }
  });
  const draw = () => {
    const label = store.t("Search events and places");
    input.placeholder = label;
    input.setAttribute("aria-label", label);
    drawHits();
  };
  store.subscribe((view, result, keys) => {
    if (keys.has("q") && input.value !== view.q) input.value = view.q; // lifted elsewhere, or opened from a link
  });
  input.value = store.view.q;
  return { element: el("div", { class: "rail-search", role: "search" }, glyph("search"), input, hits), draw };
}

function activeParts(store) {
  const active = [...activeFilters(store.view), ...activeReadings(store.view)];
  if (!active.length) return [];
  const { t } = store;
  return [
    ...active.map((filter) => {
      const label = filterLabel(filter, store);
      return el("button", { type: "button", class: "chip chip-active", "data-key": `active-${filter.filter}-${filter.id}`,
        "aria-label": t("Lift the filter {filter}", { filter: label }), onclick: () => store.set(filter.patch),
      }, label, glyph("close"));
    }),
    el("button", { type: "button", class: "plain-button", "data-key": "clear-all", onclick: () => store.set({ ...NO_FILTERS, follow: "", readings: [] }) },
      t("Clear all")),
  ];
}
