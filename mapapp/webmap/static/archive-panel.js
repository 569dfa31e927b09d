// The words around the map of an archive: kinds, what a circle stands for, the list of a cell's events, troubles.

/* global L */

import { el, glyph, kindIcon, replaceKeepingFocus } from "./dom.js";
import { cellNumber } from "./archive-cells.js";
import { archiveEventBody, archiveLeftBody, archiveLeftOut } from "./archive-event.js";
import { localeTag, msg } from "./words.js";

const ARCHIVE_REACH = { mouse: 6, touch: 20 };

/** The legend: kinds that can be switched off and on, the largest circle, and what counts know of time. */
export function mountArchiveLegend(root, store, showLeft) {
  const { t } = store;
  const { kinds, archive } = store.atlas;
  const all = kinds.map((kind) => kind.id);
  const scale = el("span", { class: "archive-scale" });
  const buttons = kinds.map((kind) => el("button", { type: "button", "data-key": kind.id, onclick: () => toggle(kind.id) }, kindIcon(kind, 14), kind.title.en));
  const note = el("span", { class: "archive-note" });
  const left = archiveLeftOut(archive.left);
  const leftOut = el("button", { type: "button", class: "archive-left", hidden: left === 0, onclick: () => showLeft() });
  root.append(...(kinds.length > 1 ? buttons : []), scale, note, leftOut);

  function toggle(id) {
    const now = store.view.kinds.length ? store.view.kinds : all;
    const next = all.filter((each) => (each === id ? !now.includes(id) : now.includes(each)));
    store.set({ kinds: next.length === all.length ? [] : next });
  }

  function words() {
    root.setAttribute("aria-label", t("Kinds"));
    note.textContent = archive.unit === "year" ? t("Counted by whole years") : t("Counted by whole months");
    leftOut.textContent = store.tn("{n} row left out", "{n} rows left out", left.toLocaleString(localeTag(store.view.lang)));
    buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(!store.view.kinds.length || store.view.kinds.includes(all[k]))));
  }
  words();
  store.subscribe((view, result, keys) => (keys.has("lang") || keys.has("kinds")) && words());
  return {
    /** @param {{largest: number, radius: number, alone: boolean}} state from the layer */
    update({ largest, radius, alone }) {
      const text = alone ? t("Each mark one event") : t("Largest circle: {n}", { n: cellNumber(largest) });
      scale.style.setProperty("--archive-radius", `${alone ? 0 : radius}px`);
      if (scale.textContent !== text) scale.textContent = text;
    },
  };
}

