// Figures over time: one chart for each group of figures that can be compared, each with an axis of its own.

import { locatorText } from "./citations.js";
import { chartButton, chartColours, chartFigure, chartText, fittingText, kindColour, roughWidth } from "./chartparts.js";
import { svg } from "./dom.js";
import { barPositions, shortNumber, unitWord, valueTicks, yearTicks } from "./figuredata.js";
import { isPossible } from "./visible.js";
import { figureValue, shortDate } from "./words.js";

const PLOT = { left: 52, right: 12, top: 20, bottom: 22, height: 176 };
const SERIES_OPACITY = [1, 0.55, 0, 0.28];
const FEWEST_YEARS = 3;

/** A figure in words: measure, period, value as printed, and where it stands. */
export function figureWords(figure, store) {
  const { t, words, atlas, view } = store;
  const [citation] = figure.citations;
  const source = citation && [words(atlas.sourceById.get(citation.source)?.short) || citation.source, locatorText(citation, t)]
    .filter(Boolean).join(t(", "));
  const said = `${words(figure.label)}${t(", ")}${shortDate(figure, view.lang, t)}${t(": ")}${figureValue(figure, t)}`;
  const disputed = figure.disagreements.length ? t("the sources disagree") : "";
  return [said, source, disputed].filter(Boolean).join(t("; "));
}

/** @param {object} group of `figureGroups` @param {number} width pixels @param {(text: string) => void} say */
export function figureChart(group, store, width, say) {
  const { t } = store;
  const places = barPositions(group);
  const title = groupTitle(group, store);
  const drawing = svg("svg", { class: "chart-drawing", width, height: PLOT.top + PLOT.height + PLOT.bottom + legendHeight(group),
    role: "group", "aria-label": title });
  const ticks = valueTicks(places.top);
  const scale = scales(places, ticks, width);
  drawing.append(...axes(scale, ticks, places, store, width), ...gapMarks(places, scale, store),
    ...places.bars.map((bar) => barMark(bar, group, scale, store, say)), ...legendOf(group, store, width));
  return chartFigure({
    name: group.series[0].key, title, drawing, store, rows: () => figureRows(group, store),
    note: t("in {unit}; a dash marks a year without a figure", { unit: unitWord(group.unit, t) }),
  });
}

function groupTitle(group, store) {
  const labels = [...new Set(group.series.map(({ figures }) => store.words(figures[0].label)))];
  return labels.length > 3 ? `${labels.slice(0, 3).join(store.t(", "))}…` : labels.join(store.t(", "));
}

function scales({ first, last, slots }, ticks, width) {
  const years = Math.max(FEWEST_YEARS, last - first + 1);
  const start = first - (years - (last - first + 1)) / 2;
  const band = (width - PLOT.left - PLOT.right) / years;
  const bar = Math.max(2, Math.min(34, (band * 0.8) / slots));
  const floor = PLOT.top + PLOT.height;
  return {
    start, years, band, bar,
    x: (year) => PLOT.left + (year - start) * band,
    slot: (year, slot) => PLOT.left + (year - start) * band + band / 2 - (slots * bar) / 2 + slot * bar,
    y: (value) => floor - (value / ticks.at(-1)) * PLOT.height,
    floor,
  };
}

function axes(scale, ticks, { first, last }, store, width) {
  const colours = chartColours(store);
  const lines = ticks.flatMap((value) => [
    svg("line", { x1: PLOT.left, x2: width - PLOT.right, y1: scale.y(value), y2: scale.y(value),
      stroke: value ? colours.rule : colours["text-3"], "stroke-width": 1 }),
    chartText(PLOT.left - 6, scale.y(value) + 4, shortNumber(value, store.view.lang), colours["text-2"], { "text-anchor": "end" }),
  ]);
  const room = Math.max(1, Math.floor(((last - first + 1) * scale.band) / 40));
  const years = yearTicks(first, last, room).map((year) =>
    chartText(scale.x(year) + scale.band / 2, scale.floor + 16, year > 0 ? String(year) : store.t("{year} BCE", { year: 1 - year }),
      colours["text-2"], { "text-anchor": "middle" }));
  return [...lines, ...years];
}

