// The map as it is seen, as a PNG with title, window in words, legend, credits, and the View inside: it reopens as that.

import { saveBlob } from "./savefile.js";
import { pngWithTexts } from "./embedded.js";
import { legendEntries } from "./legend.js";
import { paintSymbol } from "./paint.js";
import { PICTURE_ROW, layOutPicture } from "./picture-layout.js";
import { sentenceWords } from "./timeline-trays.js";

const PICTURE_SCALE = 2; // device pixels to a pixel of the page
const PICTURE_SERIF = '"Source Serif 4", "Noto Serif CJK TC", "Noto Serif", Georgia, serif';

/** @param {object} store @param {{base: object, marks: import("./marklayer.js").MarkLayer}} layers */
export function mountPicture(store, layers) {
  document.addEventListener("mapapp:picture", async () => {
    const data = await mapPicture(store, layers);
    saveBlob(`${store.atlas.atlas.id}.png`, new Blob([data], { type: "image/png" }));
  });
}

/** The map alone, with its scale, as it is seen, on a canvas of its own. */
export function mapCanvas(store, { base, marks }) {
  const { width, height } = marks.layer.frame().view;
  const sheet = { left: 0, top: 0, map: { width, height } };
  const { canvas, context } = sheetCanvas(width, height);
  paintMap(context, sheet, { base, marks });
  paintScale(context, sheet, marks.colours());
  return canvas;
}

function sheetCanvas(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width * PICTURE_SCALE;
  canvas.height = height * PICTURE_SCALE;
  const context = canvas.getContext("2d");
  context.scale(PICTURE_SCALE, PICTURE_SCALE);
  return { canvas, context };
}

/** The bytes of the picture. */
export async function mapPicture(store, { base, marks }) {
  const colours = marks.colours();
  const family = getComputedStyle(document.body).fontFamily;
  const { width, height } = marks.layer.frame().view;
  const rows = legendRows(store, marks, colours);
  const sheet = layOutPicture(width, height, rows.length);
  const { canvas, context } = sheetCanvas(sheet.width, sheet.height);
  context.fillStyle = colours.page;
  context.fillRect(0, 0, sheet.width, sheet.height);
  paintMap(context, sheet, { base, marks });
  paintWords(context, sheet, store, colours, family);
  rows.forEach((row, i) => paintLegendRow(context, row, sheet.left + (i % sheet.columns) * sheet.across,
    sheet.legend + Math.floor(i / sheet.columns) * PICTURE_ROW, { colours, family, across: sheet.across }));
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  return pngWithTexts(new Uint8Array(await blob.arrayBuffer()), pictureTexts(store));
}

/** What the picture says about itself. Pure but for the store. */
export function pictureTexts(store) {
  const { atlas } = store.atlas;
  return [
    ["Title", store.words(atlas.title)], ["Software", "mapapp"], ["Copyright", `${atlas.attribution ?? ""} ${atlas.license ?? ""}`.trim()],
    ["mapapp:view", store.query()], ["mapapp:atlas", atlas.id], ["mapapp:version", atlas.version ?? ""], ["mapapp:sha256", atlas.sha256 ?? ""],
  ];
}

function paintMap(context, sheet, { base, marks }) {
  for (const layer of [base, marks]) {
    const { view } = layer === marks ? marks.layer.frame() : base.frame();
    context.save();
    context.beginPath();
    context.rect(sheet.left, sheet.top, sheet.map.width, sheet.map.height);
    context.clip();
    context.translate(sheet.left - view.x, sheet.top - view.y);
    layer.paintOn(context);
    context.restore();
  }
  context.strokeStyle = marks.colours()["text-2"];
  context.lineWidth = 1;
  context.strokeRect(sheet.left, sheet.top, sheet.map.width, sheet.map.height);
}

function paintWords(context, sheet, store, colours, family) {
  const { left, map, height } = sheet;
  const write = (text, x, y, font, colour) => {
    Object.assign(context, { font, fillStyle: colours[colour], textAlign: "left", textBaseline: "alphabetic" });
    context.fillText(text, x, y, map.width);
  };
  write(store.words(store.atlas.atlas.title), left, 34, `700 24px ${PICTURE_SERIF}`, "text-1");
  write(sentenceWords(store), left, 60, `400 15px ${family}`, "text-2");
  const credits = (store.atlas.credits[store.view.lang] ?? store.atlas.credits.en).join(" ");
  write(credits, left, height - 28, `400 11.5px ${family}`, "text-2");
  paintScale(context, sheet, colours);
  write(store.t("mapapp view: {view}", { view: store.query() }), left, height - 12, `400 11.5px ${family}`, "text-3");
}

