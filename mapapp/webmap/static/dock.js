// Below the map, on a phone over it: the table of events and the charts, one at a time. Which one is part of the View.

import { el, glyph, lazily, replaceKeepingFocus, setAttribute } from "./dom.js";
import { matrixChart, periodChart } from "./eventcharts.js";
import { mountEventTable } from "./eventtable.js";
import { figuresPanel } from "./figurespanel.js";
import { openList } from "./lists.js";
import { dockPart, tourPart, withDock } from "./panels.js";
import { localeTag, msg } from "./words.js";

const PAPER_WIDTH = 670; // px: A4 within its margins
const DOCK_AFTER = 80; // ms of rest while the window moves
const DOCK_NAMES = { table: msg("Table"), figures: msg("Figures"), periods: msg("Periods"), matrix: msg("Actors and places") };
const coversThePanel = () => window.matchMedia("(max-width: 640px)").matches;
const NO_POINTER = window.matchMedia("(hover: none)");
const IGNORED = new Set(["center", "zoom", "layers", "trail"]);

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} shell carries in `data-dock` what is open
 * @param {object} store
 */
export function mountDock(root, shell, store) {
  const bar = el("div", { class: "dock-bar" });
  const table = el("div", { class: "dock-table" });
  const charts = el("div", { class: "dock-charts", tabindex: "-1" });
  const readout = el("p", { class: "chart-readout", "aria-live": "polite" });
  const body = el("div", { class: "dock-body", id: "dock-body", role: "region" }, table, charts, readout);
  root.append(bar, body);
  const grid = mountEventTable(table, store);
  const say = (text) => {
    readout.textContent = text;
  };
  let opener = null;
  let printing = false;

  const opened = () => {
    const [name = ""] = dockPart(store.view.panel);
    return Object.hasOwn(DOCK_NAMES, name) ? name : null;
  };
  const show = (dock) => store.set({ panel: withDock(store.view.panel, dock) });
  const close = () => {
    show([]);
    requestAnimationFrame(() => (bar.querySelector(`[data-key="${opener}"]`) ?? bar.querySelector("button"))?.focus());
  };

  function drawBar() {
    const open = opened();
    const counts = { table: store.result.events.length, figures: store.atlas.figures.length };
    replaceKeepingFocus(bar, Object.entries(DOCK_NAMES).map(([name, words]) => el("button", {
      type: "button", class: "dock-tab", "data-key": `dock-${name}`, "aria-expanded": open === name, "aria-controls": "dock-body",
      onclick: () => {
        opener = `dock-${name}`;
        show(open === name ? [] : [name]);
      },
    }, store.t(words), counts[name] === undefined ? null : el("span", { class: "dock-count" }, ` ${counts[name].toLocaleString(localeTag(store.view.lang))}`))),
    el("span", { class: "bar-space" }),
    listTab("disagreements", msg("Disagreements"), store.atlas.disagreements.length),
    listTab("sources", msg("Sources"), store.atlas.sources.length),
    open === "table" ? el("button", { type: "button", class: "small-button", "data-key": "save-table", onclick: grid.save }, store.t("Save as CSV")) : null,
    open ? el("button", { type: "button", class: "icon-button", "data-key": "dock-close", "aria-label": store.t("Close"), title: store.t("Close"), onclick: close }, glyph("close")) : null);
  }

  // What is listed in the panel.
  function listTab(name, words, count) {
    return count ? el("button", { type: "button", class: "dock-tab", "data-key": `dock-${name}`, onclick: () => {
      if (coversThePanel()) show([]);
      openList(name);
    } },
      store.t(words), el("span", { class: "dock-count" }, ` ${count.toLocaleString(localeTag(store.view.lang))}`)) : null;
  }

  function draw() {
    const open = opened();
    shell.dataset.dock = open ?? "closed";
    body.hidden = !open;
    const covered = Boolean(open) && coversThePanel();
    setAttribute(shell.querySelector(".map-host"), "inert", covered);
    setAttribute(shell.querySelector(".detail"), "inert", covered && !tourPart(store.view.panel).length);
    drawBar();
    if (!open) return;
    setAttribute(body, "aria-label", store.t(DOCK_NAMES[open]));
    table.hidden = open !== "table";
    charts.hidden = readout.hidden = open === "table";
    if (open === "table") grid.draw();
    else replaceKeepingFocus(charts, chartsOf(open));
  }

  function chartsOf(open) {
    say(NO_POINTER.matches ? store.t("Tap a bar or a cell to read and choose it.")
      : store.t("Point at a bar or a cell, or reach it with Tab, to read it; press it to choose it."));
    const width = printing ? PAPER_WIDTH : Math.max(280, charts.clientWidth - 24);
    if (open === "figures") return figuresPanel(store, width, say);
    return [open === "periods" ? periodChart(store, width, say) : matrixChart(store, width, say)];
  }

  const drawSoon = lazily(draw, DOCK_AFTER);
  store.subscribe((view, result, keys) => {
    if (keys.has("select") && !keys.has("panel") && view.select !== null && opened() && coversThePanel()) show([]);
    if (["panel", "lang", "select"].some((key) => keys.has(key))) draw();
    else if ([...keys].some((key) => !IGNORED.has(key))) drawSoon();
  });
  document.addEventListener("mapapp:theme", () => opened() && draw());
  document.addEventListener("mapapp:hover", ({ detail }) => detail.from !== "table" && grid.mark(detail.ids));
  root.addEventListener("keydown", (key) => {
    if (key.key === "Escape" && opened()) close();
  });
  for (const name of ["beforeprint", "afterprint"]) {
    window.addEventListener(name, () => {
      printing = name === "beforeprint";
      if (opened()) draw();
    });
  }
  let wide = 0;
  new ResizeObserver(() => {
    if (charts.clientWidth === wide || charts.hidden || printing) return;
    wide = charts.clientWidth;
    drawSoon();
  }).observe(charts);
  draw();
}
