// The atlas on the map: areas, corridors, lanes, arcs, symbols and labels on one canvas, in that order, and what is hit.

import { addCanvasLayer } from "./canvaslayer.js";
import { lazily } from "./dom.js";
import { Taken } from "./labels.js";
import { groundWishes, labelWishes, paintLabels } from "./maplabels.js";
import { drawFigures } from "./mapfigures.js";
import { drawArcs, drawShapes } from "./maplines.js";
import { anchorOf, buildMarks } from "./marks.js";
import { toUnit } from "./mercator.js";
import { paintSymbol, paintText } from "./paint.js";

const PADDING = 0.1;
const REST = 90; // ms without change before the ground labels are set anew
const MEETING_RADIUS = 9.5;
const RADIUS = 5.6;
const BADGE_ZOOM = 5;
const BADGE_SHIFTS = [0, 22, 38].flatMap((r) => [[r, 0], [0, r], [-r, 0], [0, -r], [r, r], [-r, r], [-r, -r], [r, -r]]);

/** Draws the store's selection on the map; keeps what was drawn where, for pointing. */
export class MarkLayer {
  /** @param {object} map Leaflet map @param {object} store @param {object} base from `readBasemap` @param {() => object} colours */
  constructor(map, store, base, colours) {
    Object.assign(this, { map, store, base, colours, hovered: null, hits: [], marks: null, moving: false, fontFamily: null });
    this.rest = lazily(() => {
      this.moving = false;
      this.drawGround();
    }, REST);
    this.anchors = new Map(store.atlas.places.map((place) => [place.id, anchorOf(place, (code) => this.countryLabel(code))]));
    this.kinds = store.atlas.kindById;
    this.ground = addCanvasLayer(map, "map-words", () => {}, PADDING);
    this.layer = addCanvasLayer(map, "map-marks", (context, frame) => this.draw(context, frame), PADDING);
    store.subscribeFirst((view, result, keys) => this.update(keys));
  }

  countryLabel(code) {
    return this.base.byCode.get(code)?.label ?? null;
  }

  update(keys) {
    if ([...keys].every((key) => key === "center" || key === "zoom")) return;
    if (![...keys].every((key) => key === "select" || key === "lit")) this.marks = null;
    if (keys.has("lang")) this.fontFamily = null;
    this.moving = true; // names of countries and waters follow when the slider rests
    this.rest();
    this.layer.redraw();
  }

  hover(hit) {
    const id = hit?.id ?? null;
    if (id === this.hovered) return;
    this.hovered = id;
    this.layer.redraw();
  }

  /** What lies under a point of the map's container: {id, ids} or null; the topmost of what was drawn. */
  at(x, y) {
    const px = x + this.frame.view.x;
    const py = y + this.frame.view.y;
    let best = null;
    for (const hit of this.hits) {
      const distance = hit.distance(px, py);
      if (distance <= 0 && (!best || hit.rank > best.rank || (hit.rank === best.rank && distance < best.distance))) {
        best = { ...hit, distance };
      }
    }
    return best;
  }

  draw(context, frame) {
    const { store } = this;
    const { view, result } = store;
    this.frame = frame;
    this.marks ??= buildMarks(store.atlas, view, result, (place) => this.anchors.get(place?.id) ?? null);
    const scene = {
      context, frame, store, view, marks: this.marks, base: this.base, colours: this.colours(), hits: [], taken: new Taken(),
      hovered: this.hovered, labels: [], dark: document.documentElement.dataset.theme === "dark",
      project: ([x, y]) => this.project(x, y), fontFamily: (this.fontFamily ??= getComputedStyle(document.body).fontFamily),
    };
    scene.kindColor = (id) => {
      const kind = this.kinds.get(id);
      return (scene.dark ? kind?.color_dark : kind?.color) ?? scene.colours["text-2"];
    };
    for (const box of this.reserved(frame)) scene.taken.add(box);
    drawShapes(scene);
    drawFigures(scene, this.anchors);
    drawArcs(scene);
    this.drawStanding(scene);
    this.drawStacks(scene);
    this.drawSelection(scene);
    labelWishes(scene);
    paintLabels(scene);
    this.hits = scene.hits;
    this.scene = scene;
    if (!this.moving) this.drawGround();
  }

  // Names of countries and waters, on a canvas of their own: they yield to all other labels and rest in a drag.
  drawGround() {
    this.ground.clear();
    const scene = { ...this.scene, context: this.ground.context, labels: [] };
    groundWishes(scene);
    paintLabels(scene);
  }

  /** Draw all of it, the ground's names included, on another canvas; what is pointed at is not drawn. */
  paintOn(context) {
    const { moving, hovered } = this;
    Object.assign(this, { moving: true, hovered: null });
    this.draw(context, this.layer.frame());
    const scene = { ...this.scene, labels: [] };
    groundWishes(scene);
    paintLabels(scene);
    Object.assign(this, { moving, hovered });
    this.layer.redraw();
  }

