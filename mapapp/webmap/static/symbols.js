// The six symbols of kinds as SVG path data, for SVG elements and for canvas (`new Path2D(symbolPath("square", 6))`).
// All have the area of a circle of radius r and their centre of mass at 0,0.

const SYMBOL_CORNERS = {
  arrowhead: [[1.5, 0], [-1.2, 1.3], [-0.55, 0], [-1.2, -1.3]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  triangle: [[-1, -0.577], [1, -0.577], [0, 1.155]],
  pentagon: [0, 1, 2, 3, 4].map((i) => [Math.sin((i * 2 * Math.PI) / 5), -Math.cos((i * 2 * Math.PI) / 5)]),
};

export const SYMBOLS = Object.freeze(["circle", ...Object.keys(SYMBOL_CORNERS)]);

const symbolUnits = Object.fromEntries(Object.entries(SYMBOL_CORNERS).map(([name, ring]) => [name, unitRing(ring)]));

// Moved to its centre of mass and scaled to an area of pi.
function unitRing(ring) {
  let area = 0;
  let cx = 0;
  let cy = 0;
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    const cross = x * nextY - nextX * y;
    area += cross / 2;
    cx += ((x + nextX) * cross) / 6;
    cy += ((y + nextY) * cross) / 6;
  });
  const scale = Math.sqrt(Math.PI / Math.abs(area));
  return ring.map(([x, y]) => [(x - cx / area) * scale, (y - cy / area) * scale]);
}

/**
 * The outline of a symbol centred at 0,0.
 * @param {string} symbol one of SYMBOLS; any other name gives a circle
 * @param {number} r radius in pixels of the circle of the same area
 * @returns {string} SVG path data
 */
export function symbolPath(symbol, r) {
  const n = (value) => Number(value.toFixed(2));
  const corners = symbolCorners(symbol, r);
  if (!corners) return `M${n(-r)},0A${n(r)},${n(r)},0,1,1,${n(r)},0A${n(r)},${n(r)},0,1,1,${n(-r)},0Z`;
  return `M${corners.map(([x, y]) => `${n(x)},${n(y)}`).join("L")}Z`;
}

/** The corners of the same outline; null for a circle. @returns {number[][]|null} */
export function symbolCorners(symbol, r) {
  return symbolUnits[symbol]?.map(([x, y]) => [x * r, y * r]) ?? null;
}
