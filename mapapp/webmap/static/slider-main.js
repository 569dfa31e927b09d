// The slider on any Leaflet map: reads the data that mapapp/webmap/slider.py put into the page and builds each slider.

import { createStore } from "./store.js";
import { el, settled } from "./dom.js";
import { mountTimeline } from "./timeline.js";
import { pointEvent, pointIndex, readPoints } from "./points-data.js";
import { addPointLayer } from "./points-layer.js";
import { mountPointLegend, mountPointPanel } from "./points-panel.js";
import { selectPoints } from "./points-select.js";
import { pointTally } from "./points-tally.js";
import { shortDate } from "./words.js";

/** Build all sliders of the page that are not built yet. */
export function startSliders() {
  for (const script of document.querySelectorAll("script.mapapp-slider-data:not([data-built])")) {
    script.dataset.built = "true";
    buildSlider(window[script.dataset.map], JSON.parse(script.textContent));
  }
}

/** @param {object} map the Leaflet map that folium made @param {object} packed the slider's data */
function buildSlider(map, packed) {
  const points = readPoints(packed);
  const eventOf = (i) => {
    const event = pointEvent(points, i);
    return { ...event, date: { en: shortDate(event, packed.language, store.t) } };
  };
  const atlas = {
    kinds: points.kinds, eras: [], messages: packed.messages, tally: pointTally(points), disagreements: [],
    eventById: { get: (id) => (pointIndex(points, id) < 0 ? undefined : eventOf(pointIndex(points, id))) },
  };
  const store = createStore(atlas, packed.view, (events, view) => selectPoints(points, view));
  const host = placeSlider(map, packed.box);
  mountTimeline(host, store);
  mountPointLegend(map, store, points);
  map.invalidateSize({ animate: false });
  if (packed.bounds) map.fitBounds(packed.bounds, { animate: false, paddingTopLeft: [60, 32], paddingBottomRight: [32, 32], maxZoom: 12 });
  const layer = addPointLayer(map, store, points);
  const panel = mountPointPanel(map, store, points, layer);
  store.subscribe((view, result, keys) => {
    layer.step();
    if (keys.has("select")) panel.select(pointIndex(points, view.select));
  });
  host.addEventListener("mapapp:tray", (event) => panel.tray(event.detail));
  store.onSettled((view) => {
    map.fire("mapapp:change", { view, query: store.query() });
  });
  map.mapappTime = Object.freeze({
    view: () => ({ ...store.view }),
    set: (patch, options) => store.set(patch, options),
    settled,
    count: () => store.result.events.length,
    at: (x, y) => layer.at(x, y, "mouse").map((i) => pointEvent(points, i)),
  });
}

// The map gives up its lower part: it goes into a box of its own size, with the slider under it.
function placeSlider(map, box) {
  const container = map.getContainer();
  const host = el("div", { class: "mapapp-slider" });
  const frame = el("div", { class: "mapapp-time" });
  container.replaceWith(frame);
  frame.append(container, host);
  Object.assign(frame.style, box);
  Object.assign(container.style, { position: "relative", left: "0", top: "0", width: "100%", height: "auto" });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
  return host;
}
