// The opening of the panel: what the atlas is, how to read the map, where to begin, what it rests on.

import { el, kindIcon } from "./dom.js";
import { sourceReference } from "./citations.js";
import { panelSection, recordLink } from "./detailparts.js";
import { hostAction } from "./header.js";
import { openList } from "./lists.js";
import { windowOfEra } from "./related.js";
import { ownValue } from "./decode.js";
import { tourList } from "./tours.js";

const GUIDE_KEY = "mapapp-guide";

/** @returns {Node[]} */
export function introPanel(store) {
  const { t, words, atlas } = store;
  return [
    el("h2", { class: "detail-title" }, words(atlas.atlas.title)),
    el("p", { class: "summary" }, words(atlas.atlas.description)),
    countsLine(store),
    tourList(store),
    ...(atlas.events.length
      ? [guide(store), el("div", { class: "beginnings-section" }, panelSection(t("Where to begin"), beginnings(store)))]
      : emptyAtlas(store)),
    atlas.eras.length ? panelSection(t("Periods"), eraList(store)) : null,
    atlas.sources.length ? panelSection(t("Sources"), sourceList(store)) : null,
    el("p", { class: "fine-print" }, [atlas.atlas.attribution, atlas.atlas.license, atlas.atlas.version &&
      t("version {version}", { version: atlas.atlas.version })].filter(Boolean).join(" · ")),
    el("ul", { class: "fine-print", role: "list" }, (ownValue(atlas.credits, store.view.lang) ?? []).map((line) => el("li", {}, String(line)))),
  ];
}

/** Where the first events come from: only the explorer has desks. */
function emptyAtlas({ t, atlas }) {
  const desks = atlas.host?.desks ?? [];
  const link = (desk) => el("button", { type: "button", class: "record-link", "data-key": `begin-${desk.id}`,
    onclick: () => hostAction("desk", desk.id) }, t(desk.title));
  return [
    el("p", {}, t("This atlas has no events yet.")),
    desks.length ? panelSection(t("Where to begin"), el("ul", { class: "beginnings", role: "list" }, desks.map((desk) => el("li", {}, link(desk))))) : null,
  ];
}

function countsLine(store) {
  const { atlas, tn, t } = store;
  const places = new Set(atlas.events.flatMap((event) => event.places)).size;
  return el("p", { class: "count-line" }, [
    tn("{n} event", "{n} events", atlas.events.length),
    tn("{n} place", "{n} places", places),
    atlas.figures.length ? tn("{n} figure", "{n} figures", atlas.figures.length) : "",
    atlas.disagreements.length ? tn("{n} disagreement", "{n} disagreements", atlas.disagreements.length) : "",
  ].filter(Boolean).join(t(", ")));
}

/** How to read this map: shown until it is put away; the choice is kept where the browser allows. */
function guide(store) {
  const { t, atlas } = store;
  const kind = atlas.kinds[0];
  const entry = (icon, text) => el("li", {}, el("span", { class: "guide-mark" }, icon), el("span", {}, text));
  const fold = el("details", { class: "guide" },
    el("summary", { "data-key": "guide" }, t("How to read this map")),
    el("ul", { role: "list" },
      entry(kindIcon(kind, 16), t("A solid mark: place and date as the source states them.")),
      entry(kindIcon(kind, 16, true), t("An open mark: place or date inferred, or uncertain.")),
      entry(el("span", { class: "guide-dash" }), t("A dashed line: stops not stated, or a route that is illustrative.")),
      entry(el("span", { class: "guide-grey" }), t("Grey: outside the years shown.")),
      entry(el("span", { class: "guide-dispute" }, "?"), t("Sources disagree: a question with all its answers.")),
    ),
    el("p", {}, t("Drag the two handles under the map to choose years. Select any mark to see what the sources say, and where.")));
  fold.open = !guideWasClosed();
  fold.addEventListener("toggle", () => rememberGuide(fold.open));
  return fold;
}

function guideWasClosed() {
  try {
    return window.localStorage.getItem(GUIDE_KEY) === "closed";
  } catch {
    return false; // no storage in a sandboxed frame
  }
}

function rememberGuide(open) {
  try {
    window.localStorage.setItem(GUIDE_KEY, open ? "open" : "closed");
  } catch {
    // no storage in a sandboxed frame: the guide opens again next time
  }
}

/** Examples one click away, found in the atlas itself. */
function beginnings(store) {
  const { atlas, t, tn, words } = store;
  const starts = [];
  const first = headline(atlas);
  if (first) starts.push(el("li", {}, t("An event and its sources"), t(": "), recordLink({ type: "event", record: first }, store)));
  const disputed = atlas.disagreements.find((item) => item.severity === 1) ?? atlas.disagreements[0];
  if (disputed) {
    starts.push(el("li", {}, t("A disagreement"), t(": "), recordLink({ type: "disagreement", record: disputed }, store)));
    starts.push(el("li", {}, listButton(tn("All {n} disagreement", "All {n} disagreements", atlas.disagreements.length), "disagreements")));
  }
  const kind = atlas.kinds[0];
  if (kind) {
    starts.push(el("li", {}, el("button", { type: "button", class: "record-link", "data-key": "begin-kind",
      onclick: () => store.set({ mode: "between", from: null, to: null, kinds: [kind.id] }),
    }, t("Only: {kind}, in all years", { kind: words(kind.title) }))));
  }
  if (store.result.undated.length) {
    starts.push(el("li", {}, listButton(tn("{n} undated event", "{n} undated events", store.result.undated.length), "undated")));
  }
  return el("ul", { class: "beginnings", role: "list" }, starts);
}

function listButton(label, name) {
  return el("button", { type: "button", class: "record-link", "data-key": `list-${name}`, onclick: () => openList(name) }, label);
}

// A dated headline event with a place; one of a numbered series, disputed and well cited, shows most.
function headline(atlas) {
  const good = atlas.events.filter((event) => event.days && event.places.length);
  return good.reduce((best, event) => (!best || headlineRank(event) > headlineRank(best) ? event : best), null);
}

const headlineRank = (event) => (3 - (event.importance ?? 2)) * 100 + (event.ordinal === null ? 0 : 50)
  + Math.min(3, event.disagreements.length) * 10 + Math.min(9, event.citations.length);

function eraList(store) {
  const { t, words, atlas } = store;
  return el("ul", { class: "era-list", role: "list" }, atlas.eras.map((era) => el("li", {},
    el("p", {}, el("strong", {}, words(era.title)), " ", el("span", { class: "edtf" }, words(era.date) || era.edtf), " ",
      el("button", { type: "button", class: "small-button", "data-key": `era-${era.id}`,
        "aria-label": t("Show {era}", { era: words(era.title) }),
        onclick: () => store.set(windowOfEra(era.days)) }, t("Show"))),
    words(era.summary) ? el("p", { class: "quiet" }, words(era.summary)) : null)));
}

function sourceList(store) {
  const documents = store.atlas.sources.filter((source) => !source.outside);
  const others = store.atlas.sources.length - documents.length;
  return [
    el("ul", { class: "source-list", role: "list" }, documents.map((source) => el("li", {}, sourceReference(source, source.id, store)))),
    others > 0 ? el("p", {}, listButton(store.tn("and {n} reference from outside", "and {n} references from outside", others), "sources")) : null,
  ];
}

// The credits in the reader's language; in English where it has none.
function creditLines({ atlas, view }) {
  return ownValue(atlas.credits, view.lang) ?? atlas.credits?.en ?? [];
}
