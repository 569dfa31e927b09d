// Counts behind the charts of events: kinds by period, actors by place. Pure: no DOM.

import { isPossible } from "./visible.js";

/**
 * Events of each kind in each period. One that could lie in two periods counts in both.
 * @param {object[]} events dated
 * @param {{id: string, days: number[]}[]} eras
 * @returns {Map<string, number[]>} by kind, one count for each era
 */
export function kindsByEra(events, kinds, eras) {
  const counts = new Map(kinds.map((kind) => [kind.id, eras.map(() => 0)]));
  for (const event of events) {
    const row = counts.get(event.kind);
    if (!row || !event.days) continue;
    eras.forEach((era, i) => {
      if (era.days && isPossible(event.days, [era.days[0], era.days[3]])) row[i] += 1;
    });
  }
  return counts;
}

/**
 * Events by actor and place, for those that have most.
 * @returns {{actors: string[], places: string[], counts: number[][], top: number, left: {actors: number, places: number}}}
 */
export function actorsByPlace(events, mostActors, mostPlaces) {
  const placed = events.filter((event) => event.places.length && event.actors.length);
  const ranked = (idsOf) => {
    const found = new Map();
    for (const event of placed) for (const id of idsOf(event)) found.set(id, (found.get(id) ?? 0) + 1);
    return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id);
  };
  const [allActors, allPlaces] = [ranked((event) => event.actors), ranked((event) => event.places)];
  const [actors, places] = [allActors.slice(0, mostActors), allPlaces.slice(0, mostPlaces)];
  const [row, column] = [new Map(actors.map((id, i) => [id, i])), new Map(places.map((id, i) => [id, i]))];
  const counts = actors.map(() => places.map(() => 0));
  for (const event of placed) {
    for (const actor of event.actors) {
      if (!row.has(actor)) continue;
      for (const place of event.places) if (column.has(place)) counts[row.get(actor)][column.get(place)] += 1;
    }
  }
  const left = { actors: allActors.length - actors.length, places: allPlaces.length - places.length };
  return { actors, places, counts, top: Math.max(0, ...counts.flat()), left };
}
