// What the bars of the histogram are stacked by: the kinds of events, or the sources that state them. Pure.
//
// A source has a look only in the histogram, so its colours are none of those of the kinds on the map.

const STACK_LOOKS = [
  ["circle", "#35586B", "#93B7CB"], ["diamond", "#9A6400", "#E0B45C"], ["square", "#6B4E8A", "#B9A0DB"],
  ["triangle", "#4B6B3A", "#A3C48B"], ["pentagon", "#9B3F57", "#E59AAE"],
];

/**
 * @typedef {object} Stack
 * @property {{id: string, title: object, symbol: string, color: string, color_dark: string}[]} ranks from the base line up
 * @property {(event: object) => string|undefined} of the id of an event's rank; what has none stands on top
 */

/** By kind. @returns {Stack} */
export function stackByKind(atlas) {
  return { ranks: atlas.kinds, of: (event) => event.kind };
}

/** By source: one after the other the source that states most of the events that are left has a look. @returns {Stack} */
export function stackBySource(atlas) {
  const ids = [];
  let left = atlas.events.filter((event) => event.sources?.length);
  while (left.length && ids.length < STACK_LOOKS.length) {
    const id = stackLargest(left);
    ids.push(id);
    left = left.filter((event) => !event.sources.includes(id));
  }
  const ranks = ids.map((id, i) => {
    const [symbol, color, dark] = STACK_LOOKS[i];
    return { id, title: atlas.sourceById?.get(id)?.short ?? { en: id }, symbol, color, color_dark: dark };
  });
  return { ranks, of: (event) => ids.find((id) => event.sources?.includes(id)) };
}

function stackLargest(events) {
  const counts = new Map();
  for (const { sources } of events) for (const id of sources) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0];
}