// The scale bar as it stands on the page.
function paintScale(context, { left, top, map }, colours) {
  const bar = document.querySelector(".map-scale-bar");
  const right = left + map.width - 14;
  const y = top + map.height - 14;
  Object.assign(context, { strokeStyle: colours["text-1"], lineWidth: 2, font: "400 11.5px sans-serif" });
  context.strokeRect(right - bar.offsetWidth, y, bar.offsetWidth, 0.01);
  Object.assign(context, { fillStyle: colours["text-1"], textAlign: "right", textBaseline: "alphabetic" });
  context.fillText(document.querySelector(".map-scale-words").textContent, right, y - 7, map.width);
}

// Kinds with their symbols, then the entries of the map's legend with their drawings.
function legendRows(store, marks, colours) {
  const shown = new Set(marks.marks.stacks.flatMap((stack) => stack.marks.map((mark) => mark.kind)));
  const dark = document.documentElement.dataset.theme === "dark";
  const colourOf = (name) => {
    const kind = store.atlas.kinds.find((one) => `kind-${one.id}` === name);
    return kind ? (dark ? kind.color_dark : kind.color) : colours[name] ?? colours["text-1"];
  };
  const kinds = store.atlas.kinds.filter((kind) => shown.has(kind.id)).map((kind) => ({
    words: store.words(kind.title), paint: (context, x, y) => paintSymbol(context, x + 17, y,
      { symbol: kind.symbol, radius: 5.6, color: colourOf(`kind-${kind.id}`), halo: colours.halo }),
  }));
  const others = legendEntries(store, marks.marks, false).map(({ image, words }) => ({
    words, paint: (context, x, y) => paintDrawing(context, image(), x, y - 9, colourOf),
  }));
  return [...kinds, ...others];
}

// A drawing of the legend (paths, lines, rectangles and text of our own) on a canvas.
function paintDrawing(context, drawing, x, y, colourOf) {
  for (const shape of drawing.children) {
    const given = (name) => shape.getAttribute(name);
    const number = (name) => Number(given(name));
    const colour = (name) => given(name)?.replace(/^var\(--([\w-]+)\)$/, (_, token) => colourOf(token)) ?? "none";
    context.save();
    context.translate(x, y);
    const [, dx, dy] = /translate\(([\d.]+) ([\d.]+)\)/.exec(given("transform") ?? "") ?? [0, 0, 0];
    context.translate(Number(dx), Number(dy));
    context.globalAlpha = given("opacity") ? number("opacity") : 1;
    const path = new Path2D(given("d") ?? undefined);
    if (shape.tagName === "rect") path.rect(number("x"), number("y"), number("width"), number("height"));
    if (shape.tagName === "line") {
      path.moveTo(number("x1"), number("y1"));
      path.lineTo(number("x2"), number("y2"));
    }
    const fill = colour("fill");
    if (shape.tagName === "text") {
      Object.assign(context, { font: "700 11px sans-serif", fillStyle: fill, textAlign: "center", textBaseline: "alphabetic" });
      context.fillText(shape.textContent, number("x"), number("y"));
    } else if (fill !== "none" && shape.tagName !== "line") {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (colour("stroke") !== "none") {
      context.setLineDash((given("stroke-dasharray") ?? "").split(" ").filter(Boolean).map(Number));
      Object.assign(context, { strokeStyle: colour("stroke"), lineWidth: number("stroke-width") || 1 });
      context.stroke(path);
    }
    context.restore();
  }
}

function paintLegendRow(context, row, x, y, { colours, family, across }) {
  row.paint(context, x, y);
  Object.assign(context, { font: `400 12.5px ${family}`, fillStyle: colours["text-1"], textAlign: "left", textBaseline: "middle" });
  context.fillText(row.words, x + 42, y, across - 50);
}
