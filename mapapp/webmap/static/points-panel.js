// What the map says of its points in words: a label under the pointer, a list of those that coincide, the legend.

/* global L */

import { el, glyph, kindIcon } from "./dom.js";
import { POINT_APPROXIMATE, POINT_SOFT, pointEvent } from "./points-data.js";
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

/** The legend, between map and slider: kinds that can be switched off and on, and what an open mark means. */
export function mountPointLegend(map, store, points) {
  const { t } = store;
  const open = points.flags.some((flags) => (flags & (POINT_SOFT | POINT_APPROXIMATE)) !== 0);
  if (points.kinds.length < 2 && !open) return;
  const all = points.kinds.map((kind) => kind.id);
  const buttons = points.kinds.map((kind) => el("button", {
    type: "button", "aria-pressed": "true",
    onclick: () => {
      const now = store.view.kinds.length ? store.view.kinds : all;
      const next = now.includes(kind.id) ? now.filter((id) => id !== kind.id) : all.filter((id) => now.includes(id) || id === kind.id);
      store.set({ kinds: next.length === all.length ? [] : next });
    },
  }, kindIcon(kind, 14), store.words(kind.title)));
  map.getContainer().after(el("div", { class: "mapapp-legend", role: "group", "aria-label": t("Kinds") },
    points.kinds.length > 1 ? buttons : null,
    open ? el("span", {}, kindIcon(points.kinds[0], 14, true), t("Open: place or date inferred, or not exact")) : null));
  store.subscribe((view, result, keys) => {
    if (!keys.has("kinds")) return;
    buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(!view.kinds.length || view.kinds.includes(all[k]))));
  });
}
