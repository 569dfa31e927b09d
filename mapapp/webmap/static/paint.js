// Strokes of the brush: haloed text, symbols, arrow heads, hatching. They draw on a canvas and know no atlas.

import { symbolPath } from "./symbols.js";

const paintPaths = new Map();

/** A symbol as a Path2D centred at 0, 0 (cached). */
export function paintPath(symbol, radius) {
  const key = `${symbol} ${radius}`;
  if (!paintPaths.has(key)) paintPaths.set(key, new Path2D(symbolPath(symbol, radius)));
  return paintPaths.get(key);
}

/**
 * A symbol with its halo; `open` draws it hollow (inferred), `text` is set inside (the ordinal of a meeting).
 * @param {{symbol: string, radius: number, color: string, halo: string, open?: boolean, text?: string, edge?: number, ink?: string, font?: string}} style
 */
export function paintSymbol(context, x, y, style) {
  const path = paintPath(style.symbol, style.radius);
  context.save();
  context.translate(x, y);
  context.lineJoin = "round";
  context.lineWidth = style.edge ?? 3.6;
  context.strokeStyle = style.halo;
  context.stroke(path);
  context.fillStyle = style.open ? style.halo : style.color;
  context.fill(path);
  if (style.open) {
    context.lineWidth = 1.8;
    context.strokeStyle = style.color;
    context.stroke(path);
  }
  if (style.text) {
    context.font = style.font;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = style.open ? style.color : style.ink;
    context.fillText(style.text, 0, 0.5);
  }
  context.restore();
}

/** Text with a halo. @param {{font: string, color: string, halo: string, align?: string, spacing?: string, width?: number}} style */
export function paintText(context, text, x, y, style) {
  context.font = style.font;
  context.textAlign = style.align ?? "left";
  context.textBaseline = "middle";
  context.letterSpacing = style.spacing ?? "0px";
  context.lineJoin = "round";
  context.lineWidth = style.width ?? 3.2;
  context.strokeStyle = style.halo;
  context.strokeText(text, x, y);
  context.fillStyle = style.color;
  context.fillText(text, x, y);
  context.letterSpacing = "0px";
}

/** A line through points [[x, y], …]. */
export function paintLine(context, points, { color, width, dash = [], cap = "round" }) {
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.lineJoin = "round";
  context.lineCap = cap;
  context.lineWidth = width;
  context.strokeStyle = color;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** An arrow head at the end of a line; `open` draws only its edge. */
export function paintHead(context, points, size, { color, halo, open = false }) {
  const [x, y] = points[points.length - 1];
  const back = points.findLast(([px, py]) => Math.hypot(px - x, py - y) >= size * 0.8) ?? points[0];
  const angle = Math.atan2(y - back[1], x - back[0]);
  const corner = (distance, turn) => [x + distance * Math.cos(angle + turn), y + distance * Math.sin(angle + turn)];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(...corner(size, Math.PI - 0.42));
  context.lineTo(...corner(size * 0.72, Math.PI));
  context.lineTo(...corner(size, Math.PI + 0.42));
  context.closePath();
  context.lineJoin = "round";
  context.setLineDash([]);
  context.lineWidth = open ? 1.4 : 1;
  context.strokeStyle = open ? color : halo;
  context.fillStyle = open ? halo : color;
  context.fill();
  context.stroke();
}

const hatches = new Map();

/** A hatch pattern of 7 px pitch, at 45° or −45°. @param {1|-1} direction */
export function hatchOf(context, color, direction, pitch = 7) {
  const ratio = window.devicePixelRatio || 1;
  const key = `${color} ${direction} ${pitch} ${ratio}`;
  if (!hatches.has(key)) {
    const side = Math.round(pitch * Math.SQRT2 * ratio);
    const tile = document.createElement("canvas");
    tile.width = tile.height = side;
    const brush = tile.getContext("2d");
    brush.strokeStyle = color;
    brush.lineWidth = 1.1 * ratio;
    brush.beginPath();
    for (const shift of [-side, 0, side]) {
      brush.moveTo(shift - 1, direction > 0 ? side + 1 : -1);
      brush.lineTo(shift + side + 1, direction > 0 ? -1 : side + 1);
    }
    brush.stroke();
    const pattern = context.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / ratio));
    hatches.set(key, pattern);
  }
  return hatches.get(key);
}

const widths = new Map();

/** Width of a text in a font (cached). */
export function textWidth(context, text, font, spacing = 0) {
  const key = `${font}|${spacing}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    context.font = font;
    width = context.measureText(text).width + spacing * text.length;
    if (widths.size > 20000) widths.clear();
    widths.set(key, width);
  }
  return width;
}
