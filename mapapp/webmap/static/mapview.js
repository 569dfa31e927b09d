// The map's own furniture: zoom buttons, scale, credits, what lies outside the frame; and pointing at what is drawn.

import { addBasemap, readBasemap } from "./basemap.js";
import { fittingBounds } from "./mapfit.js";
import { followFrame, frameBox, keepView } from "./mapframe.js";
import { anchorOf } from "./marks.js";
import { MarkLayer } from "./marklayer.js";
import { mountLegend } from "./legend.js";
import { el, lazily } from "./dom.js";
import { localeTag, msg } from "./words.js";
import { ownValue } from "./decode.js";

const FURNITURE_AFTER = 60; // ms; labels make room for a legend or a scale that has grown
const REDUCED_MOTION = window.matchMedia("(prefers-reduced-motion: reduce)");
const stillness = () => (REDUCED_MOTION.matches ? { animate: false } : {});

/** @param {object} map Leaflet map @param {object} store @param {{overlayHost: HTMLElement}} parts */
export function mountMap(map, store, { overlayHost, covered }) {
  const base = readBasemap(store.atlas.basemap);
  const focal = store.atlas.places.filter((place) => place.kind === "region" && place.precision === "exact");
  const focus = new Set(focal.flatMap((place) => place.shape));
  const colours = themeColours(store);
  map.attributionControl?.remove();
  map.invalidateSize({ animate: false });
  fitView(map, store, base); // before anything is drawn, so that it is drawn once
  const baseLayer = addBasemap(map, base, colours, focus);
  const marks = new MarkLayer(map, store, base, colours);
  mountZoom(map, store, overlayHost, () => fitMarks(map, store, base));
  mountScale(map, store, overlayHost);
  mountLegend(overlayHost, store, marks);
  mountOutside(map, store, marks, overlayHost);
  mountPointing(map, store, marks);
  keepFrame(map, store);
  bringIntoSight(map, store, marks, covered);
  const silently = keepView(map, store, stillness);
  const resize = () => silently(() => map.invalidateSize({ animate: false }));
  document.addEventListener("mapapp:theme", () => {
    baseLayer.redraw();
    marks.layer.redraw();
  });
  document.addEventListener("mapapp:opened", () => store.view.center === null && !store.view.bbox && fitView(map, store, base));
  const makeRoom = lazily(() => marks.layer.redraw(), FURNITURE_AFTER);
  const measure = new ResizeObserver(() => {
    marks.furnitureMoved = true;
    makeRoom();
  });
  for (const element of overlayHost.children) measure.observe(element);
  new ResizeObserver(() => {
    marks.furniture = null;
    resize();
  }).observe(map.getContainer());
  return { base: baseLayer, marks };
}

// The theme's tokens and a way to hear of their change.
function themeColours(store) {
  return () => store.atlas.theme[document.documentElement.dataset.theme === "dark" ? "dark" : "light"];
}

// The frame that the View names, else one around what it shows.
function fitView(map, store, base) {
  const { center, zoom } = store.view;
  const chosen = map.getSize().x < 600 ? chosenAnchor(store, base) : null; // a phone frames the selection, not the world
  if (center && zoom !== null) map.setView([center[1], center[0]], zoom, { animate: false });
  else if (chosen) map.setView([chosen[1], chosen[0]], 4, { animate: false });
  else fitMarks(map, store, base);
}

function chosenAnchor({ atlas, view }, base) {
  const place = atlas.placeById.get(atlas.eventById.get(view.select)?.places[0] ?? view.select);
  return anchorOf(place, (code) => base.byCode.get(code)?.label ?? null);
}

function fitMarks(map, store, base) {
  const wide = map.getSize().x >= 600;
  const bounds = fittingBounds(store.atlas, store.view, store.result, (code) => base.byCode.get(code)?.label ?? null, wide);
  const room = wide ? 130 : 24; // the legend stands in the lower corner
  if (bounds) map.fitBounds(bounds, { animate: false, paddingTopLeft: [24, 40], paddingBottomRight: [48, room], maxZoom: 6 });
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
      button("+", msg("Zoom in"), () => map.zoomIn(0.75, stillness())),
      button("−", msg("Zoom out"), () => map.zoomOut(0.75, stillness())),
      button("⤢", msg("Fit to what is shown"), fit)),
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
      km: km.toLocaleString(localeTag(store.view.lang)), lat: Math.round(Math.abs(lat)), hemisphere: lat < 0 ? "S" : "N",
    });
    credits.textContent = (ownValue(store.atlas.credits, store.view.lang) ?? store.atlas.credits.en).join(" ");
  };
  map.on("moveend zoomend", draw);
  store.subscribe((view, result, keys) => keys.has("lang") && draw());
  draw();
}

