// Where the single events of an archive come from: the local server, or pages of the store beside a static page.

import { cellKeys } from "./archive-cells.js";
import { unzipped } from "./archive-pmtiles.js";
import { parseSpan } from "./days.js";
import { isInside } from "./near.js";
import { formatView } from "./query.js";
import { isPossible } from "./visible.js";

/** Events of a page of a list, and the most that are drawn one by one. */
export const ARCHIVE_PAGE = 50;
export const ARCHIVE_SINGLES = 4000;
/** Pages of a cell that are read to sort its events; of a cell with more they come in the order of the store. */
export const ARCHIVE_SORTED = 24;

/** A function that fetches a range of bytes of a file. Throws in words. */
export function rangeOf(url) {
  return async (offset, length) => {
    const answer = await fetch(url, { headers: { Range: `bytes=${offset}-${offset + length - 1}` } });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const buffer = await answer.arrayBuffer();
    return answer.status === 206 ? buffer : buffer.slice(offset, offset + length); // a host without ranges sends all
  };
}

/**
 * @param {{kind: "server"|"pages", url: string, index?: string, keep?: string[]}|null} given
 * @param {object[]} kinds
 * @returns {{cell: (cell: number[], view: object, after: object|null) => Promise<{events: object[], next: object|null, total: number|null, sorted: boolean}>,
 *   box: (box: number[]) => Promise<object[]>, one: (key: string) => Promise<object|null>}|null} null where only counts are there
 */
export function archiveSource(given, kinds) {
  if (!given) return null;
  return given.kind === "server" ? serverSource(given.url) : pageSource(given, kinds);
}

function serverSource(url) {
  const ask = async (parts) => {
    const answer = await fetch(`${url}?${parts.filter(Boolean).join("&")}`);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return answer.json();
  };
  return {
    async cell(cell, view, after) {
      const start = after?.start ?? 0;
      const { mode, from, to, kinds } = view;
      const query = formatView({ ...view, mode, from, to, kinds, center: null, zoom: null, select: null, theme: "auto", lang: "en" });
      const { events, total } = await ask([`cell=${cell.join("/")}`, `start=${start}`, `count=${ARCHIVE_PAGE}`, query]);
      const end = start + events.length;
      return { events: events.map(readEvent), next: end < total && events.length ? { start: end } : null, total, sorted: true };
    },
    async box(box) {
      return (await ask([`count=${ARCHIVE_SINGLES}`, `bbox=${box.map((part) => part.toFixed(4)).join(",")}`])).events.map(readEvent);
    },
    async one(key) {
      const { events } = await ask([`key=${encodeURIComponent(key)}`]);
      return events.length ? readEvent(events[0]) : null;
    },
  };
}

// The form in which both sources give an event.
function readEvent(record) {
  const [first, last] = [record.earliest, record.latest].map((date) => (date === null ? null : parseSpan(date)));
  return {
    id: record.id, title: record.title.und, kind: record.kind, when: record.when, at: record.geometry.coordinates,
    approximate: record.precision !== "exact", first: first && first[0], last: last && last[1], more: record.more, key: record.key,
  };
}

/** Is an event in a window? Its open ends reach everywhere. */
export function eventIsIn({ first, last }, window) {
  return isPossible([first ?? -Infinity, 0, 0, last ?? Infinity], window);
}

const PAGE_ENTRY = 16;

/** The index of pages: first quadkey, offset and length of each. Pure. @param {ArrayBuffer} buffer */
export function readPageIndex(buffer) {
  const view = new DataView(buffer);
  return Array.from({ length: buffer.byteLength / PAGE_ENTRY }, (_, i) => ({
    key: view.getUint32(i * PAGE_ENTRY, true),
    offset: view.getUint32(i * PAGE_ENTRY + 4, true) + view.getUint32(i * PAGE_ENTRY + 8, true) * 2 ** 32,
    length: view.getUint32(i * PAGE_ENTRY + 12, true),
  }));
}

