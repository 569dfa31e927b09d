// Web Mercator as a unit square (x, y in 0..1, y down), and great circles in it. Pure.

const RADIANS = Math.PI / 180;
const LIMIT = 85.051129;

/** @param {number} lon degrees @param {number} lat degrees @returns {[number, number]} */
export function toUnit(lon, lat) {
  const sine = Math.sin(Math.max(-LIMIT, Math.min(LIMIT, lat)) * RADIANS);
  return [0.5 + lon / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** @returns {[number, number]} longitude, latitude in degrees */
export function fromUnit(x, y) {
  return [(x - 0.5) * 360, Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) / RADIANS];
}

/**
 * Points of the great circle between two places in unit Mercator, continuous in x (no jump at the antimeridian).
 * @param {[number, number]} a lon, lat @param {[number, number]} b lon, lat @param {number} n segments
 */
export function greatCircle(a, b, n = 48) {
  const [p, q] = [a, b].map(([lon, lat]) => {
    const c = Math.cos(lat * RADIANS);
    return [c * Math.cos(lon * RADIANS), c * Math.sin(lon * RADIANS), Math.sin(lat * RADIANS)];
  });
  const angle = Math.acos(Math.max(-1, Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2])));
  const points = [];
  let last = a[0];
  for (let i = 0; i <= n; i += 1) {
    const t = i / n;
    const [u, v] = angle < 1e-9 ? [1 - t, t] : [Math.sin((1 - t) * angle), Math.sin(t * angle)];
    const [x, y, z] = [0, 1, 2].map((k) => u * p[k] + v * q[k]);
    let lon = Math.atan2(y, x) / RADIANS;
    while (lon - last > 180) lon -= 360;
    while (lon - last < -180) lon += 360;
    last = lon;
    points.push(toUnit(lon, Math.atan2(z, Math.hypot(x, y)) / RADIANS));
  }
  return points;
}

/** Length of one kilometre on the ground, in unit Mercator, at a latitude in degrees. */
export function unitsPerKilometre(lat) {
  return 1 / (40075.017 * Math.cos(lat * RADIANS));
}
