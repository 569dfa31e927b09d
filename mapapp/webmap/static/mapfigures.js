// The figures of one series on the map: circles whose area is the amount, or areas shaded by a rate. Which series is
// shown stands in the View's panel (`panel=figures,SERIES,map`).

import { tracePart } from "./basemap.js";
import { worldCopies } from "./canvaslayer.js";
import { figuresByPlace, isRate, shortNumber, unitWord } from "./figuredata.js";
import { partsOf } from "./maplines.js";
import { toUnit } from "./mercator.js";
import { paintText } from "./paint.js";
import { dockPart } from "./panels.js";
import { isPossible } from "./visible.js";
import { figureValue, shortDate } from "./words.js";

const LARGEST_CIRCLE = 34; // px
const SMALLEST_CIRCLE = 4;

/** The series on the map, as the View's panel names it; null where none is. */
export function mapSeries(view) {
  const [name, key, place] = dockPart(view.panel);
  return name === "figures" && place === "map" ? key : null;
}

/** What the map shows of the chosen series: {shown, shared, unit, label}; null where none is chosen. */
export function mapFigures(store) {
  const key = mapSeries(store.view);
  const own = key === null ? [] : store.atlas.figures.filter((figure) => figure.series === key);
  if (!own.length) return null;
  const inWindow = (figure) => !figure.days || isPossible(figure.days, store.result.window);
  return { ...figuresByPlace(own, key, inWindow), unit: own[0].normalized_unit ?? "", label: store.words(own[0].label) };
}

/** What the legend says of them: measure, unit, periods, and what could not be drawn. */
export function mapFiguresWords(store) {
  const found = mapFigures(store);
  if (!found) return null;
  const { t, tn } = store;
  const periods = [...new Set(found.shown.map(({ figure }) => (figure.days ? shortDate(figure, store.view.lang, t) : t("no period"))))];
  const parts = [t("{label}, in {unit}", { label: found.label, unit: unitWord(found.unit, t) })];
  parts.push(periods.length ? periods.join(t(", ")) : t("no figure in these years"));
  if (found.shared.length) parts.push(tn("{n} of several places together, not drawn", "{n} of several places together, not drawn", found.shared.length));
  return parts.join(t("; "));
}

/** The radius of a circle whose area is to the largest as the value is to the largest value. */
export function circleRadius(value, top) {
  return top > 0 ? Math.max(SMALLEST_CIRCLE, LARGEST_CIRCLE * Math.sqrt(Math.max(0, value) / top)) : SMALLEST_CIRCLE;
}

/** Draws them, and says where they can be pointed at. @param {object} scene of the mark layer */
export function drawFigures(scene, anchors) {
  const found = mapFigures(scene.store);
  if (!found) return;
  const { atlas, t } = scene.store;
  const top = Math.max(0, ...found.shown.map(({ figure }) => figure.normalized));
  const shade = isRate(found.unit) && found.shown.every(({ place }) => partsOf(atlas.placeById.get(place), scene.base).length);
  for (const { place, figure } of found.shown) {
    const at = anchors.get(place);
    if (!at) continue;
    const [x, y] = scene.project(toUnit(...at));
    const radius = shade ? 14 : circleRadius(figure.normalized, top);
    if (shade) shadeArea(scene, atlas.placeById.get(place), top > 0 ? figure.normalized / top : 0);
    else paintCircle(scene, x, y, radius);
    const words = figure.normalized === null ? figureValue(figure, t) : shortNumber(figure.normalized, scene.view.lang);
    const style = { font: `600 12px ${scene.fontFamily}`, color: scene.colours["text-1"], halo: scene.colours.halo };
    paintText(scene.context, words, x + radius + 4, y + 0.5, style);
    scene.hits.push({ id: figure.id, ids: [figure.id], rank: 15, place: null, x, y, radius,
      distance: (px, py) => Math.hypot(px - x, py - y) - Math.max(radius, 11) });
  }
}

function paintCircle({ context, colours }, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colours.accent;
  context.globalAlpha = 0.3;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.6;
  context.stroke();
}

function shadeArea({ context, frame, base, colours }, place, share) {
  context.beginPath();
  for (const turn of worldCopies(frame)) {
    for (const part of partsOf(place, base)) tracePart(context, part, frame, turn, true);
  }
  context.fillStyle = colours.accent;
  context.globalAlpha = 0.12 + 0.58 * Math.max(0, Math.min(1, share));
  context.fill("evenodd");
  context.globalAlpha = 1;
}
