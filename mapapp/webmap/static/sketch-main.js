// The small map on which a person sets a point or draws a line or an area; typed positions do the same by keyboard.

/* global L */

import { addBasemap, readBasemap } from "./basemap.js";
import { addCanvasLayer } from "./canvaslayer.js";
import { el, replaceKeepingFocus } from "./dom.js";
import { toUnit } from "./mercator.js";
import { paintText } from "./paint.js";
import { SKETCH_NEEDS, addVertex, changeType, dropVertex, emptySketch, geometrySketch, moveVertex, parsePosition, sketchGeometry } from "./sketch.js";
import { unpackData } from "./unpack.js";

/** Pixels. */
const VERTEX_RADIUS = { mouse: 7, touch: 12 };
const MOST_NAMES = 120;

/** @param {object} map the Leaflet map that folium made */
export async function startSketch(map) {
  const data = await unpackData(document.getElementById("mapapp-data").textContent);
  const t = (msgid) => [data.messages[msgid] ?? msgid].flat()[0];
  document.documentElement.dataset.theme = data.dark ? "dark" : "light";
  document.body.classList.add("mapapp", "sketch");
  const colours = () => data.theme[data.dark ? "dark" : "light"];
  const bar = el("div", { class: "sketch-bar", role: "toolbar", "aria-label": t("Draw on the map") });
  document.body.append(bar);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  map.invalidateSize({ animate: false });
  frameSketch(map, data); // before anything is drawn, so that it is drawn once
  addBasemap(map, readBasemap(data.basemap), colours, new Set());
  addCanvasLayer(map, "map-words", (context, frame) => paintPlaces(context, frame, data.places, colours()));
  const shape = L.layerGroup().addTo(map);
  const state = { sketch: geometrySketch(data.geometry), fixed: null, history: [] };
  if (!state.sketch) [state.sketch, state.fixed] = [emptySketch(), data.geometry];

  const change = (sketch) => {
    state.history.push([state.sketch, state.fixed]);
    [state.sketch, state.fixed] = [sketch, null];
    tell();
  };
  const back = () => {
    if (state.history.length) [state.sketch, state.fixed] = state.history.pop();
    tell();
  };
  const draw = () => {
    drawShape(shape, state, colours(), { change });
    replaceKeepingFocus(bar, barParts(state, t, { change, back, map }));
  };
  const tell = () => {
    draw();
    const geometry = state.fixed ?? sketchGeometry(state.sketch);
    document.dispatchEvent(new CustomEvent("mapapp:sketch", { detail: geometry }));
  };
  map.on("click", ({ latlng }) => change(addVertex(state.sketch, [latlng.lng, latlng.lat])));
  map.doubleClickZoom.disable();
  map.attributionControl?.remove();
  draw();
  window.mapapp = Object.freeze({ geometry: () => state.fixed ?? sketchGeometry(state.sketch) });
  document.documentElement.dataset.ready = "true";
}

function frameSketch(map, { geometry, places }) {
  const drawn = geometry ? L.geoJSON(geometry).getBounds() : null;
  if (drawn?.isValid()) map.fitBounds(drawn.pad(1.5), { animate: false, maxZoom: 6 });
  else if (places.length) map.fitBounds(places.map(({ at: [lon, lat] }) => [lat, lon]), { animate: false, padding: [30, 30], maxZoom: 5 });
}

