// The page of an archive: the slider and the map of counts, read by ranges from one file of tiles.

import { addArchiveLayer } from "./archive-layer.js";
import { mountArchiveLegend, mountArchivePanel, sayTrouble } from "./archive-panel.js";
import { openTiles } from "./archive-pmtiles.js";
import { archiveSource, rangeOf } from "./archive-source.js";
import { archiveSelect, archiveTally } from "./archive-tally.js";
import { addBasemap, readBasemap } from "./basemap.js";
import { el, settled } from "./dom.js";
import { keepLocation, readLocation } from "./location.js";
import { keepView } from "./mapframe.js";
import { createStore } from "./store.js";
import { keepTheme } from "./theme.js";
import { mountTimeline } from "./timeline.js";
import { unpackData } from "./unpack.js";

/** @param {object} map the Leaflet map of the page */
export async function startArchive(map) {
  const page = await unpackData(document.getElementById("mapapp-data").textContent);
  const trouble = el("div", { class: "archive-trouble", role: "alert", hidden: true });
  const t = (msgid, values) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), page.messages[page.lang]?.[msgid] ?? msgid);
  let tiles = null;
  const parts = layOut(map, page, trouble);
  try {
    tiles = await openTiles(rangeOf(page.tiles));
  } catch (error) {
    sayTrouble(trouble, t, error);
    return;
  }
  const archive = tiles.metadata.mapapp;
  const atlas = {
    archive, kinds: archive.kinds, eras: [], events: null, fades: false, disagreements: [], messages: page.messages, theme: page.theme,
    tally: archiveTally(archive), eventById: { get: () => undefined },
  };
  const store = createStore(atlas, readLocation() ?? page.view, archiveSelect(archive));
  keepTheme(store);
  mountArchiveHeader(parts.header, store, page);
  mountTimeline(parts.time, store);
  map.invalidateSize({ animate: false });
  openMap(map, store, tiles.header.bounds);
  const base = addBasemap(map, readBasemap(page.basemap), () => page.theme[document.documentElement.dataset.theme], new Set());
  const legend = mountArchiveLegend(parts.legend, store, () => panel.leftOut());
  const source = archiveSource(page.events, archive.kinds);
  const state = { whole: false };
  const layer = addArchiveLayer(map, store, {
    tiles, source, failed: (error) => sayTrouble(trouble, store.t, error),
    drawn(now) {
      Object.assign(state, now);
      legend.update(now);
    },
  });
  const panel = mountArchivePanel(map, store, layer, source);
  keepLocation(store);
  follow(map, store, layer, base);
  window.mapapp = Object.freeze({
    view: () => ({ ...store.view }), query: () => store.query(), set: (patch) => store.set(patch), open: (query) => store.open(query),
    count: () => store.result.events.length, drawn: () => ({ ...state }),
    cells: () => layer.shown().map(({ x, y, r, n, cell, event }) => ({ x, y, r, n, cell: cell?.cell ?? null, id: event?.id ?? null })),
    list: () => panel.open()?.cell ?? null, settled,
  });
  document.documentElement.dataset.ready = "true";
}

// The map is moved into a page of four rows: header, map, kinds, slider.
function layOut(map, page, trouble) {
  const element = map.getContainer();
  const parts = { header: el("header", { class: "archive-header" }), time: el("div", { class: "archive-time" }), legend: el("div", { class: "mapapp-legend archive-legend", role: "group" }) };
  const credits = el("div", { class: "archive-credits" }, page.credits);
  document.body.classList.add("mapapp");
  document.body.append(el("div", { class: "shell archive-shell mapapp-time" }, parts.header, el("main", { class: "archive-map" }, element, credits, trouble), parts.legend, parts.time));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  return parts;
}

function mountArchiveHeader(root, store, page) {
  const draw = () => {
    const { t, view } = store;
    document.documentElement.lang = view.lang;
    const next = { auto: "light", light: "dark", dark: "auto" }[view.theme];
    const themes = { auto: t("Theme: auto"), light: t("Theme: light"), dark: t("Theme: dark") };
    const language = el("select", { class: "atlas-select", "aria-label": t("Language"), onchange: (event) => store.set({ lang: event.target.value }) },
      Object.entries(page.languages).map(([tag, name]) => el("option", { value: tag, lang: tag, selected: tag === view.lang }, name)));
    root.replaceChildren(el("h1", { class: "atlas-title" }, page.name), el("span", { class: "bar-space" }), language,
      el("button", { type: "button", class: "header-button", onclick: () => store.set({ theme: next }) }, themes[view.theme]));
  };
  draw();
  store.subscribe((view, result, keys) => (keys.has("lang") || keys.has("theme")) && draw());
}

function openMap(map, store, [west, south, east, north]) {
  const { center, zoom } = store.view;
  if (center && zoom !== null) map.setView([center[1], center[0]], zoom, { animate: false });
  else map.fitBounds([[Math.max(south, -70), west], [Math.min(north, 80), east]], { animate: false, padding: [16, 16], maxZoom: 8 });
}

function follow(map, store, layer, base) {
  keepView(map, store);
  store.subscribe((view, result, keys) => {
    if (["mode", "from", "to", "kinds", "lang"].some((key) => keys.has(key))) layer.redraw();
  });
  document.addEventListener("mapapp:theme", () => {
    base.redraw();
    layer.redraw();
  });
}
