// The map's own furniture: zoom buttons, scale, credits, what lies outside the frame; and pointing at what is drawn.

import { addBasemap, readBasemap } from "./basemap.js";
import { anchorOf } from "./marks.js";
import { MarkLayer } from "./marklayer.js";
import { mountLegend } from "./legend.js";
import { fromUnit, toUnit } from "./mercator.js";
import { el } from "./dom.js";

/** @param {object} map Leaflet map @param {object} store @param {{overlayHost: HTMLElement}} parts */
export function mountMap(map, store, { overlayHost }) {
  const base = readBasemap(store.atlas.basemap);
  const focus = new Set(store.atlas.places.filter((place) => place.kind === "region").flatMap((place) => place.shape));
  const colours = themeColours(store);
  const baseLayer = addBasemap(map, base, colours, focus);
  const marks = new MarkLayer(map, store, base, colours);
  map.attributionControl?.remove();
  fitOpeningView(map, store, base);
  mountZoom(map, store, overlayHost, () => fitMarks(map, store, base));
  mountScale(map, store, overlayHost);
  mountLegend(overlayHost, store, marks);
  mountPointing(map, store, marks);
  keepView(map, store, baseLayer);
  new ResizeObserver(() => map.invalidateSize({ pan: false, debounceMoveend: true })).observe(map.getContainer());
  return { map, marks };
}

// The theme's tokens and a way to hear of their change.
function themeColours(store) {
  return () => store.atlas.theme[document.documentElement.dataset.theme === "dark" ? "dark" : "light"];
}

function fitOpeningView(map, store, base) {
  const { center, zoom } = store.view;
  map.invalidateSize({ animate: false });
  if (center && zoom !== null) map.setView([center[1], center[0]], zoom, { animate: false });
  else fitMarks(map, store, base);
}

// The box around most of what the window shows: the nine tenths of its marks that lie closest together.
function fitMarks(map, store, base) {
  map.invalidateSize({ animate: false });
  const events = store.result.events.length ? store.result.events : store.atlas.events;
  const points = events
    .flatMap((event) => event.places)
    .map((id) => anchorOf(store.atlas.placeById.get(id), (code) => base.byCode.get(code)?.label ?? null))
    .filter((at) => at).map(([lon, lat]) => toUnit(lon, lat));
  if (!points.length) return;
  const [x0, x1] = narrowestSpan(points.map(([x]) => x), 0.9);
  const inside = points.filter(([x]) => (x >= x0 && x <= x1) || (x + 1 >= x0 && x + 1 <= x1));
  const ys = inside.map(([, y]) => y);
  const [y0, y1] = [Math.min(...ys), Math.max(...ys)];
  const grow = Math.max(0.012, (0.05 - (x1 - x0)) / 2);
  const [west, north] = fromUnit(x0 - grow, Math.max(0.15, y0 - 0.012));
  const [east, south] = fromUnit(x1 + grow, Math.min(0.8, y1 + 0.012));
  map.fitBounds([[south, west], [north, east]], { animate: false, padding: [24, 24], maxZoom: 6 });
}

/** The shortest stretch of the circle 0..1 that holds a share of the values; its end may lie beyond 1. */
export function narrowestSpan(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const round = [...sorted, ...sorted.map((x) => x + 1)];
  const count = Math.max(1, Math.ceil(share * sorted.length));
  let best = [sorted[0], sorted[0] + 1];
  for (let i = 0; i < sorted.length; i += 1) {
    if (round[i + count - 1] - round[i] < best[1] - best[0]) best = [round[i], round[i + count - 1]];
  }
  return best;
}

function mountZoom(map, store, host, fit) {
  const button = (text, name, run) => {
    const made = el("button", { type: "button", class: "map-button", title: store.t(name), "aria-label": store.t(name), onclick: run }, text);
    store.subscribe((view, result, keys) => {
      if (!keys.has("lang")) return;
      made.title = store.t(name);
      made.setAttribute("aria-label", store.t(name));
    });
    return made;
  };
  host.append(
    el("div", { class: "map-buttons" },
      button("+", "Zoom in", () => map.zoomIn(0.75)),
      button("−", "Zoom out", () => map.zoomOut(0.75)),
      button("⤢", "Fit to what is shown", fit)),
  );
}

function mountScale(map, store, host) {
  const bar = el("span", { class: "map-scale-bar" });
  const words = el("span", { class: "map-scale-words" });
  const credits = el("span", { class: "map-credits" });
  host.append(el("div", { class: "map-foot" }, el("div", { class: "map-scale" }, words, bar), credits));
  const draw = () => {
    const lat = map.getCenter().lat;
    const perPixel = (40075.017 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
    const room = Math.min(150, map.getSize().x / 4);
    const power = 10 ** Math.floor(Math.log10(perPixel * room));
    const km = [5, 2, 1].map((n) => n * power).find((n) => n / perPixel <= room) ?? power;
    bar.style.width = `${Math.round(km / perPixel)}px`;
    words.textContent = store.t("{km} km at {lat}°{hemisphere}", {
      km: km.toLocaleString(store.view.lang), lat: Math.round(Math.abs(lat)), hemisphere: lat < 0 ? "S" : "N",
    });
    credits.textContent = (store.atlas.credits[store.view.lang] ?? store.atlas.credits.en).join(" ");
  };
  map.on("moveend zoomend", draw);
  store.subscribe((view, result, keys) => keys.has("lang") && draw());
  draw();
}

function mountPointing(map, store, marks) {
  const container = map.getContainer();
  const hitAt = (event) => {
    const box = container.getBoundingClientRect();
    return marks.at(event.clientX - box.left, event.clientY - box.top);
  };
  container.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "touch") return;
    const hit = hitAt(event);
    container.style.cursor = hit ? "pointer" : "";
    marks.hover(hit);
  });
  container.addEventListener("pointerleave", () => marks.hover(null));
  map.on("click", (event) => {
    const hit = marks.at(event.containerPoint.x, event.containerPoint.y);
    if (!hit) store.set({ select: null });
    else if (hit.ids.length === 1) store.set({ select: hit.ids[0] });
    else {
      const detail = { ids: hit.ids, title: store.placeName(hit.place) };
      document.dispatchEvent(new CustomEvent("mapapp:tray", { detail }));
    }
  });
}

// The map's centre and zoom are part of the View: told when the map rests, followed when the View changes.
function keepView(map, store, baseLayer) {
  const tell = () => {
    const { lng, lat } = map.getCenter();
    store.set({ center: [round(lng), round(lat)], zoom: Math.round(map.getZoom() * 100) / 100 });
  };
  const round = (value) => Math.round(value * 1e4) / 1e4;
  map.on("moveend", tell);
  store.subscribe((view, result, keys) => {
    if (keys.has("theme")) requestAnimationFrame(() => baseLayer.redraw());
    if (!(keys.has("center") || keys.has("zoom")) || !view.center || view.zoom === null) return;
    const here = map.getCenter();
    const there = [round(here.lng), round(here.lat)];
    const moved = Math.abs(there[0] - view.center[0]) > 2e-4 || Math.abs(there[1] - view.center[1]) > 2e-4;
    if (moved || Math.abs(map.getZoom() - view.zoom) > 0.011) map.setView([view.center[1], view.center[0]], view.zoom);
  });
}