function barParts(state, t, { change, back, map }) {
  const { sketch } = state;
  const words = { Point: t("Point"), LineString: t("Line"), Polygon: t("Area") };
  const typed = el("input", { type: "text", class: "sketch-typed", "data-key": "typed", placeholder: t("longitude, latitude"),
    "aria-label": t("Add a position: longitude, latitude") });
  const add = (key) => {
    const at = parsePosition(typed.value);
    if (key.key !== "Enter") return;
    typed.setAttribute("aria-invalid", String(!at));
    if (!at) return;
    change(addVertex(sketch, at));
    map.panTo([at[1], at[0]], { animate: false });
  };
  typed.addEventListener("keydown", add);
  const button = (key, label, run, disabled) => el("button", { type: "button", class: "header-button", "data-key": key, disabled, onclick: run }, label);
  return [
    el("div", { class: "segmented", role: "group", "aria-label": t("Shape") }, Object.keys(words).map((type) =>
      el("button", { type: "button", "data-key": type, "aria-pressed": sketch.type === type,
        onclick: () => change(changeType(sketch, type)) }, words[type]))),
    typed,
    button("back", t("Undo"), back, !state.history.length),
    button("clear", t("Clear"), () => change(emptySketch(sketch.type)), !sketch.points.length && !state.fixed),
    el("span", { class: "sketch-state", role: "status" }, sketchWords(state, t)),
  ];
}

function sketchWords({ sketch, fixed }, t) {
  if (fixed) return t("This shape has several parts; drawing replaces it.");
  const missing = SKETCH_NEEDS[sketch.type] - sketch.points.length;
  if (missing <= 0) return sketch.points.length === 1 ? sketch.points[0].join(", ") : "";
  return t("Click on the map");
}

function drawShape(layer, { sketch, fixed }, colour, { change }) {
  layer.clearLayers();
  const style = { color: colour.accent, weight: 2, fillColor: colour.accent, fillOpacity: 0.15, interactive: false };
  const geometry = fixed ?? sketchGeometry(sketch) ?? sketchGeometry(changeType(sketch, "LineString"));
  if (geometry) L.geoJSON(geometry, { style, pointToLayer: () => L.layerGroup(), interactive: false }).addTo(layer);
  const radius = window.matchMedia("(pointer: coarse)").matches ? VERTEX_RADIUS.touch : VERTEX_RADIUS.mouse;
  sketch.points.forEach(([lon, lat], index) => {
    const vertex = L.circleMarker([lat, lon], {
      className: "sketch-vertex", radius, color: colour.halo, weight: 2, fillColor: colour.accent, fillOpacity: 1, bubblingMouseEvents: false,
    });
    vertex.addTo(layer);
    vertex.getElement().addEventListener("pointerdown", (press) => press.button === 0 && dragVertex(vertex, press, index));
    vertex.on("click", L.Util.falseFn); // heard here, it adds none on the map below
    vertex.on("contextmenu", () => sketch.type !== "Point" && change(dropVertex(sketch, index)));
  });

  // With a mouse, a pen or a finger; the map stays where it is meanwhile.
  function dragVertex(vertex, { pointerId }, index) {
    const map = vertex._map;
    const node = vertex.getElement();
    map.dragging.disable();
    node.setPointerCapture(pointerId);
    let moved = null;
    node.addEventListener("pointermove", (event) => {
      const latlng = map.mouseEventToLatLng(event);
      moved = moveVertex(sketch, index, [latlng.lng, latlng.lat]);
      vertex.setLatLng(latlng);
    });
    node.addEventListener("lostpointercapture", () => {
      map.dragging.enable();
      if (moved) change(moved);
    }, { once: true });
  }
}

// The atlas's other places, as dots with names, so that a new one finds its neighbours.
function paintPlaces(context, frame, places, colour) {
  const taken = [];
  for (const { name, at } of places.slice(0, MOST_NAMES)) {
    const [x, y] = toUnit(at[0], at[1]);
    const [left, top] = [x * frame.scale - frame.ox, y * frame.scale - frame.oy];
    if (left < 0 || top < 0 || left > frame.width || top > frame.height) continue;
    context.beginPath();
    context.arc(left, top, 3, 0, 2 * Math.PI);
    context.fillStyle = colour["text-3"];
    context.fill();
    if (taken.some(([a, b]) => Math.abs(a - left) < 90 && Math.abs(b - top) < 14)) continue;
    taken.push([left, top]);
    paintText(context, name, left + 6, top, { font: "11px sans-serif", color: colour["text-2"], halo: colour.halo });
  }
}
