// The events of the window as a table, in step with the map: the map's equivalent in words. Only the rows in sight are in
// the document, so that a table of 20,000 stays fluent; the keyboard reaches all of them.

import { csvCredits, csvText } from "./csvtext.js";
import { el, kindIcon, replaceKeepingFocus, setAttribute } from "./dom.js";
import { dockPart, withDock } from "./panels.js";
import { saveFile, shownFacts } from "./savefile.js";
import { TABLE_COLUMNS, cellText, rowsInView, sortedEvents, tableOrder, tableOrderAfter, tableRows } from "./tabledata.js";

const ROW_KEYS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

/**
 * @param {HTMLElement} host
 * @param {object} store
 * @returns {{draw: () => void, save: () => void, mark: (ids: string[]) => void}}
 */
export function mountEventTable(host, store) {
  const head = el("tr", { "aria-rowindex": 1 });
  const body = el("tbody", {});
  const table = el("table", { class: "event-table", role: "grid" }, el("thead", {}, head), body);
  const scroller = el("div", { class: "table-scroll" }, table);
  const state = { events: [], ranks: new Map(), language: "", focus: 0, hovered: new Set(), shown: "" };
  host.append(scroller);

  const rowHeight = () => (window.matchMedia("(max-width: 640px)").matches ? 44 : 28);
  const visibleRows = () => rowsInView(scroller.scrollTop, scroller.clientHeight || 300, rowHeight(), state.events.length);

  function draw() {
    if (state.language !== store.view.lang) state.ranks.clear();
    state.language = store.view.lang;
    const order = tableOrder(dockPart(store.view.panel));
    state.events = sortedEvents(store.result.events, order, store, state.ranks);
    state.focus = Math.max(0, Math.min(state.focus, state.events.length - 1));
    const chosen = state.events.findIndex((event) => event.id === store.view.select);
    if (chosen >= 0) state.focus = chosen;
    setAttribute(table, "aria-label", store.t("Events in the window"));
    setAttribute(table, "aria-rowcount", state.events.length + 1);
    replaceKeepingFocus(head, Object.keys(TABLE_COLUMNS).map((key) => columnHead(key, order, store)));
    drawRows(true);
  }

  function drawRows(anew) {
    const [first, after] = visibleRows();
    if (!anew && state.shown === `${first} ${after}`) return;
    state.shown = `${first} ${after}`;
    const held = body.contains(document.activeElement);
    body.replaceChildren(spacer(first * rowHeight()),
      ...state.events.slice(first, after).map((event, i) => tableRow(event, first + i, state, store)),
      spacer((state.events.length - after) * rowHeight()));
    if (held) rowAt(state.focus)?.focus({ preventScroll: true });
  }

  const rowAt = (index) => body.querySelector(`[data-index="${index}"]`);

  function reveal(index) {
    const [top, height] = [index * rowHeight(), rowHeight()];
    const room = scroller.clientHeight - head.offsetHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + height > scroller.scrollTop + room) scroller.scrollTop = top + height - room;
    drawRows(true);
  }

  function mark(ids) {
    state.hovered = new Set(ids);
    for (const row of body.querySelectorAll("[data-id]")) row.classList.toggle("is-hovered", state.hovered.has(row.dataset.id));
  }

  const eventOf = (target) => state.events[Number(target.closest?.("[data-index]")?.dataset.index)];
  const tellHover = (ids) => document.dispatchEvent(new CustomEvent("mapapp:hover", { detail: { ids, from: "table" } }));
  scroller.addEventListener("scroll", () => drawRows(false), { passive: true });
  body.addEventListener("click", (click) => {
    const event = eventOf(click.target);
    if (event) store.set({ select: event.id });
  });
  body.addEventListener("pointerover", (move) => tellHover([eventOf(move.target)?.id].filter(Boolean)));
  body.addEventListener("pointerleave", () => tellHover([]));
  body.addEventListener("focusin", (focus) => tellHover([eventOf(focus.target)?.id].filter(Boolean)));
  body.addEventListener("keydown", (key) => {
    const step = ROW_KEYS[key.key];
    const event = eventOf(key.target);
    if (step === undefined && key.key !== "Enter" && key.key !== " ") return;
    key.preventDefault();
    if (step === undefined) {
      if (event) store.set({ select: event.id });
      return;
    }
    state.focus = Math.max(0, Math.min(state.events.length - 1, state.focus + step));
    reveal(state.focus);
    rowAt(state.focus)?.focus({ preventScroll: true });
  });
  new ResizeObserver(() => drawRows(false)).observe(scroller);

  return {
    draw() {
      const before = state.focus;
      draw();
      if (state.focus !== before) reveal(state.focus);
    },
    mark,
    save: () => saveFile(`${store.atlas.atlas.id}-events.csv`, "text/csv",
      `\ufeff${csvText([...tableRows(state.events, store), ...csvCredits(shownFacts(store))])}`),
  };
}

function columnHead(key, order, store) {
  const sorted = order.key === key ? (order.down ? "descending" : "ascending") : "none";
  const arrow = { ascending: " ↑", descending: " ↓", none: "" }[sorted];
  return el("th", { scope: "col", class: `col-${key}`, "aria-sort": sorted },
    el("button", { type: "button", class: "column-head", "data-key": `sort-${key}`,
      onclick: () => store.set({ panel: withDock(store.view.panel, tableOrderAfter(dockPart(store.view.panel), key)) }) },
    store.t(TABLE_COLUMNS[key]), el("span", { "aria-hidden": true }, arrow)));
}

function tableRow(event, index, state, store) {
  const selected = event.id === store.view.select;
  return el("tr", {
    class: state.hovered.has(event.id) ? "is-hovered" : "", "data-id": event.id, "data-index": index,
    tabindex: index === state.focus ? "0" : "-1", "aria-rowindex": index + 2, "aria-selected": selected,
  }, Object.keys(TABLE_COLUMNS).map((key) => {
    const text = cellText(event, key, store);
    const icon = key === "title" ? [kindIcon(store.atlas.kindById.get(event.kind), 14, event.soft), " "] : null;
    return el("td", { class: `col-${key}`, title: key === "when" ? null : text }, el("span", { class: "cell" }, icon, text));
  }));
}

// Empty room in place of the rows out of sight.
function spacer(height) {
  const cell = el("td", {});
  cell.style.setProperty("height", `${height}px`);
  return el("tr", { class: "row-spacer", "aria-hidden": true }, cell);
}