  // Boxes of the furniture over the map, which labels keep out of.
  reserved({ view }) {
    if (!this.furniture || (this.furnitureMoved && !this.moving)) {
      this.furnitureMoved = false;
      const origin = this.map.getContainer().getBoundingClientRect();
      this.furniture = [...document.querySelectorAll(".map-buttons, .map-pill, .legend, .map-foot")]
        .map((element) => element.getBoundingClientRect())
        .map((box) => [box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top]);
    }
    return this.furniture.map(([x0, y0, x1, y1]) => [x0 + view.x, y0 + view.y, x1 + view.x, y1 + view.y]);
  }

  // unit Mercator to pixels of the canvas, in the copy of the world nearest to the middle of the frame
  project(x, y) {
    const { scale, ox, oy, width } = this.frame;
    const turn = Math.round((ox + width / 2) / scale - x);
    return [(x + turn) * scale - ox, y * scale - oy];
  }

  drawStanding(scene) {
    const { context, colours, frame } = scene;
    for (const item of scene.marks.standing) {
      const { place, at } = item;
      item.pixel = null;
      if (place.geometry?.type !== "Point" || !isSpot(place)) continue;
      const [x, y] = this.project(...at);
      if (x < -20 || y < -20 || x > frame.width + 20 || y > frame.height + 20) continue;
      const base = place.kind === "base" || place.kind === "headquarters";
      const style = item.active
        ? { symbol: base ? "pentagon" : "circle", radius: base ? 4.8 : 3.2, color: colours["text-2"], halo: colours.halo }
        : { symbol: base ? "pentagon" : "circle", radius: base ? 4.8 : 3, color: colours.outside, halo: colours.halo };
      paintSymbol(context, x, y, { ...style, open: !item.active || place.precision !== "exact" });
      this.addSpot(scene, place.id, [place.id], x, y, 6, 40);
      item.pixel = [x, y];
    }
  }

  // Those with the least freedom first: single marks on their dots, then pairs and columns, then counts.
  drawStacks(scene) {
    for (const stack of this.marks.stacks) {
      stack.pixel = this.project(...stack.at);
      stack.badge = stack.events.length > 1 && !isSpotOnMap(stack.place) && scene.frame.zoom < BADGE_ZOOM;
      const [x, y] = stack.pixel;
      if (!stack.badge) scene.taken.add([x - 3, y - 3, x + 3, y + 3]);
    }
    const freedom = (stack) => (stack.badge ? 100 : stack.marks.length);
    for (const stack of [...this.marks.stacks].sort((a, b) => freedom(a) - freedom(b))) {
      if (stack.badge) this.drawBadge(scene, stack);
      else this.drawStack(scene, stack);
    }
  }

  drawStack(scene, stack) {
    const { context, colours } = scene;
    const [x, y] = stack.pixel;
    stack.spots = freeSpots(stack, x, y, scene);
    if (stack.marks.length > 2) {
      context.strokeStyle = colours["text-3"];
      context.lineWidth = 0.8;
      context.beginPath();
      for (const [sx, sy] of stack.spots) {
        context.moveTo(x, y);
        context.lineTo(sx, sy);
      }
      context.stroke();
      paintSymbol(context, x, y, { symbol: "circle", radius: 2.6, color: colours["text-1"], halo: colours.halo });
      scene.taken.add([x - 4, y - 4, x + 4, y + 4]);
    }
    stack.marks.forEach((mark, i) => this.drawMark(scene, stack, mark, stack.spots[i]));
  }

  drawMark(scene, stack, mark, [x, y]) {
    const { context, colours, fontFamily } = scene;
    const numbered = mark.ordinal !== null;
    const radius = numbered ? MEETING_RADIUS : RADIUS;
    context.globalAlpha = mark.strength;
    paintSymbol(context, x, y, {
      symbol: this.kinds.get(mark.kind)?.symbol ?? "circle", radius, color: scene.kindColor(mark.kind), halo: colours.halo,
      open: mark.open, text: numbered ? String(mark.ordinal) : "", ink: scene.dark ? colours.ocean : "#fff",
      font: `700 11.5px ${fontFamily}`,
    });
    context.globalAlpha = 1;
    if (mark.events.some((event) => isDisputedOnMap(event, scene.store.atlas))) drawDispute(scene, x + radius * 0.8, y - radius * 0.8);
    const note = this.markNote(stack, mark);
    if (note) {
      const color = { font: `500 11px ${fontFamily}`, color: colours["text-2"], halo: colours.halo };
      paintText(context, note, x + radius + 4, y + 0.5, color);
      scene.taken.add([x + radius + 3, y - 7, x + radius + 6 + note.length * 6.2, y + 7]);
    }
    const ids = mark.events.map((event) => event.id);
    this.addSpot(scene, ids.length === 1 ? ids[0] : `${stack.place.id} ${mark.kind}`, ids, x, y, radius + 3, 60, stack.place);
  }

