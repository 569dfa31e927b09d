// The passages of a source that an atlas cites, and where they stand in a reader's copy. Pure.
//
// Ranges of an atlas count code points, as Python does; texts in JavaScript count UTF-16 units.

const SENTENCE_ENDS = /[。！？!?\n]|\.\s/g;
const LONGEST_SENTENCE = 160;

/**
 * The cited passages of a source, by place in its text, each with the records that cite it.
 * @returns {{start: number, end: number, terms: string[], ids: string[]}[]} code points, end exclusive
 */
export function passagesOf(atlas, source) {
  const found = new Map();
  const add = (citations, id) => {
    for (const { source: of, start, end, term } of citations ?? []) {
      if (of !== source || !Number.isInteger(start) || !Number.isInteger(end)) continue;
      const key = `${start}-${end}`;
      if (!found.has(key)) found.set(key, { start, end, terms: [], ids: [] });
      const passage = found.get(key);
      if (term && !passage.terms.includes(term)) passage.terms.push(term);
      if (!passage.ids.includes(id)) passage.ids.push(id);
    }
  };
  for (const records of [atlas.events, atlas.places, atlas.figures]) for (const record of records) add(record.citations, record.id);
  for (const item of atlas.disagreements) for (const reading of item.readings ?? []) add(reading.citations, item.id);
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** From code points to UTF-16 units of a text. @returns {(point: number) => number} */
export function unitsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (point) => Math.min(point, text.length);
  const units = [];
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) units.push(unit);
  return (point) => units[point] ?? text.length;
}

/** Where passages stand in the very text that is cited: ranges in UTF-16 units. @returns {({start: number, end: number})[]} */
export function placeByPosition(passages, text) {
  const unit = unitsOf(text);
  return passages.map(({ start, end }) => ({ start: unit(start), end: unit(end) }));
}

/**
 * Where passages stand in a text that differs from the one that is cited: by their key terms and their order. A term that
 * occurs once marks its passage; where it occurs more often, the place between the passages marked before and after decides.
 * @returns {({start: number, end: number}|null)[]} the sentence around the term; null where it was not found
 */
export function placeByTerm(passages, text, characters) {
  const places = passages.map(({ terms }) => termPlaces(terms, text));
  const sure = increasing(places.map((found, i) => (found.length === 1 ? { i, at: found[0].at } : null)).filter(Boolean));
  const marks = [{ from: 0, at: 0 }, ...sure.map(({ i, at }) => ({ from: passages[i].start, at })), { from: characters, at: text.length }];
  return passages.map(({ start }, i) => {
    const found = places[i];
    if (!found.length) return null;
    if (found.length === 1) return sentenceAround(text, found[0]);
    const after = Math.max(1, marks.findIndex((mark) => mark.from > start));
    const [low, high] = [marks[after - 1], marks[after]];
    const share = high.from > low.from ? (start - low.from) / (high.from - low.from) : 0;
    const expected = low.at + share * (high.at - low.at);
    const between = found.filter(({ at }) => at >= low.at && at <= high.at);
    if (!between.length) return null;
    return sentenceAround(text, between.reduce((best, one) => (Math.abs(one.at - expected) < Math.abs(best.at - expected) ? one : best)));
  });
}

// Where the longest of the terms that occurs at all occurs.
function termPlaces(terms, text) {
  for (const term of [...terms].sort((a, b) => b.length - a.length)) {
    const found = [];
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) found.push({ at, length: term.length });
    if (found.length) return found;
  }
  return [];
}

/** The longest run of marks whose places increase: marks out of order do not guide the others. */
function increasing(marks) {
  const tails = [];
  const before = new Array(marks.length).fill(-1);
  marks.forEach(({ at }, i) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (marks[tails[middle]].at < at) low = middle + 1;
      else high = middle;
    }
    before[i] = low ? tails[low - 1] : -1;
    tails[low] = i;
  });
  const run = [];
  for (let i = tails[tails.length - 1] ?? -1; i >= 0; i = before[i]) run.unshift(marks[i]);
  return run;
}

// From behind the end of the sentence before to the end of its own, at most so far to either side.
function sentenceAround(text, { at, length }) {
  const before = text.slice(Math.max(0, at - LONGEST_SENTENCE), at);
  const ends = [...before.matchAll(SENTENCE_ENDS)];
  const last = ends[ends.length - 1];
  const start = at - before.length + (last ? last.index + last[0].length : 0);
  const after = text.slice(at + length, at + length + LONGEST_SENTENCE);
  const end = after.search(SENTENCE_ENDS);
  return { start, end: at + length + (end < 0 ? after.length : end + (after[end] === "\n" ? 0 : 1)) };
}

/** Which source a differing text is most likely a copy of: the one with the largest share of its key terms in it; null for none. */
export function likelySource(atlas, text) {
  let best = { source: null, share: 0.3 };
  for (const { id } of atlas.sources.filter((source) => source.text)) {
    const terms = new Set(passagesOf(atlas, id).flatMap((passage) => passage.terms).filter((term) => term.length > 2));
    const share = terms.size ? [...terms].filter((term) => text.includes(term)).length / terms.size : 0;
    if (share > best.share) best = { source: id, share };
  }
  return best.source;
}

/**
 * A text cut where a passage begins or ends.
 * @param {({start: number, end: number}|null)[]} places of the passages, by number
 * @returns {{start: number, end: number, passages: number[]}[]} in order; `passages` are those that cover the piece, shortest first
 */
export function cutText(length, places) {
  const cuts = new Set([0, length]);
  for (const place of places) if (place) for (const cut of [place.start, place.end]) cuts.add(Math.min(cut, length));
  const edges = [...cuts].sort((a, b) => a - b);
  const opening = new Map();
  places.forEach((place, i) => place && opening.set(place.start, [...(opening.get(place.start) ?? []), i]));
  let open = [];
  return edges.slice(0, -1).map((start, n) => {
    open = open.filter((i) => places[i].end > start).concat(opening.get(start) ?? []);
    const size = (i) => places[i].end - places[i].start;
    return { start, end: edges[n + 1], passages: [...open].sort((a, b) => size(a) - size(b)) };
  });
}
