// The map's frame as a filter: while a View has a box, the box follows the map.

const roundDegrees = (value) => Math.round(value * 1e4) / 1e4;
const turnDegrees = (lon) => roundDegrees(((((lon + 180) % 360) + 360) % 360) - 180);

/** The frame of a Leaflet map as a View's box. @returns {number[]} west, south, east, north */
export function frameBox(map) {
  const bounds = map.getBounds();
  const [south, north] = [Math.max(-90, bounds.getSouth()), Math.min(90, bounds.getNorth())].map(roundDegrees);
  const whole = bounds.getEast() - bounds.getWest() >= 360;
  return [whole ? -180 : turnDegrees(bounds.getWest()), south, whole ? 180 : turnDegrees(bounds.getEast()), north];
}

/** @param {object} map Leaflet map @param {object} store */
export function followFrame(map, store) {
  map.on("moveend", () => store.view.bbox && store.set({ bbox: frameBox(map) }));
}
