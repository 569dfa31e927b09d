// Which part of the world to show: most of what the window shows, without letting one far place shrink the rest. Pure.

import { anchorOf, layersOn } from "./marks.js";
import { fromUnit, toUnit } from "./mercator.js";

const SHARE = 0.88;

/**
 * Bounds for Leaflet ([[south, west], [north, east]]) around the marks that lie closest together, and around the
 * corridors and lanes that are switched on where there is room for them.
 * @param {(code: string) => [number, number]|null} countryLabel @param {boolean} wide room for lines as well
 */
export function fittingBounds(atlas, view, result, countryLabel, wide) {
  const events = result.events.length ? result.events : atlas.events;
  const points = events
    .flatMap((event) => event.places)
    .map((id) => anchorOf(atlas.placeById.get(id), countryLabel))
    .filter((at) => at)
    .map(([lon, lat]) => toUnit(lon, lat));
  if (!points.length) return null;
  const [x0, x1] = narrowestSpan(points.map(([x]) => x), SHARE);
  const turned = points.map(([x, y]) => [x < x0 ? x + 1 : x, y]).filter(([x]) => x <= x1);
  const [y0, y1] = narrowestSpan(turned.map(([, y]) => y), SHARE, false);
  const box = [x0, y0, x1, y1];
  if (wide && result.events.length > 20) growTowards(box, lineBoxes(atlas, view));
  const spare = Math.max(0.008, (0.045 - (box[2] - box[0])) / 2);
  const [west, north] = fromUnit(box[0] - spare, Math.max(0.2, box[1] - 0.012));
  const [east, south] = fromUnit(box[2] + spare, Math.min(0.8, box[3] + 0.012));
  return [[south, west], [north, east]];
}

// Boxes of the lines of the layers that are on.
function lineBoxes(atlas, view) {
  const on = layersOn(atlas, view);
  return atlas.places
    .filter((place) => on.has(place.layer) && place.geometry?.type === "LineString")
    .map((place) => place.geometry.coordinates.map(([lon, lat]) => toUnit(lon, lat)))
    .map((line) => [
      Math.min(...line.map(([x]) => x)), Math.min(...line.map(([, y]) => y)),
      Math.max(...line.map(([x]) => x)), Math.max(...line.map(([, y]) => y)),
    ]);
}

// A line may widen the frame by a sixth of its width at each side, no more: the events stay large.
function growTowards(box, lines) {
  const room = [box[2] - box[0], box[3] - box[1]].map((side) => side / 6);
  const wished = [0, 1, 2, 3].map((i) => (i < 2 ? Math.min : Math.max)(box[i], ...lines.map((line) => line[i])));
  for (const i of [0, 1]) {
    box[i] = Math.max(wished[i], box[i] - room[i]);
    box[i + 2] = Math.min(wished[i + 2], box[i + 2] + room[i]);
  }
}

/** The shortest stretch that holds a share of the values; on a circle 0..1 its end may lie beyond 1. */
export function narrowestSpan(values, share, circle = true) {
  const sorted = [...values].sort((a, b) => a - b);
  const round = circle ? [...sorted, ...sorted.map((x) => x + 1)] : sorted;
  const count = Math.max(1, Math.ceil(share * sorted.length));
  let best = null;
  for (let i = 0; i + count <= round.length && i < sorted.length; i += 1) {
    const span = [round[i], round[i + count - 1]];
    if (!best || span[1] - span[0] < best[1] - best[0]) best = span;
  }
  return best;
}