// A pill that names what the window shows beyond the frame; it goes there.
function mountOutside(map, store, marks, host) {
  const pill = el("button", { type: "button", class: "map-pill", hidden: true, onclick: () => map.flyToBounds(pill.bounds, { maxZoom: 5, duration: 0.6, ...stillness() }) });
  host.append(pill);
  const draw = () => {
    const box = map.getBounds();
    const beyond = (marks.marks?.stacks ?? []).filter(({ place }) => {
      const at = marks.anchors.get(place.id);
      return ![-360, 0, 360].some((turn) => box.contains([at[1], at[0] + turn]));
    });
    pill.hidden = beyond.length === 0;
    if (!beyond.length) return;
    beyond.sort((a, b) => b.events.length - a.events.length);
    const name = store.placeName(beyond[0].place);
    pill.textContent = beyond.length === 1
      ? store.t("Outside the frame: {place}", { place: name })
      : store.tn("Outside the frame: {place} and {n} more", "Outside the frame: {place} and {n} more", beyond.length - 1, { place: name });
    const [lon, lat] = marks.anchors.get(beyond[0].place.id);
    const near = nearTurn(lon, map.getCenter().lng);
    pill.bounds = [[lat - 4, near - 4], [lat + 4, near + 4]];
  };
  map.on("moveend", draw);
  store.subscribe(lazily(draw, 80));
  requestAnimationFrame(draw);
}

function mountPointing(map, store, marks) {
  const container = map.getContainer();
  const hitAt = (event) => {
    const box = container.getBoundingClientRect();
    return marks.at(event.clientX - box.left, event.clientY - box.top);
  };
  let told = "";
  const tellHover = (ids) => {
    if (ids.join() === told) return;
    told = ids.join();
    document.dispatchEvent(new CustomEvent("mapapp:hover", { detail: { ids, from: "map" } }));
  };
  container.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "touch") return;
    const hit = hitAt(event);
    container.style.cursor = hit ? "pointer" : "";
    marks.hover(hit);
    tellHover(hit?.ids ?? []);
  });
  container.addEventListener("pointerleave", () => {
    marks.hover(null);
    tellHover([]);
  });
  document.addEventListener("mapapp:hover", ({ detail }) => {
    if (detail.from !== "map") marks.hover(detail.ids.length ? { id: detail.ids[0] } : null);
  });
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

// What is selected is moved to where it can be seen: into the frame, and from under the panel.
function bringIntoSight(map, store, marks, covered) {
  const MARGIN = 48;
  store.subscribe((view, result, keys) => {
    if (!keys.has("select") || !view.select || (keys.has("center") && view.center)) return; // a View's own frame stays
    const places = store.atlas.eventById.get(view.select)?.places ?? [view.select];
    const anchors = places.map((id) => marks.anchors.get(id)).filter((at) => at);
    if (!anchors.length) return;
    requestAnimationFrame(() => {
      const { right, bottom } = covered();
      const size = map.getSize();
      const points = anchors.map(([lon, lat]) => map.latLngToContainerPoint([lat, nearTurn(lon, map.getCenter().lng)]));
      const seen = ({ x, y }) => x > MARGIN && y > MARGIN && x < size.x - right - MARGIN && y < size.y - bottom - MARGIN;
      if (points.some(seen)) return;
      map.panBy([points[0].x - (size.x - right) / 2, points[0].y - (size.y - bottom) / 2], stillness());
    });
  });
}

// While the filter by the map's frame is on, its box follows the map.
function keepFrame(map, store) {
  document.addEventListener("mapapp:frame", (event) => store.set({ bbox: event.detail ? frameBox(map) : null }));
  followFrame(map, store);
}

// The longitude, by whole turns, that lies nearest to another.
function nearTurn(lon, center) {
  return lon + Math.round((center - lon) / 360) * 360;
}
