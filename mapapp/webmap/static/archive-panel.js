// The words around the map of an archive: kinds, what a circle stands for, the list of a cell's events, troubles.

/* global L */

import { el, glyph, kindIcon, replaceKeepingFocus } from "./dom.js";
import { cellNumber } from "./archive-cells.js";
import { localeTag, msg } from "./words.js";

const ARCHIVE_REACH = { mouse: 6, touch: 20 };

/** The legend: kinds that can be switched off and on, the largest circle, and what counts know of time. */
export function mountArchiveLegend(root, store) {
  const { t } = store;
  const { kinds, archive } = store.atlas;
  const all = kinds.map((kind) => kind.id);
  const scale = el("span", { class: "archive-scale" });
  const buttons = kinds.map((kind) => el("button", { type: "button", "data-key": kind.id, onclick: () => toggle(kind.id) }, kindIcon(kind, 14), kind.title.en));
  const note = el("span", { class: "archive-note" });
  root.append(...(kinds.length > 1 ? buttons : []), scale, note);

  function toggle(id) {
    const now = store.view.kinds.length ? store.view.kinds : all;
    const next = all.filter((each) => (each === id ? !now.includes(id) : now.includes(each)));
    store.set({ kinds: next.length === all.length ? [] : next });
  }

  function words() {
    root.setAttribute("aria-label", t("Kinds"));
    note.textContent = archive.unit === "year" ? t("Counted by whole years") : t("Counted by whole months");
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

  const kindOf = (id) => store.atlas.kinds.find((kind) => kind.id === id);
  const row = (event) => el("li", {}, kindIcon(kindOf(event.kind), 14, event.approximate),
    el("span", { class: "mapapp-date" }, event.when), el("span", {}, event.title || kindOf(event.kind)?.title.en || ""));

  function head(title) {
    const close = el("button", { type: "button", class: "mapapp-close", "aria-label": t("Close"), onclick: () => hide() }, glyph("close"));
    panel.setAttribute("aria-label", title);
    return el("header", {}, el("strong", {}, title), close);
  }

  function hide() {
    turn += 1;
    open = null;
    panel.hidden = true;
  }

  const count = (n) => tn("{n} event", "{n} events", n.toLocaleString(localeTag(store.view.lang)));

  async function list({ cell, n }) {
    const mine = (turn += 1);
    open = cell;
    const rows = el("ul");
    const more = el("button", { type: "button", class: "mapapp-more", hidden: true }, t("More"));
    const say = el("p", { class: "archive-say", role: "status" }, t("Loading"));
    panel.replaceChildren(head(n === 1 ? tn("{n} event", "{n} events", 1) : count(n)), rows, say, more);
    panel.hidden = false;
    const view = { ...store.view, window: store.result.window };
    const add = async (after) => {
      more.hidden = true;
      try {
        const { events, next, total } = await source.cell(cell.cell, view, after);
        if (mine !== turn) return;
        rows.append(...events.map(row));
        say.textContent = total !== null && total !== n ? t("{n} in exactly this window", { n: total.toLocaleString(localeTag(store.view.lang)) }) : "";
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
    const events = layer.together(found).map((each) => each.event);
    panel.replaceChildren(head(count(events.length)), el("ul", {}, events.slice(0, 500).map(row)));
    panel.hidden = false;
  }

  map.on("click", ({ containerPoint, originalEvent }) => {
    const found = layer.at(containerPoint.x, containerPoint.y, ARCHIVE_REACH[originalEvent.pointerType] ?? ARCHIVE_REACH.mouse);
    if (found?.event) single(found);
    else if (found && source !== null) list(found);
    else if (found) {
      panel.replaceChildren(head(count(found.n)), el("p", { class: "archive-say" }, t("This copy holds counts only; the local server lists the events.")));
      panel.hidden = false;
    } else hide();
  });
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
  return { list, hide, open: () => open };
}

const ARCHIVE_TROUBLE = msg("The archive cannot be read: {reason}. A page of an archive needs a web server that gives ranges; try `mapapp archive serve`.");

/** What went wrong, over the map; what is drawn stays. */
export function sayTrouble(root, t, error) {
  replaceKeepingFocus(root, el("p", {}, t(ARCHIVE_TROUBLE, { reason: error.message })));
  root.hidden = false;
}
