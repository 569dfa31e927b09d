// Figures over time: one chart for each series, each with an axis and a unit of its own.

import { locatorText } from "./citations.js";
import { chartButton, chartColours, chartFigure, chartText, kindColour } from "./chartparts.js";
import { svg } from "./dom.js";
import { barPositions, shortNumber, unitWord, valueTicks, yearTicks } from "./figuredata.js";
import { isPossible } from "./visible.js";
import { figureValue, roughWidth, shortDate } from "./words.js";

const PLOT = { left: 48, right: 10, top: 20, bottom: 22, height: 130 };
const FEWEST_YEARS = 3;
const YEAR_WIDTH = 40;

/** Where a figure stands in its source, in short. */
function figureSource(figure, { t, words, atlas }) {
  const [citation] = figure.citations;
  if (!citation) return "";
  const short = words(atlas.sourceById.get(citation.source)?.short) || citation.source;
  return [short, locatorText(citation, t)].filter(Boolean).join(t(", "));
}

/** A figure in words: measure, period, value as printed, and where it stands. */
export function figureWords(figure, store) {
  const { t, words, view } = store;
  const said = `${words(figure.label)}${t(", ")}${shortDate(figure, view.lang, t)}${t(": ")}${figureValue(figure, t)}`;
  return [said, figureSource(figure, store), figure.disagreements.length ? t("the sources disagree") : ""].filter(Boolean).join(t("; "));
}

/** @param {object} group of `figureGroups` @param {number} width pixels @param {(text: string) => void} say */
export function figureChart(group, store, width, say) {
  const { t, words } = store;
  const places = barPositions(group);
  const labels = [...new Set(group.figures.map((figure) => words(figure.label)))];
  const title = labels[0];
  const ticks = valueTicks(places.top);
  const scale = figureScale(places, ticks, width);
  const drawing = svg("svg", { class: "chart-drawing", width, height: PLOT.top + PLOT.height + PLOT.bottom, role: "group", "aria-label": title },
    figureAxes(scale, ticks, places, store, width), gapMarks(places, scale, store),
    places.bars.map((bar) => barMark(bar, scale, store, say)));
  return chartFigure({
    name: group.key, title, drawing, store, rows: () => figureRows(group, store),
    note: places.gaps.length ? t("in {unit}; a dash marks a year without a figure", { unit: unitWord(group.unit, t) })
      : t("in {unit}", { unit: unitWord(group.unit, t) }),
  });
}

function figureScale({ first, last, slots }, ticks, width) {
  const years = Math.max(FEWEST_YEARS, last - first + 1);
  const start = first - (years - (last - first + 1)) / 2;
  const band = (width - PLOT.left - PLOT.right) / years;
  const bar = Math.max(2, Math.min(34, (band * 0.8) / slots));
  const floor = PLOT.top + PLOT.height;
  return {
    band, bar, floor,
    x: (year) => PLOT.left + (year - start) * band,
    slot: (year, slot) => PLOT.left + (year - start) * band + band / 2 - (slots * bar) / 2 + slot * bar,
    y: (value) => floor - (value / ticks.at(-1)) * PLOT.height,
  };
}

function figureAxes(scale, ticks, { first, last }, store, width) {
  const colours = chartColours(store);
  const lines = ticks.map((value) => [
    svg("line", { x1: PLOT.left, x2: width - PLOT.right, y1: scale.y(value), y2: scale.y(value),
      stroke: value ? colours.rule : colours["text-3"], "stroke-width": 1 }),
    chartText(PLOT.left - 6, scale.y(value) + 4, shortNumber(value, store.view.lang), colours["text-2"], { "text-anchor": "end" }),
  ]);
  const room = Math.max(1, Math.floor(((last - first + 1) * scale.band) / YEAR_WIDTH));
  const years = yearTicks(first, last, room).map((year) =>
    chartText(scale.x(year) + scale.band / 2, scale.floor + 16, year > 0 ? String(year) : store.t("{year} BCE", { year: 1 - year }),
      colours["text-2"], { "text-anchor": "middle" }));
  return [lines, years];
}

function gapMarks({ gaps }, scale, store) {
  const stroke = chartColours(store)["text-3"];
  return gaps.map((year) => {
    const middle = scale.x(year) + scale.band / 2;
    const half = Math.min(7, scale.band * 0.3);
    return svg("line", { x1: middle - half, x2: middle + half, y1: scale.floor - 4, y2: scale.floor - 4, stroke, "stroke-width": 1.2 });
  });
}

function barMark(bar, scale, store, say) {
  const { figure } = bar;
  const ink = chartColours(store)["text-1"];
  const spans = bar.until > bar.year;
  const x = spans ? scale.x(bar.year) + 1 : scale.slot(bar.year, bar.slot) + 0.5;
  const width = spans ? (bar.until - bar.year + 1) * scale.band - 2 : scale.bar - 1;
  const y = scale.y(bar.low);
  const [middle, above] = [x + width / 2, Math.min(y, scale.floor - 24)];
  const fill = kindColour(store.atlas.kindById.get(store.atlas.eventById.get(figure.events[0])?.kind), store);
  const selected = store.view.select === figure.id;
  return chartButton({ key: `figure-${figure.id}`, label: figureWords(figure, store), say, press: () => store.set({ select: figure.id }) },
    svg("rect", { x: x - 2, y: above, width: width + 4, height: scale.floor - above, fill: ink, opacity: 0 }),
    svg("g", { opacity: isPossible(figure.days, store.result.window) ? 1 : 0.38 },
      svg("rect", { x, y, width, height: Math.max(1, scale.floor - y), fill, stroke: selected ? ink : fill, "stroke-width": selected ? 2.4 : 1.2 }),
      bar.high > bar.low ? svg("path", { d: `M${middle},${y}V${scale.y(bar.high)}m-4,0h8`, fill: "none", stroke: ink, "stroke-width": 1.4 }) : null,
      isFloor(figure) ? svg("path", { d: `M${middle - 4},${y - 2}l4,-5l4,5`, fill: "none", stroke: ink, "stroke-width": 1.4 }) : null,
      barLabel(bar, scale, store, middle, width)));
}

const isFloor = (figure) => ["more-than", "at-least"].includes(figure.bound);

// The value over its bar, where it has room.
function barLabel({ figure, low, high }, scale, store, middle, width) {
  const label = `${shortNumber(low, store.view.lang)}${figure.disagreements.length ? " ?" : ""}`;
  if (roughWidth(label, 11) > Math.max(width, scale.band) + 6) return null;
  const y = scale.y(high) - (isFloor(figure) ? 10 : 5);
  return chartText(middle, y, label, chartColours(store)["text-1"], { "text-anchor": "middle", "font-size": 11 });
}

function figureRows(group, store) {
  const { t } = store;
  const head = ["id", t("Measure"), t("Period"), t("As printed"), t("Normalised"), t("Unit"), t("Cited from")];
  return [head, ...group.figures.map((figure) => [
    figure.id, store.words(figure.label), figure.edtf ?? "", figureValue(figure, t), figure.normalized, figure.normalized_unit,
    figureSource(figure, store),
  ])];
}
