// What belongs with an event or a place, found from the atlas alone. Pure: no DOM.

import { calendarDate, dateText, yearOf, yearText } from "./days.js";
import { windowOf } from "./visible.js";

const common = (a, b) => a.reduce((n, id) => n + (b.includes(id) ? 1 : 0), 0);

/** The members of an event's series in order. */
export function seriesOf(atlas, event) {
  if (!event.series) return [];
  const members = atlas.events.filter((other) => other.series === event.series);
  return members.sort((a, b) => (a.ordinal ?? 1e9) - (b.ordinal ?? 1e9));
}

/**
 * Events that belong with an event, best first: its neighbours in its series; same actors at the same place; then what
 * the same actors did just before and just after.
 * @returns {{event: object, why: "series"|"place"|"before"|"after"}[]}
 */
export function relatedEvents(atlas, event, most = 6) {
  const found = new Map();
  const add = (other, why) => {
    if (other && other.id !== event.id && !found.has(other.id) && found.size < most) found.set(other.id, { event: other, why });
  };
  const series = seriesOf(atlas, event);
  const place = series.indexOf(event);
  const apart = (other) => Math.abs(series.indexOf(other) - place);
  [...series].sort((a, b) => apart(a) - apart(b)).slice(0, 5).forEach((other) => add(other, "series"));

  const near = atlas.events
    .filter((other) => common(event.places, other.places) && common(event.actors, other.actors))
    .sort((a, b) => common(event.actors, b.actors) - common(event.actors, a.actors) || a.importance - b.importance);
  near.slice(0, 2).forEach((other) => add(other, "place"));

  if (event.days) {
    const kin = atlas.events.filter((other) => other.days && common(event.actors, other.actors) > 0 && other.id !== event.id);
    const before = kin.filter((other) => other.days[3] < event.days[0]);
    const after = kin.filter((other) => other.days[0] > event.days[3]);
    const latest = before.reduce((best, other) => (!best || other.days[3] >= best.days[3] ? other : best), null);
    add(latest, "before");
    add(after[0], "after");
  }
  return [...found.values()];
}

/** Events at a place, in the window or out of it, in order of time: happened there, or concern it. */
export function eventsOfPlace(atlas, placeId) {
  const here = atlas.events.filter((event) => event.places.includes(placeId));
  const about = atlas.events.filter((event) => event.about.includes(placeId) && !event.places.includes(placeId));
  return { here, about };
}

/** Figures that belong to an event or a place. @param {"events"|"places"} field */
export function figuresOf(atlas, field, id) {
  return atlas.figures.filter((figure) => figure[field].includes(id));
}

/** The records of an atlas by id, whatever they are. @returns {{type: string, record: object}|null} */
export function recordOf(atlas, id) {
  if (id === null) return null;
  for (const type of ["event", "place", "figure", "disagreement"]) {
    const record = atlas[`${type}ById`].get(id);
    if (record) return { type, record };
  }
  return null;
}

/** The id behind a subject such as "event:2004-dialogue-1" or "event:2004-dialogue-1#when". */
export function subjectId(subject) {
  return subject.replace(/^[a-z]+:/, "").replace(/#.*$/, "");
}

/** The change of window that brings a dated event into it, as little as the mode allows. @returns {object} patch */
export function windowToward(event, view) {
  const [first, last] = windowOf(view);
  const year = (day) => yearText(yearOf(day));
  const start = Math.abs(event.days[0]) < 1e12 ? event.days[0] : event.days[3];
  const end = Math.abs(event.days[3]) < 1e12 ? event.days[3] : event.days[0];
  const demand = event.soft ? { certainty: "possible" } : {};
  if (view.mode === "in") return { ...demand, from: year(start), to: year(start) };
  if (view.mode === "up-to") return { ...demand, to: year(end) };
  return {
    ...demand,
    from: view.from !== null && event.days[3] < first ? year(start) : view.from,
    to: view.to !== null && event.days[0] > last ? year(end) : view.to,
  };
}

/** The dated events before and after one in a list sorted by time. */
export function neighboursOf(events, id) {
  const index = events.findIndex((event) => event.id === id);
  return index < 0 ? [null, null] : [events[index - 1] ?? null, events[index + 1] ?? null];
}

/** The window of an era as a patch of the View: between its first and its last day; open ends stay open. */
export function windowOfEra(days) {
  const text = (day) => {
    if (Math.abs(day) >= 1e12) return null;
    const [, month, dom] = calendarDate(day);
    return (month === 1 && dom === 1) || (month === 12 && dom === 31) ? yearText(yearOf(day)) : dateText(day, "day");
  };
  return { mode: "between", from: text(days[0]), to: text(days[3]) };
}
