// Areas, corridors, lanes and the arcs of visits.

import { worldCopies } from "./canvaslayer.js";
import { tracePart } from "./basemap.js";
import { bowedPixels, strengthOf } from "./marks.js";
import { toUnit } from "./mercator.js";
import { hatchOf, paintHead, paintLine, paintText, textWidth } from "./paint.js";
import { boxOf } from "./unpack.js";

const unitParts = new WeakMap();

/** The rings or lines of a place in unit Mercator, from its own geometry or from the base map's countries. */
export function partsOf(place, base) {
  if (!unitParts.has(place)) {
    const parts = place.shape.length
      ? place.shape.flatMap((code) => base.byCode.get(code)?.parts ?? [])
      : pathsOf(place.geometry ?? {}).map((path) => {
          const points = new Float64Array(path.flatMap(([lon, lat]) => toUnit(lon, lat)));
          return { points, box: boxOf(points) };
        });
    unitParts.set(place, parts);
  }
  return unitParts.get(place);
}

function pathsOf(geometry) {
  switch (geometry.type) {
    case "LineString":
      return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
    default:
      return [];
  }
}

const isLine = (place) => !place.shape.length && place.geometry?.type.endsWith("LineString");

/** Draw all shapes: areas first, then corridors, then lanes. */
export function drawShapes(scene) {
  const chosen = chosenPlaces(scene);
  const areas = scene.marks.shapes.filter(({ place }) => !isLine(place));
  const lines = scene.marks.shapes.filter(({ place }) => isLine(place));
  let turn = 1;
  for (const item of areas) {
    const strong = chosen.has(item.place.id);
    if (!strong && (!item.active || !item.inForce || item.place.layer !== "regions" || isVast(item.place, scene))) continue;
    drawArea(scene, item, turn, strong);
    turn = -turn;
  }
  const order = ["corridor", "pipeline", "route"];
  lines.sort((a, b) => order.indexOf(a.place.kind) - order.indexOf(b.place.kind));
  for (const item of lines) drawRoute(scene, item, chosen.has(item.place.id));
}

// An area that covers most of the frame, or is no better than approximate, is hatched only when it is chosen.
function isVast(place, { base, frame }) {
  const boxes = partsOf(place, base).map(({ box }) => box);
  const area = boxes.reduce((sum, [x0, y0, x1, y1]) => sum + (x1 - x0) * (y1 - y0), 0) * frame.scale ** 2;
  return place.precision !== "exact" || area > frame.view.width * frame.view.height * 0.3;
}

// Places that the selection is about: themselves, or those of the selected event.
function chosenPlaces({ view, hovered, store }) {
  const ids = new Set();
  for (const id of [view.select, hovered]) {
    if (!id) continue;
    ids.add(id);
    const event = store.atlas.eventById.get(id);
    for (const place of [...(event?.places ?? []), ...(event?.about ?? [])]) ids.add(place);
  }
  return ids;
}

function drawArea(scene, { place }, direction, strong) {
  const { context, frame, colours } = scene;
  context.beginPath();
  for (const turn of worldCopies(frame)) {
    for (const part of partsOf(place, scene.base)) tracePart(context, part, frame, turn, true);
  }
  const color = place.layer === "waters" ? colours["water-text"] : colours.corridor;
  context.globalAlpha = strong ? 0.62 : 0.26;
  context.fillStyle = hatchOf(context, color, direction);
  context.fill("evenodd");
  context.globalAlpha = strong ? 0.9 : 0.4;
  context.strokeStyle = color;
  context.lineWidth = strong ? 1.4 : 0.8;
  context.setLineDash(place.precision === "exact" ? [] : [4, 3]);
  if (!place.shape.length || strong) context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

const ROUTE_STYLE = {
  corridor: { width: 8, head: 16, spine: true },
  route: { width: 2, head: 9, dash: [7, 4] },
  pipeline: { width: 1.8, head: 0, dash: [2, 3] },
};

function drawRoute(scene, item, strong) {
  const { context, frame, colours } = scene;
  const { place } = item;
  const style = ROUTE_STYLE[place.kind] ?? ROUTE_STYLE.route;
  const shown = item.inForce && (item.active || place.kind === "route");
  item.pixels = null;
  const color = !shown && !strong ? colours.outside : place.kind === "corridor" ? colours.corridor : colours.lane;
  for (const turn of worldCopies(frame)) {
    for (const part of partsOf(place, scene.base)) {
      const points = pixelsOf(part.points, frame, turn);
      if (style.spine) {
        context.globalAlpha = shown ? 0.5 : 0.28;
        paintLine(context, points, { color, width: strong ? 11 : style.width, cap: "butt" });
        context.globalAlpha = 1;
        paintLine(context, points, { color: shown ? colours["corridor-text"] : color, width: 1.3, dash: [1, 4] });
      } else {
        paintLine(context, points, { color: colours.halo, width: style.width + 3 });
        paintLine(context, points, { color, width: strong ? style.width + 1 : style.width, dash: style.dash, cap: "butt" });
      }
      if (place.directed && style.head) paintHead(context, points, style.head, { color, halo: colours.halo });
      addPathHit(scene, place.id, [place.id], points, style.width / 2 + 5, 20, place);
      if (points.some(([x, y]) => x > 0 && x < frame.width && y > 0 && y < frame.height)) item.pixels = points;
    }
  }
  item.shown = shown || strong;
}

function pixelsOf(units, frame, turn) {
  const points = [];
  for (let i = 0; i < units.length; i += 2) {
    points.push([(units[i] + turn) * frame.scale - frame.ox, units[i + 1] * frame.scale - frame.oy]);
  }
  return points;
}

/** Something along a line that can be pointed at. */
export function addPathHit(scene, id, ids, points, reach, rank, place = null) {
  scene.hits.push({
    id, ids, rank, place,
    distance: (px, py) => {
      let best = Infinity;
      for (let i = 1; i < points.length; i += 1) best = Math.min(best, segmentDistance(px, py, points[i - 1], points[i]));
      return best - reach;
    },
  });
}

function segmentDistance(px, py, [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = length ? Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length)) : 0;
  return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
}

