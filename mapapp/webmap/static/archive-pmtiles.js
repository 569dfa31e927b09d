// PMTiles version 3 (protomaps/PMTiles, specification 3): where a tile lies in the file. Pure, but for
// `openTiles`, which is given a function that fetches a range of bytes.

import { varintReader } from "./varints.js";

/** Bytes of the header, and those that are asked for first: the root directory lies within them. */
const PM_HEADER = 127;
const PM_FIRST = 16384;
const PM_LEAVES = 32; // leaf directories that are kept

/** @param {DataView} view @param {number} at @returns {number} a little-endian integer of 8 bytes, up to 2^53 */
function pmLong(view, at) {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}

/** The header of a file. Throws where it is no PMTiles of version 3. @param {ArrayBuffer} buffer */
export function pmHeader(buffer) {
  const view = new DataView(buffer);
  const name = String.fromCharCode(...new Uint8Array(buffer, 0, 7));
  if (buffer.byteLength < PM_HEADER || name !== "PMTiles" || view.getUint8(7) !== 3) throw new Error("no PMTiles of version 3");
  const names = ["root", "metadata", "leaves", "data"];
  const ranges = Object.fromEntries(names.map((part, i) => [part, { offset: pmLong(view, 8 + 16 * i), length: pmLong(view, 16 + 16 * i) }]));
  return {
    ...ranges, internal: view.getUint8(97), tiles: view.getUint8(98), minZoom: view.getUint8(100), maxZoom: view.getUint8(101),
    bounds: [102, 106, 110, 114].map((at) => view.getInt32(at, true) / 1e7),
  };
}

/** The entries of a directory (already decompressed). @param {Uint8Array} bytes */
export function pmDirectory(bytes) {
  const { next } = varintReader(bytes);
  const count = next();
  const entries = Array.from({ length: count }, () => ({ id: 0, run: 0, length: 0, offset: 0 }));
  let id = 0;
  for (const entry of entries) entry.id = id += next();
  for (const entry of entries) entry.run = next();
  for (const entry of entries) entry.length = next();
  entries.forEach((entry, i) => {
    const value = next();
    entry.offset = value === 0 && i > 0 ? entries[i - 1].offset + entries[i - 1].length : value - 1;
  });
  return entries;
}

/** The entry of a directory that holds a tile, or the leaf in which it may stand (run 0); null where there is none. */
export function pmFind(entries, id) {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (entries[middle].id <= id) low = middle + 1;
    else high = middle - 1;
  }
  const entry = entries[high];
  return entry && (entry.run === 0 || id < entry.id + entry.run) ? entry : null;
}

/** The number of a tile: its place on the Hilbert curve of its zoom, after all tiles of lower zooms. */
export function pmTileId(z, x, y) {
  let id = (4 ** z - 1) / 3;
  let [tx, ty] = [x, y];
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const rx = (tx & side) > 0 ? 1 : 0;
    const ry = (ty & side) > 0 ? 1 : 0;
    id += side * side * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) [tx, ty] = [side - 1 - (tx & (side - 1)), side - 1 - (ty & (side - 1))];
      [tx, ty] = [ty, tx];
    }
    tx &= side - 1;
    ty &= side - 1;
  }
  return id;
}

/** Bytes as they are (compression 1) or out of gzip (2). @param {ArrayBuffer} buffer @returns {Promise<Uint8Array>} */
export async function unzipped(buffer, compression = 2) {
  if (compression === 1) return new Uint8Array(buffer);
  if (compression !== 2) throw new Error("the tiles are compressed in a way that this page does not read");
  const stream = new Blob([buffer]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * A file of tiles, read by ranges.
 * @param {(offset: number, length: number) => Promise<ArrayBuffer>} range
 * @returns {Promise<{header: object, metadata: object, tile: (z: number, x: number, y: number) => Promise<Uint8Array|null>}>}
 */
export async function openTiles(range) {
  const first = await range(0, PM_FIRST);
  const header = pmHeader(first);
  const part = async ({ offset, length }) => {
    const buffer = offset + length <= first.byteLength ? first.slice(offset, offset + length) : await range(offset, length);
    return unzipped(buffer, header.internal);
  };
  const root = pmDirectory(await part(header.root));
  const metadata = JSON.parse(new TextDecoder().decode(await part(header.metadata)));
  const leaves = new Map();

  function leaf(entry) {
    if (!leaves.has(entry.offset)) {
      if (leaves.size >= PM_LEAVES) leaves.delete(leaves.keys().next().value);
      leaves.set(entry.offset, part({ offset: header.leaves.offset + entry.offset, length: entry.length }).then(pmDirectory));
    }
    return leaves.get(entry.offset);
  }

  return {
    header, metadata,
    async tile(z, x, y) {
      const id = pmTileId(z, x, y);
      let entry = pmFind(root, id);
      for (let depth = 0; entry && entry.run === 0 && depth < 3; depth += 1) entry = pmFind(await leaf(entry), id);
      if (!entry || entry.run === 0) return null;
      return unzipped(await range(header.data.offset + entry.offset, entry.length), header.tiles);
    },
  };
}
