// The facets of the rail: kinds, actors, dates, places, sources, layers, names. Built once a change of choice or language;
// counts are then written into what stands there. Facets beyond the first are folded, and neither built nor counted then.

import { el, kindIcon } from "./dom.js";
import { layerSwitch, switchedLayers, toggled, valuesByFrequency } from "./facets.js";
import { facetValueName } from "./filterwords.js";
import { distanceForm } from "./raildistance.js";
import { msg } from "./words.js";

const CHIPS_AT_FIRST = 8;
const NO_COUNT = { shown: 0, all: 0 };
const AREA_KINDS = ["region", "area", "sea", "territory", "strait"];
const FOLDED_FACETS = [
  ["eras", msg("Eras")], ["regions", msg("Regions")], ["countries", msg("Countries")], ["places", msg("Places")],
  ["sourceLanguages", msg("Languages of sources")],
];

/**
 * @param {object} store
 * @param {Set<string>} expanded names of facets that show all their chips, and of those that are unfolded
 * @param {() => void} rebuild
 * @returns {{sections: HTMLElement[], counters: ((model: object) => void)[]}}
 */
export function facetSections(store, expanded, rebuild) {
  const { atlas, t } = store;
  const counters = [];
  const context = { store, counters, expanded, rebuild };
  const actors = facetValues("actors", store);
  const sources = facetValues("sources", store);
  const documents = sources.filter((id) => !atlas.sourceById.get(id)?.outside).length;
  const sections = [
    kindFacet(store, counters),
    actors.length ? facetSection(t("Actors"), moreChips("actors", actors, CHIPS_AT_FIRST, context),
      chipFacet("actors", actors, CHIPS_AT_FIRST, context)) : null,
    facetSection(t("Dates"), null, el("div", { class: "chips" }, certainChip(store, counters))),
    facetSection(t("Sources"), moreChips("sources", sources, documents || CHIPS_AT_FIRST, context),
      chipFacet("sources", sources, documents || CHIPS_AT_FIRST, context),
      atlas.disagreements.length ? el("div", { class: "chips" }, disputedChip(store, counters)) : null),
    facetSection(t("Map"), null, el("div", { class: "chips" }, frameChip(store))),
    ...FOLDED_FACETS.map(([field, title]) => foldedFacet(field, t(title), context)),
    distanceFacet("near", t("Near a place"), context),
    distanceFacet("along", t("Along a route"), context),
    atlas.layers.length ? layerFacet(store) : null,
    facetSection(t("Place names"), null, namesSwitch(store)),
  ];
  return { sections: sections.filter(Boolean), counters };
}

// The values a facet offers: most frequent first; of sources the documents first; of regions only what has an area.
function facetValues(field, { atlas }) {
  const values = valuesByFrequency(atlas, field);
  if (field === "regions") return values.filter((id) => AREA_KINDS.includes(atlas.placeById.get(id)?.kind));
  if (field !== "sources") return values;
  const outside = (id) => Boolean(atlas.sourceById.get(id)?.outside);
  return [...values.filter((id) => !outside(id)), ...values.filter(outside)];
}

// A facet that opens at a click; without values, or with a single one, there is nothing to choose.
function foldedFacet(field, title, context) {
  const { store, expanded } = context;
  const values = facetValues(field, store);
  const chosen = store.view[field].length;
  if (values.length < 2 && !chosen) return null;
  const open = expanded.has(`open-${field}`) || chosen > 0;
  return foldSection(`open-${field}`, title, String(values.length), open, context, () => [
    chipFacet(field, values, CHIPS_AT_FIRST, context), moreChips(field, values, CHIPS_AT_FIRST, context)]);
}

function distanceFacet(field, title, context) {
  const { store, expanded } = context;
  const form = () => distanceForm(field, store);
  const some = field === "near" || store.atlas.places.some((place) => place.geometry?.type.endsWith("LineString"));
  return some ? foldSection(`open-${field}`, title, "", expanded.has(`open-${field}`) || Boolean(store.view[field]), context, form) : null;
}

function foldSection(name, title, note, open, { expanded, rebuild }, content) {
  const toggle = () => {
    if (open) expanded.delete(name);
    else expanded.add(name);
    rebuild();
  };
  return el("section", { class: "facet facet-fold" },
    el("h2", {}, el("button", { type: "button", class: "facet-toggle", "data-key": name, "aria-expanded": open, onclick: toggle },
      el("span", {}, title), el("span", { class: "facet-note" }, note), el("span", { class: "facet-sign", "aria-hidden": true }, open ? "−" : "+"))),
    open ? content() : null);
}

function facetSection(title, aside, ...content) {
  return el("section", { class: "facet" }, el("div", { class: "facet-head" }, el("h2", {}, title), aside), content);
}

