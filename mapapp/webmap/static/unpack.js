// The base map's packed topology. Pure; the twin of mapapp/webmap/basemap.py, which packs it.
//
// All arcs stand in one base64 text: for each arc the number of its points, then x and y of each point as differences
// to the point before (the first of an arc: to 0, 0), every number as a zigzag varint of 7 bits a byte.

import { toUnit } from "./mercator.js";
import { fromZigzag, varintReader } from "./varints.js";

/** @param {string} text base64 @returns {Uint8Array} */
export function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** The data that a page carries, gzipped and in base64. @param {string} text @returns {Promise<any>} */
export async function unpackData(text) {
  const plain = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

/**
 * @param {{scale: [number, number], translate: [number, number], arcs: string}} packed
 * @returns {Float64Array[]} for each arc x, y, x, y … in unit Mercator
 */
export function unpackArcs(packed) {
  const bytes = bytesOf(packed.arcs);
  const arcs = [];
  const reader = varintReader(bytes);
  const next = () => fromZigzag(reader.next());
  while (!reader.ended()) {
    const count = next();
    const arc = new Float64Array(count * 2);
    let x = 0;
    let y = 0;
    for (let i = 0; i < count; i += 1) {
      x += next();
      y += next();
      const unit = toUnit(x * packed.scale[0] + packed.translate[0], y * packed.scale[1] + packed.translate[1]);
      arc[2 * i] = unit[0];
      arc[2 * i + 1] = unit[1];
    }
    arcs.push(arc);
  }
  return arcs;
}

/** The points of a ring or line made of arcs; a negative index (~i) runs backwards. @returns {Float64Array} */
export function joinArcs(indexes, arcs) {
  const parts = indexes.map((index) => (index < 0 ? reversed(arcs[~index]) : arcs[index]));
  const length = parts.reduce((sum, part) => sum + part.length - 2, 2);
  const points = new Float64Array(length);
  let at = 0;
  parts.forEach((part, i) => {
    points.set(i ? part.subarray(2) : part, at);
    at += part.length - (i ? 2 : 0);
  });
  return points;
}

function reversed(arc) {
  const back = new Float64Array(arc.length);
  for (let i = 0; i < arc.length; i += 2) {
    back[i] = arc[arc.length - 2 - i];
    back[i + 1] = arc[arc.length - 1 - i];
  }
  return back;
}

/** Smallest box around points: [x0, y0, x1, y1]. */
export function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    box[0] = Math.min(box[0], points[i]);
    box[1] = Math.min(box[1], points[i + 1]);
    box[2] = Math.max(box[2], points[i]);
    box[3] = Math.max(box[3], points[i + 1]);
  }
  return box;
}