  // Events known no better than their country or area: one count for all of them, until the map is close.
  drawBadge(scene, stack) {
    const [dx, dy] = BADGE_SHIFTS.find(([sx, sy]) => {
      const [px, py] = [stack.pixel[0] + sx, stack.pixel[1] + sy];
      return !scene.taken.hits([px - 10, py - 10, px + 10, py + 10]);
    }) ?? [0, 0];
    const [x, y] = [stack.pixel[0] + dx, stack.pixel[1] + dy];
    stack.pixel = [x, y];
    const { context, colours, fontFamily } = scene;
    const kinds = new Set(stack.events.map((event) => event.kind));
    const color = kinds.size === 1 ? scene.kindColor(stack.events[0].kind) : colours["text-2"];
    paintSymbol(context, x, y, {
      symbol: "circle", radius: 8.5, color, halo: colours.halo, open: true, text: String(stack.events.length),
      font: `700 11px ${fontFamily}`,
    });
    stack.spots = [[x, y]];
    this.addSpot(scene, stack.place.id, stack.events.map((event) => event.id), x, y, 11, 58, stack.place);
  }

  markNote(stack, mark) {
    if (mark.events.length > 1) return `× ${mark.events.length}`;
    if (mark.ordinal === null || stack.marks.length < 2) return "";
    return mark.events[0].edtf.slice(0, 4);
  }

  addSpot(scene, id, ids, x, y, radius, rank, place = null) {
    scene.taken.add([x - radius, y - radius, x + radius, y + radius]);
    const reach = Math.max(radius, 11);
    scene.hits.push({ id, ids, rank, place, x, y, radius, distance: (px, py) => Math.hypot(px - x, py - y) - reach });
  }

  drawSelection(scene) {
    const { context, colours, view } = scene;
    const ring = (x, y, radius, dash) => {
      for (const [color, width] of [[colours.halo, 4.5], [colours["text-1"], 2]]) {
        context.beginPath();
        context.arc(x, y, radius + 5, 0, 2 * Math.PI);
        context.strokeStyle = color;
        context.lineWidth = width;
        context.setLineDash(dash);
        context.stroke();
      }
      context.setLineDash([]);
    };
    for (const wanted of [this.hovered, view.select, ...scene.store.lit]) {
      if (!wanted) continue;
      for (const hit of scene.hits) {
        if (hit.x !== undefined && (hit.ids.includes(wanted) || hit.id === wanted)) {
          ring(hit.x, hit.y, hit.radius - 3, wanted === this.hovered && wanted !== view.select ? [2, 2] : []);
        }
      }
    }
    const event = scene.store.atlas.eventById.get(view.select);
    for (const id of event?.about ?? []) {
      const at = this.anchors.get(id);
      if (at && !event.places.includes(id)) ring(...this.project(...toUnit(...at)), 4, [3, 3]);
    }
  }
}

// Sources disagree on it, and the difference is more than a slip of the pen.
function isDisputedOnMap(event, atlas) {
  return event.disagreements.some((id) => (atlas.disagreementById.get(id)?.severity ?? 2) < 3);
}

function drawDispute({ context, colours, fontFamily }, x, y) {
  paintSymbol(context, x, y, { symbol: "circle", radius: 4.2, color: colours["dispute-ground"], halo: colours["dispute-text"], text: "?",
    ink: colours["dispute-text"], font: `700 8px ${fontFamily}`, edge: 1.6 });
}

const isSpotOnMap = (place) => place.geometry?.type === "Point" && isSpot(place);

const isSpot = (place) => !["region", "area", "sea", "strait", "state", "territory"].includes(place.kind);

/** Ways to set out the marks of a stack: one at the dot, a second beside it, more in a column at a side. */
export function stackLayouts(count, x, y) {
  if (count === 1) return [[[x, y]]];
  if (count === 2) return [[0, 19], [0, -19], [19, 0], [-19, 0]].map(([dx, dy]) => [[x, y], [x + dx, y + dy]]);
  const column = (dx, dy) => Array.from({ length: count }, (_, i) => [x + dx, y + dy + (i - (count - 1) / 2) * 21]);
  return [column(32, 0), column(-32, 0), column(32, -40), column(32, 40), column(-32, -40), column(-32, 40), column(58, 0), column(-58, 0)];
}

// The first layout whose marks are free of those drawn before; where none is, the one with the fewest collisions.
function freeSpots(stack, x, y, { taken, frame }) {
  let best = null;
  for (const spots of stackLayouts(stack.marks.length, x, y)) {
    const clashes = spots.filter(([sx, sy]) => {
      const note = sx + 34;
      const own = sx === x && sy === y;
      return (!own && taken.hits([sx - 10, sy - 10, note, sy + 10])) || note > frame.view.x + frame.view.width;
    }).length;
    if (!best || clashes < best.clashes) best = { spots, clashes };
    if (!clashes) break;
  }
  return best.spots;
}
