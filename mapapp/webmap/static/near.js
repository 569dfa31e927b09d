// Where places lie: great-circle distances and boxes, what a View's `near`, `along` and `bbox` ask for. Pure. The twin of mapapp/near.py.

const EARTH_RADIUS_KM = 6371.0088; // mean radius of WGS 84

/** No two places are farther apart: half way round the Earth. */
export const FARTHEST_KM = 20020;

const radians = (degrees) => (degrees * Math.PI) / 180;

/** Kilometres between two points ([lon, lat] in degrees) on a sphere of the mean radius, by haversine. */
export function distanceKm(a, b) {
  const [latA, latB] = [radians(a[1]), radians(b[1])];
  const halfLat = Math.sin((latB - latA) / 2);
  const halfLon = Math.sin(radians(b[0] - a[0]) / 2);
  const chord = halfLat * halfLat + Math.cos(latA) * Math.cos(latB) * halfLon * halfLon;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/**
 * Distances from a place to every place that has a point, itself included, by id; made once for each place asked for.
 * @param {Map<string, {id: string, point: [number, number]|null}>} placeById
 * @returns {(id: string) => Map<string, number>} empty for a place that is not there or has no point
 */
export function distanceTable(placeById) {
  const made = new Map();
  return (id) => {
    if (!made.has(id)) {
      const from = placeById.get(id)?.point;
      const others = from ? [...placeById.values()].filter((place) => place.point) : [];
      made.set(id, new Map(others.map((place) => [place.id, distanceKm(from, place.point)])));
    }
    return made.get(id);
  };
}

const vectorOf = ([lon, lat]) => {
  const [x, y] = [radians(lon), radians(lat)];
  return [Math.cos(y) * Math.cos(x), Math.cos(y) * Math.sin(x), Math.sin(y)];
};
const crossOf = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const dotOf = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Kilometres from a point to the nearest point of a line of great-circle arcs ([lon, lat] in degrees). */
export function kmToLine(point, line) {
  let nearest = Math.min(Infinity, ...line.map((corner) => distanceKm(point, corner)));
  const at = vectorOf(point);
  for (let i = 1; i < line.length; i += 1) {
    const [first, last] = [vectorOf(line[i - 1]), vectorOf(line[i])];
    const pole = crossOf(first, last);
    const length = Math.hypot(...pole);
    if (length > 0 && dotOf(crossOf(pole, first), at) >= 0 && dotOf(crossOf(last, pole), at) >= 0) {
      nearest = Math.min(nearest, EARTH_RADIUS_KM * Math.abs(Math.asin(Math.max(-1, Math.min(1, dotOf(pole, at) / length)))));
    }
  }
  return nearest;
}

/** The lines of a route or corridor; none for a place that is no line. */
export function linesOf(place) {
  const { type, coordinates } = place?.geometry ?? {};
  if (type === "LineString") return [coordinates];
  return type === "MultiLineString" ? coordinates : [];
}

/**
 * Distances from a line to every place, by id; what is on its way (`via`) and itself count as on it. Made once for each.
 * @param {Map<string, object>} placeById
 * @returns {(id: string) => Map<string, number>} empty for a place that is no line
 */
export function lineTable(placeById) {
  const made = new Map();
  return (id) => {
    if (!made.has(id)) {
      const route = placeById.get(id);
      const lines = linesOf(route);
      const others = lines.length ? [...placeById.values()].filter((place) => place.point) : [];
      const found = new Map(others.map((place) => [place.id, Math.min(...lines.map((line) => kmToLine(place.point, line)))]));
      if (lines.length) for (const way of [id, ...route.via]) found.set(way, 0);
      made.set(id, found);
    }
    return made.get(id);
  };
}

/** Kilometres from a place to the nearest place of an event (where it happened or what it concerns), else infinite. */
export function kmToEvent(event, distances) {
  return Math.min(...[...event.places, ...event.about].map((id) => distances.get(id) ?? Infinity));
}

/** Does a point ([lon, lat]) lie in a box (west, south, east, north)? West > east crosses the antimeridian. */
export function isInside(point, [west, south, east, north]) {
  if (!point) return false;
  const across = west <= east ? point[0] >= west && point[0] <= east : point[0] >= west || point[0] <= east;
  return across && point[1] >= south && point[1] <= north;
}

/** The places within a distance of one, nearest first, itself left out. @returns {{place: object, km: number}[]} */
export function placesWithin(atlas, id, km) {
  return [...atlas.kmFrom(id)]
    .filter(([other, distance]) => other !== id && distance <= km)
    .map(([other, distance]) => ({ place: atlas.placeById.get(other), km: distance }))
    .sort((a, b) => a.km - b.km || (a.place.id < b.place.id ? -1 : 1));
}
