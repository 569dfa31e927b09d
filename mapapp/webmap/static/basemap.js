// The base map: ocean, land, lakes, borders, coast and graticule, drawn on one canvas from the packed topology.

import { addCanvasLayer, worldCopies } from "./canvaslayer.js";
import { toUnit } from "./mercator.js";
import { boxOf, joinArcs, unpackArcs } from "./unpack.js";

/** Shapes ready to draw: rings and lines in unit Mercator with their boxes, and the arcs sorted into coast and border. */
export function readBasemap(packed) {
  const arcs = unpackArcs(packed);
  const part = (indexes) => {
    const points = joinArcs(indexes, arcs);
    return { points, box: boxOf(points) };
  };
  const shape = (record) => ({ ...record, parts: record.rings.map(part) });
  const uses = new Uint8Array(arcs.length);
  for (const country of packed.countries) {
    for (const index of country.rings.flat()) uses[index < 0 ? ~index : index] += 1;
  }
  const lines = { coast: [], border: [] };
  arcs.forEach((points, i) => {
    if (uses[i] && !isCut(points)) lines[uses[i] > 1 ? "border" : "coast"].push({ points, box: boxOf(points) });
  });
  const countries = packed.countries.map(shape);
  return {
    countries, byCode: new Map(countries.map((country) => [country.code, country])), lakes: packed.lakes.map(shape),
    rivers: packed.rivers.map(shape), waters: packed.waters ?? [], ...lines,
  };
}

// An arc that runs along the antimeridian or the edge of the world is a cut, no coast.
function isCut(points) {
  for (let i = 0; i < points.length; i += 2) if (points[i] > 1e-6 && points[i] < 1 - 1e-6) return false;
  return true;
}

/** Add a part to the path, dropping points closer than 0.6 px; false where it lies outside the frame or is too small. */
export function tracePart(path, { points, box }, frame, turn, close, smallest = 0) {
  const s = frame.scale;
  const ox = frame.ox - turn * s;
  const oy = frame.oy;
  if (box[2] * s < ox || box[0] * s > ox + frame.width || box[3] * s < oy || box[1] * s > oy + frame.height) return false;
  if ((box[2] - box[0]) * (box[3] - box[1]) * s * s < smallest) return false;
  let lastX = points[0] * s - ox;
  let lastY = points[1] * s - oy;
  path.moveTo(lastX, lastY);
  const end = points.length - 2;
  for (let i = 2; i <= end; i += 2) {
    const x = points[i] * s - ox;
    const y = points[i + 1] * s - oy;
    if (i < end && Math.abs(x - lastX) + Math.abs(y - lastY) < 0.6) continue;
    path.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
  if (close) path.closePath();
  return true;
}

/** @param {object} map Leaflet map @param {object} base from `readBasemap` @param {() => object} colours @param {Set<string>} focus codes */
export function addBasemap(map, base, colours, focus) {
  return addCanvasLayer(map, "map-base", (context, frame) => {
    const color = colours();
    context.fillStyle = color.ocean;
    context.fillRect(0, 0, frame.width, frame.height);
    for (const turn of worldCopies(frame)) drawWorld(context, frame, turn, base, color, focus);
    drawGraticule(context, frame, color.graticule);
  }, 0.25);
}

function drawWorld(context, frame, turn, base, color, focus) {
  const fill = (shapes, style, smallest) => {
    context.beginPath();
    for (const { parts } of shapes) for (const part of parts) tracePart(context, part, frame, turn, true, smallest);
    context.fillStyle = style;
    context.fill("evenodd");
  };
  const stroke = (lines, style, width) => {
    context.beginPath();
    for (const line of lines) tracePart(context, line, frame, turn, false, 0);
    context.strokeStyle = style;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.stroke();
  };
  fill(base.countries.filter((country) => !focus.has(country.code)), color.land, 1.2);
  fill(base.countries.filter((country) => focus.has(country.code)), color["land-focus"], 1.2);
  if (frame.zoom >= 3.5) stroke(base.rivers.flatMap((river) => river.parts), color.coast, frame.zoom >= 5 ? 0.7 : 0.4);
  stroke(base.border, color.border, 0.8);
  fill(base.lakes, color.ocean, 6);
  stroke(base.lakes.flatMap((lake) => lake.parts), color.coast, 0.6);
  stroke(base.coast, color.coast, 0.8);
}

function drawGraticule(context, frame, color) {
  const step = frame.zoom < 4 ? 10 : frame.zoom < 6 ? 5 : 1;
  context.beginPath();
  for (let lat = -80; lat <= 80; lat += step) {
    const y = toUnit(0, lat)[1] * frame.scale - frame.oy;
    if (y >= 0 && y <= frame.height) context.rect(0, y, frame.width, 0);
  }
  const first = Math.ceil(((frame.ox / frame.scale) * 360 - 180) / step) * step;
  const last = (((frame.ox + frame.width) / frame.scale) * 360 - 180);
  for (let lon = first; lon <= last; lon += step) context.rect((0.5 + lon / 360) * frame.scale - frame.ox, 0, 0, frame.height);
  context.strokeStyle = color;
  context.lineWidth = 0.6;
  context.globalAlpha = 0.55;
  context.stroke();
  context.globalAlpha = 1;
}
