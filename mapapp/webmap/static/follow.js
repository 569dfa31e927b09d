// Where sources disagree: which readings a View follows, and what that makes of the records. The twin of
// mapapp/readings.py, which also says what each reading changes (`sets`).

import { RECORD_DEFAULTS, byTime, deriveEvent, findText } from "./decode.js";

/**
 * For each disagreement on which a View departs from the atlas, the reading it follows. A reading named in `readings`
 * goes before `follow`; of a source with several answers the atlas's own is taken if it is one, else the first.
 * @returns {Map<string, string>} ids of readings by id of the disagreement
 */
export function chosenReadings(atlas, view) {
  const single = new Map(view.readings.filter((item) => item.includes("~")).map((item) => item.split(/~(.*)/s)));
  const chosen = new Map();
  for (const item of atlas.disagreements) {
    const named = single.get(item.id);
    const known = (item.readings ?? []).some((reading) => reading.id === named);
    const wanted = known ? named : view.follow ? readingOfSource(item, view.follow) : null;
    if (wanted && wanted !== (item.follows ?? null)) chosen.set(item.id, wanted);
  }
  return chosen;
}

function readingOfSource(item, source) {
  const answers = (item.readings ?? []).filter((reading) => (reading.citations ?? []).some((one) => one.source === source));
  const own = answers.find((reading) => reading.id === item.follows);
  return (own ?? answers[0])?.id ?? null;
}

/** The reading that is followed: the View's, else the atlas's own; null for none. */
export function readingFollowed(atlas, item) {
  return atlas.chosen?.get(item.id) ?? item.follows ?? null;
}

/** The collection and the record that a disagreement is about. */
function subjectOf(atlas, item) {
  const [sort, id] = item.subject.replace(/#.*$/, "").split(/:(.*)/s);
  const record = sort === "era" ? atlas.eras.find((era) => era.id === id) : atlas[`${sort}ById`]?.get(id);
  return record ? { sort, record } : null;
}

/**
 * Make the atlas's records say what the View's readings say. Records are changed in place, and back when they are no
 * longer followed, so that whoever holds one sees it as it now is.
 * @returns {boolean} whether anything is different now
 */
export function applyReadings(atlas, view) {
  const chosen = chosenReadings(atlas, view);
  const before = atlas.chosen ?? new Map();
  if (chosen.size === before.size && [...chosen].every(([id, reading]) => before.get(id) === reading)) return false;
  const touched = new Set();
  for (const { sort, record, fields } of atlas.departed ?? []) {
    Object.assign(record, fields);
    touched.add(sort === "era" ? "era" : record);
  }
  atlas.departed = [];
  atlas.chosen = chosen;
  for (const [id, reading] of chosen) {
    const item = atlas.disagreementById.get(id);
    const sets = item.readings.find((one) => one.id === reading).sets;
    const subject = sets && subjectOf(atlas, item);
    if (!subject) continue;
    const { sort, record } = subject;
    const plain = RECORD_DEFAULTS[sort] ?? {};
    atlas.departed.unshift({ ...subject, fields: Object.fromEntries(Object.keys(sets).map((key) => [key, record[key]])) });
    for (const [key, value] of Object.entries(sets)) record[key] = value ?? plain[key] ?? null;
    touched.add(sort === "era" ? "era" : record);
  }
  for (const event of touched.has("era") ? atlas.events : touched) {
    if (!atlas.eventById.has(event.id)) continue;
    deriveEvent(event, atlas);
    if (touched.has(event)) event.search = findText(event, atlas);
  }
  atlas.events.sort(byTime);
  return true;
}