function kindFacet(store, counters) {
  const { atlas, t, view } = store;
  const rows = atlas.kinds.map((kind) => {
    const shown = el("b", {});
    const all = el("span", {});
    const barAll = el("span", { class: "bar-all" });
    const barShown = el("span", { class: "bar-shown" });
    counters.push((model) => {
      const count = model.kinds.get(kind.id) ?? NO_COUNT;
      const most = Math.max(1, ...[...model.kinds.values()].map((other) => other.all));
      shown.textContent = String(count.shown);
      all.textContent = ` / ${count.all}`;
      barAll.style.setProperty("width", `${(count.all / most) * 100}%`);
      barShown.style.setProperty("width", `${(count.shown / most) * 100}%`);
    });
    return el("li", {}, el("button", {
      type: "button", class: "kind-row", "data-key": `kind-${kind.id}`, "aria-pressed": view.kinds.includes(kind.id),
      onclick: () => store.set({ kinds: toggled(store.view.kinds, kind.id) }),
    }, kindIcon(kind, 16), el("span", { class: "kind-name" }, store.words(kind.title)),
    el("span", { class: "bar", "aria-hidden": true }, barAll, barShown), el("span", { class: "kind-count" }, shown, all)));
  });
  return facetSection(t("Kinds"), el("span", { class: "facet-note" }, t("in window / all")),
    el("ul", { "data-facet": "kinds", class: view.kinds.length ? "kind-list is-filtered" : "kind-list", role: "list" }, rows));
}

/** The ids of a facet's chips: the first of the list, and those that are chosen. Pure. */
export function chipIds(ids, chosen, most) {
  return ids.filter((id, index) => index < most || chosen.includes(id));
}

function moreChips(field, ids, most, { store, expanded, rebuild }) {
  if (ids.length <= most) return null;
  const open = expanded.has(field);
  return el("button", { type: "button", class: "plain-button facet-more", "data-key": `more-${field}`, "aria-expanded": open,
    onclick: () => {
      if (open) expanded.delete(field);
      else expanded.add(field);
      rebuild();
    } }, open ? store.t("fewer") : store.t("all {n}", { n: ids.length }));
}

function chipFacet(field, ids, most, { store, counters, expanded }) {
  const chosen = store.view[field];
  return el("div", { class: "chips", "data-facet": field }, chipIds(ids, chosen, expanded.has(field) ? ids.length : most).map((id) =>
    countedChip({
      key: `${field}-${id}`, label: facetValueName(field, id, store), pressed: chosen.includes(id), store, counters,
      countOf: (model) => model[field]?.get(id) ?? NO_COUNT,
      onclick: () => store.set({ [field]: toggled(store.view[field], id) }),
    })));
}

function countedChip({ key, label, pressed, store, counters, countOf, onclick }) {
  const number = el("span", { class: "chip-count" });
  const chip = el("button", { type: "button", class: "chip", "data-key": key, "aria-pressed": pressed, onclick }, label, " ", number);
  counters.push((model) => {
    const count = countOf(model);
    number.textContent = String(count.shown);
    chip.title = store.t("{shown} in the window, {all} in all", count);
    chip.classList.toggle("is-empty", count.shown === 0);
  });
  return chip;
}

function certainChip(store, counters) {
  const on = store.view.certainty === "certain";
  return countedChip({
    key: "certain", label: store.t("Only certain dates"), pressed: on, store, counters, countOf: (model) => model.certain,
    onclick: () => store.set({ certainty: on ? "possible" : "certain" }),
  });
}

function disputedChip(store, counters) {
  const on = store.view.disputed;
  return countedChip({
    key: "disputed", label: store.t("They disagree"), pressed: on, store, counters, countOf: (model) => model.disputed,
    onclick: () => store.set({ disputed: !on }),
  });
}

// Counts answer to the map's frame while this is on; the map keeps the box in step (mapview.js).
function frameChip(store) {
  return el("button", {
    type: "button", class: "chip", "data-key": "frame", "aria-pressed": Boolean(store.view.bbox),
    onclick: () => document.dispatchEvent(new CustomEvent("mapapp:frame", { detail: !store.view.bbox })),
  }, store.t("Only in the map's frame"));
}

function layerFacet(store) {
  const { atlas, t, view } = store;
  const on = switchedLayers(atlas, view);
  return facetSection(t("Layers"), null, el("ul", { class: "layer-list", role: "list" }, atlas.layers.map((layer) =>
    el("li", {}, el("button", {
      type: "button", class: "layer-row", role: "switch", "data-key": `layer-${layer.id}`,
      "aria-checked": on.includes(layer.id), onclick: () => store.set(layerSwitch(atlas, store.view, layer.id)),
    }, el("span", { class: "switch", "aria-hidden": true }), el("span", { class: "layer-name" }, store.words(layer.title)),
    el("span", { class: "layer-count" }, String(atlas.places.filter((place) => place.layer === layer.id).length)))))));
}

function namesSwitch(store) {
  const { t, view } = store;
  const option = (value, label, title) => el("button", {
    type: "button", "data-key": `names-${value}`, "aria-pressed": view.names === value, title,
    onclick: () => store.set({ names: value }),
  }, label);
  return el("div", { class: "segmented", role: "group", "aria-label": t("Place names") },
    option("then", t("as of then"), t("Names in force in the window shown")),
    option("today", t("as of today"), t("Names in force today")));
}
