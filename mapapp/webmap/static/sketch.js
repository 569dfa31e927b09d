// The shape that a person draws: a point, a line or an area, vertex by vertex. Pure; coordinates are [lon, lat].

/** How many vertices each shape needs before it is one. */
export const SKETCH_NEEDS = { Point: 1, LineString: 2, Polygon: 3 };

/**
 * @typedef {object} Sketch
 * @property {"Point"|"LineString"|"Polygon"} type
 * @property {[number, number][]} points vertices, an area's ring not closed
 */

/** @returns {Sketch} */
export const emptySketch = (type = "Point") => ({ type, points: [] });

/** A position as the atlas writes it: longitude within -180..180, five decimals (about a metre). */
export function sketchPosition([lon, lat]) {
  const round = (value) => Math.round(value * 1e5) / 1e5;
  const turned = ((((lon + 180) % 360) + 360) % 360) - 180;
  return [round(lon === 180 ? 180 : turned), round(Math.max(-90, Math.min(90, lat)))];
}

/** With one more vertex; a point is moved instead. */
export function addVertex(sketch, at) {
  const position = sketchPosition(at);
  return { ...sketch, points: sketch.type === "Point" ? [position] : [...sketch.points, position] };
}

export function moveVertex(sketch, index, at) {
  return { ...sketch, points: sketch.points.map((point, i) => (i === index ? sketchPosition(at) : point)) };
}

export function dropVertex(sketch, index = sketch.points.length - 1) {
  return { ...sketch, points: sketch.points.filter((_, i) => i !== index) };
}

/** As another shape, with as many of its vertices as that can have. */
export function changeType(sketch, type) {
  return { type, points: type === "Point" ? sketch.points.slice(-1) : sketch.points };
}

/** The shape as a GeoJSON geometry; null while it lacks vertices. */
export function sketchGeometry({ type, points }) {
  if (points.length < SKETCH_NEEDS[type]) return null;
  if (type === "Point") return { type, coordinates: points[0] };
  return { type, coordinates: type === "Polygon" ? [[...points, points[0]]] : points };
}

/** A geometry as a sketch; null for one that cannot be drawn vertex by vertex here (several parts, holes). */
export function geometrySketch(geometry) {
  if (!geometry) return emptySketch();
  const { type, coordinates } = geometry;
  const flat = (positions) => positions.map(([lon, lat]) => [lon, lat]);
  if (type === "Point") return { type, points: flat([coordinates]) };
  if (type === "LineString") return { type, points: flat(coordinates) };
  if (type === "Polygon" && coordinates.length === 1) return { type, points: flat(coordinates[0].slice(0, -1)) };
  return null;
}

/** Longitude and latitude from typed text, such as "139.35, 35.75" or "35.75 N 139.35 E"; null where it is neither. */
export function parsePosition(text) {
  const found = [...text.toUpperCase().replaceAll("−", "-").matchAll(/(-?\d+(?:\.\d+)?)\s*°?\s*([NSEW])?/g)];
  if (found.length !== 2) return null;
  const [first, second] = found.map(([, number, side]) => ({ value: Number(number) * (side === "S" || side === "W" ? -1 : 1), side }));
  const swapped = "NS".includes(first.side ?? "-") || "EW".includes(second.side ?? "-");
  if (swapped && ("EW".includes(first.side ?? "-") || "NS".includes(second.side ?? "-"))) return null;
  const [lon, lat] = swapped ? [second.value, first.value] : [first.value, second.value];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
}
