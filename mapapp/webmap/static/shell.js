// The layout of the page: header, rail, map, time, panel; what is open and what is not; the theme.

import { el, glyph, setAttribute } from "./dom.js";
import { mountDetail } from "./detail.js";
import { mountDock } from "./dock.js";
import { mountHeader } from "./header.js";
import { mountNotice } from "./notice.js";
import { mountRail } from "./rail.js";
import { mountSheet } from "./sheet.js";
import { keepTheme } from "./theme.js";
import { mountTours } from "./tours.js";

const PHONE = "(max-width: 640px)";
const NARROW = "(max-width: 1180px)";
const isPhone = () => window.matchMedia(PHONE).matches;
const isNarrow = () => window.matchMedia(NARROW).matches;

/**
 * Builds the page around the map.
 * @param {HTMLElement} body
 * @param {object} store
 * @param {{mapElement: HTMLElement}} given the map's element, which moves into its column
 * @returns {{mapHost: HTMLElement, timeHost: HTMLElement, overlayHost: HTMLElement,
 *   covered: () => {right: number, bottom: number}}} `covered`: how much of the map lies under the panel, in pixels
 */
export function mountShell(body, store, { mapElement }) {
  keepTheme(store);
  const overlayHost = el("div", { class: "map-overlay" });
  const timeHost = el("div", { class: "time-host" });
  mapElement.classList.add("map-element");
  const parts = {
    header: el("header", { class: "app-header" }),
    rail: el("aside", { class: "rail", id: "rail" }),
    map: el("main", { class: "map-host", "aria-describedby": "map-in-words" }, mapElement, overlayHost,
      el("p", { id: "map-in-words", class: "visually-hidden" })),
    rest: el("div", { class: "sheet-rest" }),
    time: el("section", { class: "time-area" }),
    detail: el("aside", { class: "detail", id: "detail" }),
    dock: el("section", { class: "dock" }),
  };
  const shell = el("div", { class: "shell", "data-rail": "open", "data-detail": isNarrow() ? "closed" : "open", "data-sheet": "peek" },
    parts.header, parts.rail, parts.map, parts.rest, parts.detail, parts.time, parts.dock);
  parts.time.append(timeHost);
  body.classList.add("mapapp");
  body.append(shell);

  const railSheet = mountRailSheet(shell, parts, store);
  const sheet = mountSheet(shell, parts.detail, store);
  const edges = mountEdges(shell, store);
  mountHeader(parts.header, store, { openRail: railSheet.open });
  mountRail(railSheet.host, store);
  mountNotice(overlayHost, store);
  mountDetail(parts.detail, store, {
    onOpen(isList = false) {
      if (isList && ["bar", "peek"].includes(sheet.stop())) sheet.set("half");
      else if (sheet.stop() === "bar") sheet.set("peek");
      if (!isPhone()) edges.set("detail", true);
    },
    onClose() {
      sheet.set("bar");
      if (isNarrow()) edges.set("detail", false);
    },
  });
  mountTourCard(shell, parts.detail, store, { sheet, edges });
  mountDock(parts.dock, shell, store);
  nameLandmarks(parts, store);
  if (store.view.select !== null && !isPhone()) edges.set("detail", true);
  return { mapHost: parts.map, timeHost, overlayHost, covered: () => coveredPart(parts) };
}

// The card of a tour stands over the account of what its step selects.
function mountTourCard(shell, detail, store, { sheet, edges }) {
  const card = el("section", { class: "tour", hidden: true });
  detail.querySelector(".detail-bar").before(card);
  mountTours(card, store, { onPlay: () => (isPhone() ? sheet.stop() === "bar" && sheet.set("peek") : edges.set("detail", true)) });
  const mark = () => {
    shell.dataset.tour = card.hidden ? "off" : "on";
  };
  store.subscribe((view, result, keys) => keys.has("panel") && mark());
  mark();
}

