// What stands beside the map, as the View's `panel` names it: a step of a tour, and the table or a chart. Pure.

const TOUR_PARTS = 3; // "tour", its id, the step

/** The part of a panel that names a tour and its step; empty where none is played. @param {string[]} panel */
export const tourPart = (panel) => (panel[0] === "tour" ? panel.slice(0, TOUR_PARTS) : []);

/** The part that names the table or a chart, with what is chosen in it; empty where none is open. @param {string[]} panel */
export const dockPart = (panel) => (panel[0] === "tour" ? panel.slice(TOUR_PARTS) : panel);

/** The panel with another table or chart, or with none: a tour goes on beside it. @param {string[]} panel @param {string[]} dock */
export function withDock(panel, dock) {
  const [name, id, step = "1"] = tourPart(panel);
  return name ? [name, id, step, ...dock] : dock;
}