/** Lists the events of a cell when it is clicked, page by page. */
export function mountArchivePanel(map, store, layer, source) {
  const { t, tn } = store;
  const panel = el("section", { class: "mapapp-panel archive-panel", hidden: true, tabindex: "-1" });
  const hint = el("div", { class: "mapapp-hint", hidden: true, "aria-hidden": true });
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  map.getContainer().append(panel, hint);
  let turn = 0;
  let open = null; // the cell whose list is open
  let listed = null; // the list that an event was opened from
  let chosen = null; // the key of the event that is open

  const kindOf = (id) => store.atlas.kinds.find((kind) => kind.id === id);
  const row = (event) => el("li", {}, el("button", { type: "button", "data-key": event.key, onclick: () => choose(event) },
    kindIcon(kindOf(event.kind), 14, event.approximate),
    el("span", { class: "mapapp-date" }, event.when), el("span", {}, event.title || kindOf(event.kind)?.title.en || "")));

  function show(title, ...parts) {
    const close = el("button", { type: "button", class: "mapapp-close", "aria-label": t("Close"), onclick: () => hide() }, glyph("close"));
    panel.setAttribute("aria-label", title);
    panel.replaceChildren(el("header", {}, el("strong", {}, title), close), ...parts);
    panel.hidden = false;
    panel.scrollTop = 0;
    hint.hidden = true;
  }

  function hide() {
    turn += 1;
    open = null;
    listed = null;
    chosen = null;
    panel.hidden = true;
    layer.mark(null);
    if (store.view.select !== null) store.set({ select: null });
  }

  function unchoose() {
    listed = null;
    chosen = null;
    layer.mark(null);
    store.set({ select: null });
  }

  const count = (n) => tn("{n} event", "{n} events", n.toLocaleString(localeTag(store.view.lang)));

  // Opens an event and keeps it in the address; the list it came from stays as it was, a button leads back to it.
  function choose(event) {
    listed = { title: panel.getAttribute("aria-label"), parts: [...panel.children].slice(1), key: event.key };
    present(event);
    panel.focus({ preventScroll: true });
    store.set({ select: event.key });
  }

  function present(event) {
    const back = el("button", { type: "button", class: "mapapp-more", hidden: listed === null, onclick: goBack }, t("Back to the list"));
    chosen = event.key;
    show(t("Event"), archiveEventBody(event, kindOf(event.kind), t), back);
    layer.mark(event.at);
  }

  function goBack() {
    const { title, parts, key } = listed;
    unchoose();
    show(title, ...parts);
    [...panel.querySelectorAll("li button")].find((button) => button.dataset.key === key)?.focus();
  }

  // The event that an address names: fetched by its place in the store and its id.
  async function reopen(key) {
    const mine = (turn += 1);
    chosen = key;
    let event = null;
    try {
      event = await source?.one(key);
    } catch (error) {
      if (mine === turn) show(t("Event"), el("p", { class: "archive-say", role: "status" }, t("The events cannot be fetched: {reason}", { reason: error.message })));
      return;
    }
    if (mine !== turn) return;
    if (event) present(event);
    else show(t("Event"), el("p", { class: "archive-say", role: "status" }, t("The archive has no such event.")));
    if (event && store.view.center === null) map.setView([event.at[1], event.at[0]], Math.max(map.getZoom(), 6), { animate: false });
  }

  async function list({ cell, n }) {
    const mine = (turn += 1);
    open = cell;
    unchoose();
    const rows = el("ul");
    const more = el("button", { type: "button", class: "mapapp-more", hidden: true }, t("More"));
    const say = el("p", { class: "archive-say", role: "status" }, t("Loading"));
    show(count(n), rows, say, more);
    const view = { ...store.view, window: store.result.window };
    const add = async (after) => {
      more.hidden = true;
      try {
        const { events, next, total, sorted } = await source.cell(cell.cell, view, after);
        if (mine !== turn) return;
        rows.append(...events.map(row));
        const inWindow = total !== null && total !== n ? t("{n} in exactly this window", { n: total.toLocaleString(localeTag(store.view.lang)) }) : "";
        say.textContent = sorted ? inWindow : t("By place and then date: too many to be sorted here. Zoom in for lists by date.");
        more.hidden = next === null;
        more.onclick = () => add(next);
      } catch (error) {
        if (mine === turn) say.textContent = t("The events cannot be fetched: {reason}", { reason: error.message });
      }
    };
    await add(null);
  }

  function single(found) {
    turn += 1;
    open = null;
    unchoose();
    const events = layer.together(found).map((each) => each.event);
    if (events.length === 1) {
      present(events[0]);
      store.set({ select: events[0].key });
    } else show(count(events.length), el("ul", {}, events.slice(0, 500).map(row)));
  }

  function leftOut() {
    hide();
    const { left } = store.atlas.archive;
    show(tn("{n} row left out", "{n} rows left out", archiveLeftOut(left).toLocaleString(localeTag(store.view.lang))), archiveLeftBody(left, t, store.view.lang));
  }

  map.on("click", ({ containerPoint, originalEvent }) => {
    const found = layer.at(containerPoint.x, containerPoint.y, ARCHIVE_REACH[originalEvent.pointerType] ?? ARCHIVE_REACH.mouse);
    if (found?.event) single(found);
    else if (found && source !== null) list(found);
    else if (found) {
      show(count(found.n), el("p", { class: "archive-say" }, t("This copy holds counts only; the local server lists the events.")));
    } else hide();
  });
  panel.addEventListener("click", (event) => event.stopPropagation()); // its own buttons may be gone when the map looks for them
  panel.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  map.on("mousemove", ({ containerPoint: { x, y }, originalEvent }) => {
    const over = originalEvent.target.closest?.(".mapapp-panel");
    const found = over ? null : layer.at(x, y, ARCHIVE_REACH.mouse);
    hint.hidden = !found;
    map.getContainer().classList.toggle("mapapp-over", Boolean(found));
    if (!found) return;
    hint.textContent = found.event ? `${found.event.when} · ${found.event.title}` : count(found.n);
    hint.style.transform = `translate(${x + 12}px, ${Math.max(y - 30, 2)}px)`;
  });
  map.on("mouseout", () => { hint.hidden = true; });
  store.subscribe((view, result, keys) => {
    if (!keys.has("select") || view.select === chosen) return;
    if (view.select === null) hide();
    else reopen(view.select);
  });
  if (store.view.select !== null) reopen(store.view.select);
  return { list, hide, leftOut, open: () => open };
}

const ARCHIVE_TROUBLE = msg("The archive cannot be read: {reason}. A page of an archive needs a web server that gives ranges; try `mapapp archive serve`.");

/** What went wrong, over the map; what is drawn stays. */
export function sayTrouble(root, t, error) {
  replaceKeepingFocus(root, el("p", {}, t(ARCHIVE_TROUBLE, { reason: error.message })));
  root.hidden = false;
}
