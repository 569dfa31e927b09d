// Tours and the View: which step a View plays, the View of a step, and the View that a link opens. Pure: no DOM.

import { dockPart, tourPart, withDock } from "./panels.js";
import { readView } from "./query.js";

const READERS_OWN = ["lang", "theme", "names"];

/** The tour and the step that a View plays: {tour, step} with step from 0; null where it plays none. */
export function playedStep(atlas, view) {
  const [name, id, number = "1"] = tourPart(view.panel);
  const tour = name ? (atlas.tours ?? []).find((one) => one.id === id) : null;
  if (!tour) return null;
  const step = Math.max(0, Math.min(tour.steps.length - 1, (/^\d+$/.test(number) ? Number(number) : 1) - 1));
  return { tour, step };
}

/** The View of a step: its own with what it opens beside the map, in the reader's language and theme. */
export function viewOfStep(tour, step, view) {
  const own = readView(tour.steps[step].view).view;
  const kept = Object.fromEntries(READERS_OWN.map((field) => [field, view[field]]));
  return { ...own, ...kept, panel: withDock(["tour", tour.id, String(step + 1)], dockPart(own.panel)) };
}

/**
 * The View that a link opens. One that names a step of a tour and nothing else but the reader's own choices
 * (`panel=tour,ID,3&lang=ja`) opens that step's View; a whole View always has its `mode` and is taken as it is.
 * @returns {{view: object, problems: {key: string, text: string}[]}}
 */
export function readLink(query, atlas) {
  const read = readView(query);
  const played = playedStep(atlas, read.view);
  const more = [...new URLSearchParams(query.replace(/^\?/, "")).keys()].some((key) => ![...READERS_OWN, "panel"].includes(key));
  return !played || more ? read : { view: viewOfStep(played.tour, played.step, read.view), problems: read.problems };
}