/** Draw the arcs of visits: halos first, then lines and heads, then the words on them. */
export function drawArcs(scene) {
  const { context, frame, colours, view } = scene;
  const pitch = Math.max(12, Math.min(22, 5 * frame.zoom));
  const arcs = scene.marks.arcs
    .filter((arc) => !arc.hop || frame.zoom >= 5 || arc.event.id === view.select || arc.event.id === scene.hovered)
    .map((arc) => ({ ...arc, pixels: bowedPixels(arc, arcProject(scene, arc), pitch, arc.hop ? 7 : 11) }))
    .filter((arc) => arc.pixels.length);
  for (const { pixels } of arcs) paintLine(context, pixels, { color: colours.halo, width: 4.4 });
  for (const arc of arcs) {
    const color = scene.kindColor(arc.event.kind);
    const strong = arc.event.id === view.select || arc.event.id === scene.hovered;
    context.globalAlpha = strong ? 1 : strengthOf(arc.event, view, scene.store.result.window);
    paintLine(context, arc.pixels, { color, width: strong ? 3 : arc.hop ? 1.2 : 1.7, dash: arc.loose ? [5, 3.5] : [], cap: "butt" });
    paintHead(context, arc.pixels, strong ? 10 : 8, { color, halo: colours.halo, open: arc.loose });
    context.globalAlpha = 1;
    addPathHit(scene, arc.event.id, [arc.event.id], arc.pixels, 6, 30);
  }
  scene.arcs = arcs;
}

// The whole arc stands in the copy of the world in which its middle is nearest to the middle of the frame.
function arcProject({ frame }, arc) {
  const middle = arc.points[arc.points.length >> 1][0];
  const turn = Math.round((frame.ox + frame.width / 2) / frame.scale - middle);
  return ([x, y]) => [(x + turn) * frame.scale - frame.ox, y * frame.scale - frame.oy];
}

/** Words along a line, read from left to right, where they are clear of others; true where they found room. */
export function paintAlong(scene, points, text, style, shares = [0.5, 0.4, 0.6, 0.3, 0.7]) {
  const { context, frame } = scene;
  const width = textWidth(context, text, style.font);
  for (const share of shares) {
    const i = Math.max(1, Math.min(points.length - 1, Math.round(share * (points.length - 1))));
    const a = points[Math.max(0, i - 2)];
    const b = points[Math.min(points.length - 1, i + 2)];
    const [x, y] = points[i];
    let angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
    if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
    const steps = Math.max(1, Math.ceil(width / 14));
    const boxes = Array.from({ length: steps + 1 }, (_, k) => {
      const along = (k / steps - 0.5) * width;
      const [cx, cy] = [x + Math.cos(angle) * along, y + Math.sin(angle) * along];
      return [cx - 7, cy - 7, cx + 7, cy + 7];
    });
    const inside = boxes.every((box) => box[0] > frame.view.x && box[1] > frame.view.y &&
      box[2] < frame.view.x + frame.view.width && box[3] < frame.view.y + frame.view.height);
    if (!inside || boxes.some((box) => scene.taken.hits(box))) continue;
    boxes.forEach((box) => scene.taken.add(box));
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    paintText(context, text, 0, style.lift ?? 0, { ...style, align: "center" });
    context.restore();
    return true;
  }
  return false;
}