/** The pages that can hold quadkeys from low to high, as [first, last]. Pure. */
export function pagesOf(index, low, high) {
  let first = 0;
  let end = index.length;
  while (first < end) {
    const middle = (first + end) >> 1;
    if (index[middle].key < low) first = middle + 1;
    else end = middle;
  }
  let last = first;
  while (last < index.length && index[last].key <= high) last += 1;
  return [Math.max(first - 1, 0), last - 1];
}

// As the local server sorts: open starts first, open ends last.
function byDate(p, q) {
  return (p.first ?? -Infinity) - (q.first ?? -Infinity) || (p.last ?? Infinity) - (q.last ?? Infinity) || p.quadkey - q.quadkey;
}

function firstPage(events) {
  const rest = events.slice(ARCHIVE_PAGE);
  return { events: events.slice(0, ARCHIVE_PAGE), next: rest.length ? { rest } : null, total: null, sorted: true };
}

function pageSource({ url, index, keep }, kinds) {
  const range = rangeOf(url);
  const read = new Map();
  let entries = null;
  const pages = () => {
    entries ??= fetch(index).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      return answer.arrayBuffer();
    }).then(readPageIndex);
    return entries;
  };
  const rowsOf = (packed) => unzipped(packed).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  const hold = (number, rows) => {
    read.delete(number);
    if (read.size >= ARCHIVE_SORTED) read.delete(read.keys().next().value);
    read.set(number, rows);
    rows.catch(() => read.get(number) === rows && read.delete(number)); // another click may try again
  };
  // Pages lie one behind the other, so those of a cell are one range.
  const fetchPages = async (first, last) => {
    const entries = (await pages()).slice(first, last + 1);
    const start = entries[0].offset;
    const whole = range(start, entries.at(-1).offset + entries.at(-1).length - start);
    entries.forEach(({ offset, length }, i) => hold(first + i, whole.then((buffer) => rowsOf(buffer.slice(offset - start, offset - start + length)))));
  };
  const page = async (number) => {
    if (!read.has(number)) await fetchPages(number, number);
    return (await read.get(number)).map(([id, kind, title, when, first, last, lon, lat, quadkey, approximate, ...kept]) => ({
      id, kind: kinds[kind]?.id ?? "", title, when, first, last, at: [lon, lat], quadkey, approximate: approximate === 1,
      key: `${quadkey}.${id}`, more: Object.fromEntries(keep.map((name, i) => [name, kept[i]])),
    }));
  };
  return {
    async cell(cell, view, after) {
      if (after?.rest) return firstPage(after.rest);
      const [low, high] = cellKeys(cell);
      const [first, last] = pagesOf(await pages(), low, high);
      const wanted = (event) => event.quadkey >= low && event.quadkey <= high && eventIsIn(event, view.window) &&
        (!view.kinds.length || view.kinds.includes(event.kind));
      if (last - first < ARCHIVE_SORTED) {
        await fetchPages(first, last);
        const rows = await Promise.all(Array.from({ length: last - first + 1 }, (_, i) => page(first + i)));
        return firstPage(rows.flat().filter(wanted).sort(byDate));
      }
      const events = [];
      for (let number = after?.page ?? first, skip = after?.skip ?? 0; number <= last; number += 1, skip = 0) {
        const rows = await page(number);
        for (let i = skip; i < rows.length; i += 1) {
          if (events.length === ARCHIVE_PAGE) return { events, next: { page: number, skip: i }, total: null, sorted: false };
          if (wanted(rows[i])) events.push(rows[i]);
        }
      }
      return { events, next: null, total: null, sorted: false };
    },
    async one(key) {
      const place = Number(/^\d+(?=\.)/.exec(key)?.[0] ?? NaN);
      if (Number.isNaN(place)) return null;
      const [first, last] = pagesOf(await pages(), place, place);
      for (let number = first; number <= last; number += 1) {
        const found = (await page(number)).find((event) => event.key === key);
        if (found) return found;
      }
      return null;
    },
    async box(box, cells) {
      const numbers = new Set();
      for (const cell of cells) {
        const [first, last] = pagesOf(await pages(), ...cellKeys(cell));
        for (let number = first; number <= last; number += 1) numbers.add(number);
      }
      const found = await Promise.all([...numbers].map(page));
      return found.flat().filter((event) => isInside(event.at, box));
    },
  };
}
