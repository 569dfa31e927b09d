// The counts of an archive on the map: one circle a cell, its area the number of events in the window; near enough,
// the events themselves. Nothing is asked of anyone while the slider moves.

import { addCanvasLayer, worldCopies } from "./canvaslayer.js";
import { CELLS_SIDE, CELLS_STEPS, cellCount, cellsOfTile, roundAbove, cellNumber } from "./archive-cells.js";
import { ARCHIVE_SINGLES, eventIsIn } from "./archive-source.js";
import { mvtPoints } from "./archive-mvt.js";
import { lazily } from "./dom.js";
import { fromUnit, toUnit } from "./mercator.js";
import { symbolPath } from "./symbols.js";

const ARCHIVE_TILES = 200; // tiles that are kept
const ARCHIVE_SINGLE_ZOOM = 6;
const ARCHIVE_ASK = 180; // ms of rest before single events are asked for
const ARCHIVE_LARGEST = 26; // pixels
const ARCHIVE_MARK = 5;

/**
 * @param {object} map Leaflet map @param {object} store
 * @param {{tiles: object, source: object|null, failed: (error: Error) => void, drawn: (state: object) => void}} given
 */
export function addArchiveLayer(map, store, { tiles, source, failed, drawn }) {
  const { atlas } = store;
  const kept = new Map(); // "z/x/y" -> cells, or a promise of them
  let shown = []; // what was drawn: {x, y, r, cell, n} in pixels of the map's box
  let singles = null; // {box, events}
  let asked = 0;
  let marked = null; // longitude and latitude of the event that is open
  const finest = tiles.header.maxZoom;
  const glyphs = atlas.kinds.map((kind) => new Path2D(symbolPath(kind.symbol, ARCHIVE_MARK)));
  const colour = (kind) => {
    const dark = document.documentElement.dataset.theme === "dark";
    return dark ? atlas.kinds[kind].color_dark : atlas.kinds[kind].color;
  };

  function cellsAt(z, x, y) {
    const key = `${z}/${x}/${y}`;
    if (!kept.has(key)) {
      if (kept.size >= ARCHIVE_TILES) kept.delete(kept.keys().next().value);
      const made = tiles.tile(z, x, y).then((bytes) => {
        kept.set(key, bytes ? cellsOfTile(mvtPoints(bytes, "cells"), { z, x, y }, atlas.archive) : []);
        layer.redraw();
      }).catch((error) => {
        kept.delete(key);
        failed(error);
      });
      kept.set(key, made);
    }
    const cells = kept.get(key);
    return Array.isArray(cells) ? cells : null;
  }

  // Cells in the frame: of the zoom's own tiles, and while those come, of the nearest coarser ones that are there.
  function cellsOf(frame) {
    const z = Math.min(Math.max(Math.floor(frame.zoom + 0.01), 0), finest);
    const side = 2 ** z;
    const size = frame.scale / side;
    const rows = [Math.max(Math.floor(frame.oy / size), 0), Math.min(Math.floor((frame.oy + frame.height) / size), side - 1)];
    const columns = [Math.floor(frame.ox / size), Math.floor((frame.ox + frame.width) / size)];
    const cells = new Set();
    let whole = true;
    for (let y = rows[0]; y <= rows[1]; y += 1) {
      for (let column = columns[0]; column <= columns[1]; column += 1) {
        const x = ((column % side) + side) % side;
        let found = cellsAt(z, x, y);
        if (found === null) whole = false;
        for (let up = 1; found === null && up <= z; up += 1) {
          const coarse = kept.get(`${z - up}/${x >> up}/${y >> up}`);
          if (Array.isArray(coarse)) {
            found = coarse.filter((cell) => Math.floor(cell.x * side) === x && Math.floor(cell.y * side) === y);
          }
        }
        for (const cell of found ?? []) cells.add(cell);
      }
    }
    return { cells: [...cells], whole, pitch: size / CELLS_SIDE, z: z + CELLS_STEPS };
  }

  function draw(context, frame) {
    const { a, z, on } = store.result;
    const { cells, whole, pitch } = cellsOf(frame);
    const { view } = frame;
    shown = [];
    let all = 0;
    let most = 0;
    for (const cell of cells) {
      const { total, kind } = cellCount(cell, a, z, on);
      for (const copy of worldCopies(frame)) {
        const x = (cell.x + copy) * frame.scale - frame.ox;
        const y = cell.y * frame.scale - frame.oy;
        if (x < -pitch || x > frame.width + pitch || y < -pitch || y > frame.height + pitch) continue;
        all += cell.n;
        most = Math.max(most, total);
        if (total) shown.push({ x, y, r: 0, cell, n: total, kind });
      }
    }
    const near = source !== null && frame.zoom >= ARCHIVE_SINGLE_ZOOM && all <= ARCHIVE_SINGLES && whole;
    if (near) askForSingles();
    const alone = near && singles !== null && holds(singles.box, boxOfView());
    const largest = roundAbove(most);
    const limit = Math.min(ARCHIVE_LARGEST, pitch * 0.6);
    if (alone) drawSingles(context, frame);
    else drawCells(context, limit, largest);
    if (marked) drawMarked(context, frame);
    for (const each of shown) Object.assign(each, { x: each.x - view.x, y: each.y - view.y });
    drawn({ largest, radius: limit, alone, whole, cells: shown.length, n: shown.reduce((sum, each) => sum + each.n, 0) });
  }

  function drawCells(context, limit, largest) {
    const halo = document.documentElement.dataset.theme === "dark" ? "#0C151A" : "#FFFFFF";
    context.lineWidth = 1;
    context.strokeStyle = halo;
    shown.sort((p, q) => q.n - p.n);
    for (const each of shown) each.r = Math.max(1.2, limit * Math.sqrt(each.n / largest));
    for (let kind = 0; kind < atlas.kinds.length; kind += 1) { // small ones at one stroke of the pen a kind
      context.beginPath();
      for (const { x, y, r, kind: own } of shown) {
        if (own !== kind || r >= 4) continue;
        context.moveTo(x + r, y);
        context.arc(x, y, r, 0, 2 * Math.PI);
      }
      context.fillStyle = colour(kind);
      context.fill();
    }
    context.font = "600 11px sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const { x, y, r, n, kind } of shown) {
      if (r < 4) continue;
      context.beginPath();
      context.arc(x, y, r, 0, 2 * Math.PI);
      context.fillStyle = colour(kind);
      context.fill();
      context.stroke();
      if (r < 12) continue;
      context.fillStyle = halo;
      context.fillText(cellNumber(n), x, y);
    }
  }

  function drawSingles(context, frame) {
    const { window, on } = store.result;
    const order = new Map(atlas.kinds.map((kind, i) => [kind.id, i]));
    const copies = worldCopies(frame);
    shown = [];
    context.lineWidth = 1.4;
    for (const event of singles.events) {
      const kind = order.get(event.kind) ?? atlas.kinds.length - 1;
      if (!eventIsIn(event, window) || (on !== null && on[kind] === 0)) continue;
      const [ux, uy] = toUnit(...event.at);
      for (const copy of copies) {
        const x = (ux + copy) * frame.scale - frame.ox;
        const y = uy * frame.scale - frame.oy;
        if (x < -9 || x > frame.width + 9 || y < -9 || y > frame.height + 9) continue;
        context.translate(x, y);
        context.fillStyle = event.approximate ? "#FFFFFF" : colour(kind);
        context.strokeStyle = event.approximate ? colour(kind) : "#FFFFFF";
        context.stroke(glyphs[kind]);
        context.fill(glyphs[kind]);
        context.translate(-x, -y);
        shown.push({ x, y, r: ARCHIVE_MARK + 2, event, n: 1, kind });
      }
    }
  }

  function drawMarked(context, frame) {
    const [ux, uy] = toUnit(...marked);
    const ink = document.documentElement.dataset.theme === "dark" ? ["#0C151A", "#FFFFFF"] : ["#FFFFFF", "#1B2328"];
    for (const copy of worldCopies(frame)) {
      for (const [i, width] of [5, 2].entries()) {
        context.beginPath();
        context.arc((ux + copy) * frame.scale - frame.ox, uy * frame.scale - frame.oy, 11, 0, 2 * Math.PI);
        context.lineWidth = width;
        context.strokeStyle = ink[i];
        context.stroke();
      }
    }
  }

  // West, south, east and north of what the map shows.
  function boxOfView() {
    const bounds = map.getBounds();
    const turn = Math.floor((bounds.getWest() + 180) / 360) * 360;
    const [west, east] = [bounds.getWest() - turn, bounds.getEast() - turn];
    return [west, Math.max(bounds.getSouth(), -90), east > 180 ? east - 360 : east, Math.min(bounds.getNorth(), 90)];
  }

  const askForSingles = lazily(async () => {
    const box = boxOfView();
    if (singles !== null && holds(singles.box, box)) return;
    const turn = (asked += 1);
    try {
      const wide = wider(box);
      const cells = [...new Set(shown.filter((each) => each.cell).map((each) => each.cell.cell.join("/")))].map((text) => text.split("/").map(Number));
      const events = await source.box(wide, cells);
      if (turn !== asked) return;
      singles = { box: events.length < ARCHIVE_SINGLES ? wide : box, events };
      layer.redraw();
    } catch (error) {
      failed(error);
    }
  }, ARCHIVE_ASK);

  const layer = addCanvasLayer(map, "mapapp-points", draw, 0);
  return {
    redraw: () => layer.redraw(),
    shown: () => shown,
    /** Draw a ring around a place; null: none. @param {number[]|null} at longitude, latitude */
    mark(at) {
      marked = at;
      layer.redraw();
    },
    /** What lies under a point of the map's box: a cell {cell, n} or an event {event}; null where nothing does. */
    at(x, y, reach) {
      let best = null;
      let least = Infinity;
      for (const each of shown) {
        const away = Math.hypot(each.x - x, each.y - y);
        if (away <= Math.max(each.r, reach) && away - each.r < least) {
          least = away - each.r;
          best = each;
        }
      }
      return best;
    },
    /** All events drawn within a few pixels of one. */
    together: (one) => shown.filter((each) => each.event && Math.hypot(each.x - one.x, each.y - one.y) < 3),
    place: ({ cell }) => fromUnit(cell.x, cell.y),
  };
}

// Does one box hold another? Boxes across the antimeridian are compared as they are.
function holds(outer, inner) {
  const inside = outer[0] <= outer[2] && inner[0] <= inner[2];
  return inside && outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

function wider([west, south, east, north]) {
  if (west > east) return [-180, south, 180, north];
  const [dx, dy] = [(east - west) / 4, (north - south) / 4];
  return [Math.max(west - dx, -180), Math.max(south - dy, -90), Math.min(east + dx, 180), Math.min(north + dy, 90)];
}
