// What all charts are made of: text, things to press, and the file that a chart becomes. A chart is one SVG whose colours
// are written into it, so that what is saved looks as it does on the screen.

import { csvCredits, csvText } from "./csvtext.js";
import { el, setAttribute, svg } from "./dom.js";
import { saveFile, shownFacts } from "./savefile.js";
import { roughWidth } from "./words.js";

export const CHART_FONT = 12; // px
const FOOT_LINE = 15;

/** The tokens of the theme that is shown. */
export function chartColours(store) {
  return store.atlas.theme[document.documentElement.dataset.theme === "dark" ? "dark" : "light"];
}

/** The colour of a kind of event in the theme that is shown. */
export function kindColour(kind, store) {
  const dark = document.documentElement.dataset.theme === "dark";
  const colour = dark ? kind?.color_dark : kind?.color;
  return /^#[0-9a-f]{6}$/i.test(colour ?? "") ? colour : chartColours(store)["text-2"];
}

/** A line of text in a chart. */
export function chartText(x, y, text, fill, more = {}) {
  return svg("text", { x, y, fill, "font-size": CHART_FONT, ...more }, text);
}

/** A text cut to a width, with an ellipsis. */
export function fittingText(text, width) {
  if (roughWidth(text, CHART_FONT) <= width) return text;
  let kept = text;
  while (kept && roughWidth(`${kept}…`, CHART_FONT) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/**
 * A part of a chart that can be pressed and pointed at.
 * @param {{key: string, label: string, press: () => void, say: (text: string) => void}} act
 */
export function chartButton({ key, label, press, say }, ...shapes) {
  return svg("g", {
    class: "chart-button", role: "button", tabindex: "0", "aria-label": label, "data-key": key,
    onclick: press, onpointerenter: () => say(label), onfocus: () => say(label),
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      press();
    },
  }, shapes);
}

/**
 * A chart with its caption and the buttons that save it.
 * @param {{name: string, title: string, note: string, drawing: SVGElement, rows: () => object[][], store: object}} chart
 */
export function chartFigure({ name, title, note, drawing, rows, store, more = [] }) {
  const { t } = store;
  const file = `${store.atlas.atlas.id}-${name}`;
  const button = (kind, run) => el("button", { type: "button", class: "small-button", "data-key": `save-${kind}-${name}`,
    "aria-label": t("Save “{title}” as {format}", { title, format: kind.toUpperCase() }), onclick: run }, kind.toUpperCase());
  return el("figure", { class: "chart" },
    el("figcaption", { class: "chart-head" },
      el("span", { class: "chart-words" }, el("strong", {}, title), note ? el("span", { class: "quiet" }, " ", note) : null),
      el("span", { class: "chart-save" }, more,
        button("svg", () => saveFile(`${file}.svg`, "image/svg+xml", chartFile(drawing, title, note, store))),
        button("csv", () => saveFile(`${file}.csv`, "text/csv", `\ufeff${csvText([...rows(), ...csvCredits(shownFacts(store))])}`)))),
    drawing);
}

/** A chart as the text of an SVG file: title above; atlas, window, licence and credits below. */
export function chartFile(drawing, title, note, store) {
  const colours = chartColours(store);
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  const facts = Object.entries(shownFacts(store)).map(([name, text]) => `${name}${store.t(": ")}${text}`);
  const credits = store.atlas.credits?.[store.view.lang] ?? store.atlas.credits?.en ?? [];
  const foot = [...facts, ...credits];
  const wide = Math.max(width, ...[...foot, title, note].map((line) => roughWidth(line, 11) + 16));
  const whole = svg("svg", { viewBox: `0 0 ${wide} ${height + 62 + foot.length * FOOT_LINE}`, width: wide,
    height: height + 62 + foot.length * FOOT_LINE, "font-size": CHART_FONT });
  whole.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns", "http://www.w3.org/2000/svg");
  whole.style.setProperty("font-family", "'Source Sans 3', 'Noto Sans', 'Noto Sans CJK TC', 'Noto Sans CJK JP', sans-serif");
  const inner = drawing.cloneNode(true);
  for (const node of [inner, ...inner.querySelectorAll("*")]) {
    for (const attribute of ["role", "tabindex", "class", "data-key"]) node.removeAttribute(attribute);
  }
  setAttribute(inner, "y", 44);
  whole.append(svg("title", {}, title),
    svg("rect", { width: wide, height: height + 62 + foot.length * FOOT_LINE, fill: colours.panel }),
    chartText(8, 20, title, colours["text-1"], { "font-weight": 700, "font-size": 14 }),
    chartText(8, 37, note, colours["text-2"]), inner,
    ...foot.map((line, i) => chartText(8, height + 62 + i * FOOT_LINE, line, colours["text-2"], { "font-size": 11 })));
  return new XMLSerializer().serializeToString(whole);
}
