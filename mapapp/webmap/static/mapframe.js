// The map's frame and the View: centre and zoom go both ways; while a View has a box, the box follows the map.

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

/**
 * Centre and zoom are part of the View: told when the map rests, followed when the View changes. A movement that a view
 * breaks off is no choice of a view; one asked for while a zoom is animated waits, because Leaflet ignores setView then.
 * @param {object} map Leaflet map @param {object} store @param {() => object} [animation] Leaflet's options for a movement
 * @returns {(run: () => void) => void} runs something whose movement of the map is nobody's choice
 */
export function keepView(map, store, animation = () => ({})) {
  // Leaflet rests on whole pixels: a centre that is the View's but for that stays as the View says it.
  const isThere = ({ center, zoom }) => {
    if (!center || zoom === null || Math.abs(map.getZoom() - zoom) > 0.011) return false;
    return map.latLngToContainerPoint([center[1], center[0]]).distanceTo(map.getSize().divideBy(2)) < 1.5;
  };
  let silent = false;
  let zooming = false;
  let asked = false;
  const silently = (run) => {
    silent = true;
    run();
    silent = false;
  };
  const tell = () => {
    if (isThere(store.view)) return;
    const { lng, lat } = map.getCenter();
    store.set({ center: [roundDegrees(lng), roundDegrees(lat)], zoom: Math.round(map.getZoom() * 100) / 100 });
  };
  const follow = () => {
    const { center, zoom } = store.view;
    if (zooming || !center || zoom === null || isThere(store.view)) return;
    silently(() => map.stop());
    map.setView([center[1], center[0]], zoom, animation());
  };
  map.on("zoomanim", () => { zooming = true; });
  map.on("moveend", () => {
    if (silent) return;
    zooming = false;
    if (asked) follow();
    else tell();
    asked = false;
  });
  store.subscribe((view, result, keys) => {
    if (!keys.has("center") && !keys.has("zoom")) return;
    asked = zooming;
    follow();
  });
  return silently;
}
