// The figures beside the map: charts of those that can be compared, a choice of what the map shows, the rest as a list.

import { el } from "./dom.js";
import { figureList } from "./detailparts.js";
import { figureGroups, unitWord } from "./figuredata.js";
import { figureChart } from "./figurechart.js";
import { mapSeries } from "./mapfigures.js";
import { dockPart, withDock } from "./panels.js";

const WIDEST_CHART = 400;
const NARROWEST_CHART = 250;
const CHART_GAP = 24;

/** @param {object} store @param {number} width @param {(text: string) => void} say @returns {Node[]} */
export function figuresPanel(store, width, say) {
  const { t, tn, atlas } = store;
  const found = figureGroups(atlas.figures);
  const { apart } = found;
  const groups = askedFirst(found.groups, dockPart(store.view.panel)[1]);
  if (!atlas.figures.length) return [el("p", { class: "quiet" }, t("This atlas has no figures."))];
  const across = Math.max(1, Math.min(groups.length, Math.floor((width + CHART_GAP) / (NARROWEST_CHART + CHART_GAP))));
  const each = Math.min(WIDEST_CHART, (width - CHART_GAP * (across - 1)) / across);
  return [
    mapChoice(store),
    el("div", { class: "chart-row" }, groups.map((group) => {
      const chart = figureChart(group, store, each, say);
      chart.style.setProperty("width", `${each}px`);
      return chart;
    })),
    groups.length > 1 ? el("p", { class: "quiet chart-axes" }, t("Each series has an axis of its own: currencies are never converted, and different measures never added.")) : null,
    apart.length ? el("section", { class: "chart-apart" },
      el("h3", { class: "section-head" }, tn("{n} figure that stands alone", "{n} figures that stand alone", apart.length)),
      figureList(apart, store)) : null,
  ].filter(Boolean);
}

// The chart that the View names stands before the others.
const askedFirst = (groups, asked) => [...groups.filter((group) => group.key === asked), ...groups.filter((group) => group.key !== asked)];

// Which series the map shows: those that have a place of their own.
function mapChoice(store) {
  const { t } = store;
  const keys = new Map();
  for (const figure of store.atlas.figures) {
    if (figure.series && figure.places.length === 1 && Number.isFinite(figure.normalized)) keys.set(figure.series, figure);
  }
  const chosen = mapSeries(store.view);
  const options = [...keys].map(([key, figure]) => el("option", { value: key, selected: key === chosen },
    `${store.words(figure.label)} (${unitWord(figure.normalized_unit, t)})`));
  if (!options.length) return null;
  return el("label", { class: "chart-choice" }, t("On the map:"), " ",
    el("select", { class: "chart-select", "data-key": "map-series", onchange: (change) => store.set({
      panel: withDock(store.view.panel, change.target.value ? ["figures", change.target.value, "map"] : ["figures"]) }) },
    el("option", { value: "", selected: chosen === null }, t("no figures")), options));
}
