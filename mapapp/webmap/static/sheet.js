// The panel as a sheet on a phone: four heights, by handle, drag and keyboard.

import { el } from "./dom.js";

export const SHEET_STOPS = Object.freeze(["bar", "peek", "half", "full"]);
const SHEET_HEIGHTS = { bar: () => 56, peek: () => 212, half: (room) => room * 0.6, full: (room) => room };
const DRAG_STARTS_AT = 4; // px

/** The stop whose height is nearest to a dragged height. Pure. @param {number} room height the sheet may take */
export function nearestStop(height, room) {
  const distance = (stop) => Math.abs(SHEET_HEIGHTS[stop](room) - height);
  return SHEET_STOPS.reduce((best, stop) => (distance(stop) < distance(best) ? stop : best));
}

/** The next stop up or down; the same at an end. Pure. @param {1|-1} step */
export function stopBeside(stop, step) {
  return SHEET_STOPS[Math.min(SHEET_STOPS.length - 1, Math.max(0, SHEET_STOPS.indexOf(stop) + step))];
}

/**
 * The handle of the sheet.
 * @param {HTMLElement} shell carries the state in `data-sheet`
 * @param {HTMLElement} sheet
 */
export function mountSheet(shell, sheet, store) {
  const handle = el("button", { type: "button", class: "sheet-handle phone-only" }, el("span", { class: "sheet-grip" }));
  const set = (stop) => {
    shell.dataset.sheet = stop;
    sheet.style.removeProperty("height");
    describe();
  };
  const describe = () => {
    handle.setAttribute("aria-label", store.t("Size of the panel"));
    handle.setAttribute("aria-expanded", String(shell.dataset.sheet === "half" || shell.dataset.sheet === "full"));
  };
  handle.addEventListener("keydown", (key) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[key.key];
    if (!step) return;
    key.preventDefault();
    set(stopBeside(shell.dataset.sheet, step));
  });
  followDrag(handle, sheet, {
    room: () => shell.querySelector(".map-host").offsetHeight + shell.querySelector(".sheet-rest").offsetHeight,
    onDrop: (height, room) => set(nearestStop(height, room)),
    onTap: () => set(shell.dataset.sheet === "full" ? "peek" : stopBeside(shell.dataset.sheet, 1)),
  });
  store.subscribe((view, result, keys) => {
    if (keys.has("lang")) describe();
  });
  describe();
  sheet.prepend(handle);
  return { set, stop: () => shell.dataset.sheet };
}

function followDrag(handle, sheet, { room, onDrop, onTap }) {
  let start = null;
  handle.addEventListener("pointerdown", (event) => {
    start = { y: event.clientY, height: sheet.offsetHeight, moved: false };
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!start) return;
    const rise = start.y - event.clientY;
    if (Math.abs(rise) > DRAG_STARTS_AT) start.moved = true;
    if (start.moved) sheet.style.setProperty("height", `${Math.min(room(), Math.max(40, start.height + rise))}px`);
  });
  const end = (event) => {
    if (start?.moved) onDrop(start.height + start.y - event.clientY, room());
    handle.dataset.dragged = String(Boolean(start?.moved));
    start = null;
  };
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
  handle.addEventListener("click", () => {
    if (handle.dataset.dragged !== "true") onTap();
    handle.dataset.dragged = "false";
  });
}