// How much of the map lies under the panel, in pixels, where the panel slides over it.
function coveredPart({ map, detail }) {
  if (getComputedStyle(detail).visibility === "hidden") return { right: 0, bottom: 0 };
  const [under, over] = [map.getBoundingClientRect(), detail.getBoundingClientRect()];
  if (isPhone()) return { right: 0, bottom: Math.max(0, under.bottom - over.top) };
  return { right: Math.max(0, under.right - over.left), bottom: 0 };
}

function nameLandmarks(parts, store) {
  const name = () => {
    setAttribute(parts.rail, "aria-label", store.t("Filters"));
    setAttribute(parts.map, "aria-label", store.t("Map"));
    parts.map.querySelector("#map-in-words").textContent = store.t("The table below the time slider lists what the map shows.");
    setAttribute(parts.time, "aria-label", store.t("Time"));
    setAttribute(parts.detail, "aria-label", store.t("Details"));
    setAttribute(parts.dock, "aria-label", store.t("Table and charts"));
    document.title = store.words(store.atlas.atlas.title);
  };
  store.subscribe((view, result, keys) => {
    if (keys.has("lang")) name();
  });
  name();
}

// Buttons at the map's edges that fold the rail and the panel away.
function mountEdges(shell, store) {
  const words = {
    rail: { true: () => store.t("Hide filters"), false: () => store.t("Show filters") },
    detail: { true: () => store.t("Hide details"), false: () => store.t("Show details") },
  };
  const buttons = {};
  const isOpen = (part) => shell.dataset[part] === "open";
  const describe = (part) => {
    const label = words[part][isOpen(part)]();
    for (const name of ["aria-label", "title"]) setAttribute(buttons[part], name, label);
    setAttribute(buttons[part], "aria-expanded", isOpen(part));
    buttons[part].replaceChildren(glyph((part === "rail") === isOpen(part) ? "left" : "right"));
  };
  const set = (part, open) => {
    shell.dataset[part] = open ? "open" : "closed";
    describe(part);
  };
  for (const part of ["rail", "detail"]) {
    buttons[part] = el("button", { type: "button", class: `edge-button edge-${part}`, "aria-controls": part,
      onclick: () => set(part, !isOpen(part)) });
    shell.append(buttons[part]);
    describe(part);
  }
  store.subscribe((view, result, keys) => {
    if (keys.has("lang")) ["rail", "detail"].forEach(describe);
  });
  return { set };
}

// On a phone the rail is a sheet over the whole page; what lies under it takes no focus.
function mountRailSheet(shell, parts, store) {
  const title = el("h2", { class: "rail-title" });
  const done = el("button", { type: "button", class: "filled-button", onclick: () => close() });
  const host = el("div", { class: "rail-scroll" });
  parts.rail.append(el("div", { class: "rail-head phone-only" }, title, done), host);
  let opener = null;
  const others = [parts.header, parts.map, parts.detail, parts.time, parts.dock];
  const name = () => {
    title.textContent = store.t("Filters");
    const { length } = store.result.events;
    done.textContent = store.tn("Show {n} event", "Show {n} events", length);
  };
  const open = (search) => {
    opener = document.activeElement?.dataset.key;
    shell.dataset.filters = "open";
    others.forEach((part) => setAttribute(part, "inert", true));
    if (search) host.querySelector("input")?.focus();
    else done.focus();
  };
  const close = () => {
    delete shell.dataset.filters;
    others.forEach((part) => setAttribute(part, "inert", false));
    if (opener) parts.header.querySelector(`[data-key="${CSS.escape(opener)}"]`)?.focus();
  };
  parts.rail.addEventListener("keydown", (key) => {
    if (key.key === "Escape" && shell.dataset.filters) close();
  });
  window.matchMedia(PHONE).addEventListener("change", () => {
    if (shell.dataset.filters) close();
  });
  store.subscribe((view, result, keys) => {
    name();
    if (keys.has("select") && view.select !== null && shell.dataset.filters) close();
  });
  name();
  return { host, open };
}
