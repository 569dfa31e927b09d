// What the map says of its points in words: a label under the pointer, a list of those that coincide, the legend.

/* global L */

import { el, glyph, kindIcon, setAttribute } from "./dom.js";
import { followFrame, frameBox } from "./mapframe.js";
import { POINT_APPROXIMATE, POINT_SOFT, pointEvent } from "./points-data.js";
import { pointGrades } from "./points-grade.js";
import { msg, shortDate } from "./words.js";

const PANEL_PAGE = 100;
const TRAY_TITLES = { undated: msg("Undated, so not on the map."), unlocated: msg("Without a place") };

/**
 * @param {object} map Leaflet map @param {object} store @param {object} points
 * @param {{at: (x: number, y: number, pointer: string) => number[]}} layer
 */
export function mountPointPanel(map, store, points, layer) {
  const { t, tn } = store;
  const box = map.getContainer();
  const label = el("div", { class: "mapapp-hint", hidden: true, "aria-hidden": true });
  const panel = el("section", { class: "mapapp-panel", hidden: true, tabindex: "-1" });
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  box.append(label, panel);
  let listed = [];

  function row(i) {
    const event = pointEvent(points, i);
    const kind = points.kinds[points.kind[i]];
    return el("li", {}, el("button", {
      type: "button", "aria-pressed": String(store.view.select === event.id),
      onclick: (click) => {
        store.set({ select: event.id });
        for (const other of panel.querySelectorAll("button[aria-pressed]")) other.setAttribute("aria-pressed", String(other === click.currentTarget));
      },
    }, kindIcon(kind, 14, event.soft || event.approximate), el("span", { class: "mapapp-date" }, shortDate(event, store.view.lang, t)), el("span", {}, store.words(event.title))));
  }

  function list(indexes, title) {
    listed = indexes;
    const rows = el("ul");
    const more = el("button", { type: "button", class: "mapapp-more", onclick: () => add() }, t("More"));
    const add = () => {
      const start = rows.children.length;
      for (let k = start; k < Math.min(start + PANEL_PAGE, indexes.length); k += 1) rows.append(row(indexes[k]));
      more.hidden = rows.children.length >= indexes.length;
    };
    add();
    const close = el("button", { type: "button", class: "mapapp-close", "aria-label": t("Close"), onclick: () => hide() }, glyph("close"));
    panel.setAttribute("aria-label", title);
    panel.replaceChildren(el("header", {}, el("strong", {}, title), close), rows, more);
    panel.hidden = false;
  }

  function hide() {
    panel.hidden = true;
    listed = [];
    store.set({ select: null });
  }

  const count = (indexes) => tn("{n} event", "{n} events", indexes.length);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  map.on("click", ({ containerPoint, originalEvent }) => {
    const found = layer.at(containerPoint.x, containerPoint.y, originalEvent.pointerType ?? "mouse");
    if (!found.length) {
      if (!panel.hidden) hide();
      return;
    }
    list(found, count(found));
    store.set({ select: String(found[0]) });
  });
  box.addEventListener("pointermove", (event) => {
    const mine = event.pointerType === "mouse" && !event.buttons && !event.target.closest(".leaflet-control, .mapapp-panel");
    const bounds = box.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const found = mine ? layer.at(x, y, "mouse") : [];
    label.hidden = !found.length;
    box.classList.toggle("mapapp-over", found.length > 0);
    if (!found.length) return;
    const event0 = pointEvent(points, found[0]);
    const words = `${shortDate(event0, store.view.lang, t)} · ${store.words(event0.title)}`;
    label.textContent = found.length > 1 ? `${words} · ${count(found)}` : words;
    label.style.transform = `translate(${Math.min(x + 12, bounds.width - label.offsetWidth - 4)}px, ${Math.max(y - 30, 2)}px)`;
  });
  box.addEventListener("pointerleave", () => { label.hidden = true; });

  return {
    /** The list of a tray: "undated" or "unlocated". */
    tray(name) {
      const { indexes } = store.result[name];
      list(indexes, `${t(TRAY_TITLES[name])} ${count(indexes)}`);
      panel.focus({ preventScroll: true });
    },
    /** A point chosen elsewhere, in the histogram. */
    select(i) {
      if (i < 0 || listed.includes(i)) return;
      list([i], count([i]));
    },
  };
}

/** The legend, between map and slider: what may be switched off and on, and what an open mark means. */
export function mountPointLegend(map, store, points) {
  const { t } = store;
  const has = (flags) => points.flags.some((each) => (each & flags) !== 0);
  const kinds = kindSwitches(store, points);
  const certain = legendSwitch(t("Only certain dates"), () => store.set({ certainty: store.view.certainty === "certain" ? "possible" : "certain" }));
  const frame = legendSwitch(t("Only in the map's frame"), () => store.set({ bbox: store.view.bbox ? null : frameBox(map) }));
  const paleWords = el("span");
  const pale = el("span", { class: "mapapp-pale", hidden: true }, kindIcon(points.kinds[0], 14), paleWords);
  const explainPale = () => {
    pale.hidden = pointGrades(points, store.result.ask, store.view.trail) === null;
    paleWords.textContent = store.view.trail ? t("Pale: years ago, or perhaps outside these years") : t("Pale: perhaps outside these years");
  };
  explainPale();
  store.onSettled(explainPale);
  map.getContainer().after(el("div", { class: "mapapp-legend", role: "group", "aria-label": t("Kinds") },
    kinds.buttons,
    has(POINT_SOFT | POINT_APPROXIMATE) ? el("span", {}, kindIcon(points.kinds[0], 14, true), t("Open: place or date inferred, or not exact")) : null,
    pale,
    el("span", { class: "mapapp-switches" }, has(POINT_SOFT) ? certain : null, frame)));
  followFrame(map, store);
  store.subscribe((view, result, keys) => {
    if (keys.has("kinds")) kinds.press(view);
    if (keys.has("certainty")) setAttribute(certain, "aria-pressed", view.certainty === "certain");
    if (keys.has("bbox")) setAttribute(frame, "aria-pressed", Boolean(view.bbox));
  });
}

const legendSwitch = (words, act) => el("button", { type: "button", class: "mapapp-switch", "aria-pressed": "false", onclick: act }, words);

// A switch for each kind, where there are several.
function kindSwitches(store, points) {
  const all = points.kinds.length > 1 ? points.kinds.map((kind) => kind.id) : [];
  const isOn = (view, id) => !view.kinds.length || view.kinds.includes(id);
  const buttons = all.map((id, k) => el("button", {
    type: "button", "aria-pressed": "true",
    onclick: () => {
      const next = all.filter((other) => isOn(store.view, other) !== (other === id));
      store.set({ kinds: next.length === all.length ? [] : next });
    },
  }, kindIcon(points.kinds[k], 14), store.words(points.kinds[k].title)));
  return {
    buttons,
    press: (view) => buttons.forEach((button, k) => setAttribute(button, "aria-pressed", isOn(view, all[k]))),
  };
}