function gapMarks({ gaps }, scale, store) {
  const stroke = chartColours(store)["text-3"];
  return gaps.map(({ year, slot }) => {
    const x = scale.slot(year, slot);
    return svg("line", { x1: x + scale.bar * 0.2, x2: x + scale.bar * 0.8, y1: scale.floor - 4, y2: scale.floor - 4, stroke, "stroke-width": 1.2 });
  });
}

function barMark(bar, group, scale, store, say) {
  const { figure } = bar;
  const ink = chartColours(store)["text-1"];
  const spans = bar.until > bar.year;
  const x = spans ? scale.x(bar.year) + 1 : scale.slot(bar.year, bar.slot) + 0.5;
  const width = spans ? (bar.until - bar.year + 1) * scale.band - 2 : scale.bar - 1;
  const y = scale.y(bar.low);
  const [middle, above] = [x + width / 2, Math.min(y, scale.floor - 24)];
  const selected = store.view.select === figure.id;
  const press = () => store.set({ select: figure.id });
  return chartButton({ key: `figure-${figure.id}`, label: figureWords(figure, store), say, press },
    svg("rect", { x: x - 2, y: above, width: width + 4, height: scale.floor - above, fill: ink, opacity: 0 }),
    svg("g", { opacity: isPossible(figure.days, store.result.window) ? 1 : 0.38 },
      svg("rect", { x, y, width, height: Math.max(1, scale.floor - y), ...seriesStyle(group, bar.series, store),
        ...(selected ? { stroke: ink, "stroke-width": 2.4 } : {}) }),
      bar.high > bar.low ? whisker(middle, y, scale.y(bar.high), ink) : null,
      isFloor(figure) ? svg("path", { d: `M${middle - 4},${y - 2}l4,-5l4,5`, fill: "none", stroke: ink, "stroke-width": 1.4 }) : null,
      barLabel(bar, group, scale, store, middle, width)));
}

const isFloor = (figure) => ["more-than", "at-least"].includes(figure.bound);

// The value over its bar, where it has room.
function barLabel({ figure, low, high }, group, scale, store, middle, width) {
  const label = `${shortNumber(low, store.view.lang)}${figure.disagreements.length ? " ?" : ""}`;
  if (roughWidth(label, 11) > Math.max(width, scale.band / group.series.length) + 6) return null;
  const y = scale.y(high) - (isFloor(figure) ? 10 : 5);
  return chartText(middle, y, label, chartColours(store)["text-1"], { "text-anchor": "middle", "font-size": 11 });
}

// The series of a group tell themselves apart by how full their bars are; the colour is that of the kind of event.
function seriesStyle(group, series, store) {
  const [figure] = group.series[series].figures;
  const colour = kindColour(store.atlas.kindById.get(store.atlas.eventById.get(figure.events[0])?.kind), store);
  return { fill: colour, "fill-opacity": SERIES_OPACITY[series % SERIES_OPACITY.length], stroke: colour, "stroke-width": 1.2 };
}

const whisker = (x, low, high, stroke) => svg("path", { d: `M${x},${low}V${high}M${x - 4},${high}h8`, fill: "none", stroke, "stroke-width": 1.4 });

const legendHeight = (group) => (group.series.length > 1 ? 18 * group.series.length : 0);

function legendOf(group, store, width) {
  if (group.series.length < 2) return [];
  const top = PLOT.top + PLOT.height + PLOT.bottom + 4;
  return group.series.flatMap(({ figures }, i) => [
    svg("rect", { x: PLOT.left, y: top + i * 18, width: 12, height: 12, ...seriesStyle(group, i, store) }),
    chartText(PLOT.left + 18, top + i * 18 + 10, fittingText(store.words(figures[0].label), width - PLOT.left - 24),
      chartColours(store)["text-1"]),
  ]);
}

function figureRows(group, store) {
  const { t } = store;
  const head = ["id", t("Measure"), t("Period"), t("As printed"), t("Normalised"), t("Unit"), t("Cited from")];
  return [head, ...group.series.flatMap(({ figures }) => figures.map((figure) => [
    figure.id, store.words(figure.label), figure.edtf ?? "", figureValue(figure, t), figure.normalized, figure.normalized_unit,
    figureWords(figure, store).split(t("; ")).slice(1).join(t("; ")),
  ]))];
}
