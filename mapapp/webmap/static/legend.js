// The legend: only what is on the map now, in plain words.

import { el, kindIcon, lazily } from "./dom.js";
import { mapFiguresWords } from "./mapfigures.js";
import { dockPart } from "./panels.js";
import { symbolPath } from "./symbols.js";

const NARROW_PAGE = window.matchMedia("(max-width: 1179px)");
const LEGEND_DELAY = 80; // ms; it follows when the slider rests
const NO_RAIL = window.matchMedia("(max-width: 640px)");

/** @param {HTMLElement} host @param {object} store @param {import("./marklayer.js").MarkLayer} layer */
export function mountLegend(host, store, layer) {
  const list = el("ul", { class: "legend-list" });
  const title = el("span", {});
  const toggle = el("button", { type: "button", class: "legend-toggle" });
  const box = el("section", { class: "legend" }, el("div", { class: "legend-head" }, title, toggle), list);
  host.append(box);
  let shown = "";
  // a map that gives way to a table has no room for the legend, but for that of the figures on it
  const gives = () => dockPart(store.view.panel).length > 0 && mapFiguresWords(store) === null;
  const hasRoom = () => !gives() && !NARROW_PAGE.matches;
  let open = hasRoom();
  const draw = () => {
    box.classList.toggle("is-closed", !open);
    title.textContent = open ? store.t("How to read the map") : "";
    toggle.textContent = open ? store.t("hide") : store.t("Legend");
    toggle.setAttribute("aria-expanded", String(open));
    list.hidden = !open;
    const entries = open ? legendEntries(store, layer.marks) : [];
    const words = entries.map((entry) => entry.words).join("\n");
    if (words !== shown) list.replaceChildren(...entries.map(legendEntry));
    shown = words;
  };
  toggle.addEventListener("click", () => {
    open = !open;
    draw();
  });
  const drawSoon = lazily(draw, LEGEND_DELAY);
  store.subscribe((view, result, keys) => {
    if (keys.has("panel")) open = hasRoom();
    drawSoon();
  });
  requestAnimationFrame(draw);
}

const legendEntry = ({ image, words }) => el("li", {}, image(), el("span", {}, words));

// A picture of 34 × 18 px; only our own constants become attributes.
function picture(...shapes) {
  const draw = (tag, attributes, text = "") => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    node.textContent = text;
    return node;
  };
  const frame = draw("svg", { width: 34, height: 18, viewBox: "0 0 34 18", "aria-hidden": "true" });
  frame.append(...shapes.map((shape) => draw(...shape)));
  return frame;
}

const spot = (symbol, r, style) => ["path", { d: symbolPath(symbol, r), transform: "translate(17 9)", ...style }];
const rule = (colour, width, more = {}) => ["line", { x1: 2, y1: 9, x2: 32, y2: 9, stroke: colour, "stroke-width": width, ...more }];
const head = (colour, open) => ["path", { d: "M33 9l-9-4 2.4 4-2.4 4z", fill: open ? "var(--halo)" : colour, stroke: colour }];

const LEGEND_PICTURES = {
  figures: () => picture(spot("circle", 7.4, { fill: "var(--accent)", "fill-opacity": 0.3, stroke: "var(--accent)", "stroke-width": 1.6 })),
  series: () => picture(spot("circle", 8, { fill: "var(--text-2)" }),
    ["text", { x: 17, y: 12.8, "text-anchor": "middle", fill: "var(--panel)", "font-size": 11, "font-weight": 700 }, "5"]),
  badge: () => picture(spot("circle", 7.4, { fill: "var(--halo)", stroke: "var(--text-2)", "stroke-width": 1.6 }),
    ["text", { x: 17, y: 12.8, "text-anchor": "middle", fill: "var(--text-2)", "font-size": 11, "font-weight": 700 }, "4"]),
  open: () => picture(spot("diamond", 5, { fill: "var(--halo)", stroke: "var(--text-1)", "stroke-width": 1.8 })),
  pale: () => picture(spot("circle", 5.2, { fill: "var(--text-1)", opacity: 0.4 })),
  outside: () => picture(spot("circle", 3.4, { fill: "var(--halo)", stroke: "var(--outside)", "stroke-width": 1.6 })),
  visit: (colour) => picture(rule(colour, 1.8, { x2: 25 }), head(colour, false)),
  loose: (colour) => picture(rule(colour, 1.8, { x2: 25, "stroke-dasharray": "5 3.5" }), head(colour, true)),
  corridor: () => picture(rule("var(--corridor)", 7, { opacity: 0.5 }), rule("var(--corridor-text)", 1.3, { "stroke-dasharray": "1 3" })),
  route: () => picture(rule("var(--lane)", 2, { "stroke-dasharray": "7 4" })),
  pipeline: () => picture(rule("var(--lane)", 1.8, { "stroke-dasharray": "2 3" })),
  region: () => picture(["path", { d: "M3 15L15 3M10 15L22 3M17 15L29 3M24 15L31 8M3 8L8 3", stroke: "var(--corridor)", fill: "none" }],
    ["rect", { x: 3, y: 3, width: 28, height: 12, fill: "none", stroke: "var(--corridor)", "stroke-width": 0.8 }]),
};

/** Words for what is drawn, each with a function that makes its picture; kinds are listed where no rail does it. */
export function legendEntries(store, marks, withKinds = NO_RAIL.matches) {
  if (!marks) return [];
  const entries = [];
  const add = (name, words, colour) => entries.push({ image: () => LEGEND_PICTURES[name](colour), words });
  const figures = mapFiguresWords(store);
  if (figures) {
    add("figures", figures);
    return entries; // the map is small beside its charts: the rest of the legend has no room
  }
  const shown = marks.stacks.flatMap((stack) => stack.marks);
  for (const kind of withKinds ? store.atlas.kinds : []) {
    if (shown.some((one) => one.kind === kind.id)) entries.push({ image: () => legendIcon(kind), words: store.words(kind.title) });
  }
  if (marks.stacks.some((stack) => stack.badge)) add("badge", store.t("Count: events known only by country or area"));
  if (shown.some((one) => one.ordinal !== null)) add("series", store.t("Numbered: its place in a series"));
  if (shown.some((one) => one.open)) add("open", store.t("Open: place or date inferred, or not exact"));
  if (shown.some((one) => one.strength < 1)) {
    add("pale", store.view.trail ? store.t("Pale: years ago, or perhaps outside these years") : store.t("Pale: perhaps outside these years"));
  }
  if (marks.standing.some((one) => !one.active && one.pixel)) add("outside", store.t("Grey: not in these years"));
  for (const [name, loose] of [["visit", false], ["loose", true]]) {
    const arc = marks.arcs.find((one) => !one.hop && one.loose === loose);
    if (!arc) continue;
    const colour = `var(--kind-${arc.event.kind})`;
    add(name, loose ? store.t("Visit: stops, or their order, not stated") : store.t("Visit, in its direction"), colour);
  }
  const kinds = new Set(marks.shapes.filter((one) => one.pixels).map((one) => one.place.kind));
  if (kinds.has("corridor")) add("corridor", store.t("Corridor, schematic"));
  if (kinds.has("route")) add("route", store.t("Sea lane, illustrative"));
  if (kinds.has("pipeline")) add("pipeline", store.t("Pipeline, proposed"));
  if (marks.shapes.some((one) => !one.pixels && one.active)) add("region", store.t("Region named by a source"));
  return entries;
}

function legendIcon(kind) {
  const icon = kindIcon(kind, 18);
  icon.setAttribute("width", "34");
  return icon;
}
