// The reader beside the map: the reader's own copy of a source, opened here and kept in this page only, with the passages
// that the atlas cites. From a citation to its passage, and from a passage to its events and places.

import { locatorText } from "./citations.js";
import { matchCopy } from "./copies.js";
import { recordLink } from "./detailparts.js";
import { el, replaceKeepingFocus } from "./dom.js";
import { likelySource, passagesOf, placeByPosition, placeByTerm } from "./passages.js";
import { textOfCopy, highlightPassage } from "./readertext.js";
import { recordOf } from "./related.js";

const LARGEST_COPY = 30e6; // bytes

/** Asks the reader to open a source, at a passage where one is given. @param {{source: string, start?: number, end?: number}} passage */
export function readPassage(passage) {
  document.dispatchEvent(new CustomEvent("mapapp:read", { detail: passage }));
}

/** @param {HTMLElement} shell the page's frame @param {object} store */
export function mountReader(shell, store) {
  const root = el("aside", { class: "reader", id: "reader", hidden: true, tabindex: "-1" });
  shell.append(root);
  const state = { source: null, wanted: null, picked: [], message: "", copies: new Map(), text: null, opener: null };

  const draw = () => {
    root.setAttribute("aria-label", store.t("Reader"));
    const copy = state.copies.get(state.source);
    replaceKeepingFocus(root, [readerBar(state, store, close), copy ? copyParts(copy, state, store, pick, forget) : openParts(state, store, openFile)]);
  };
  const open = (source, wanted) => {
    if (root.hidden) state.opener = document.activeElement;
    Object.assign(state, { source, wanted, picked: [], message: "" });
    root.hidden = false;
    shell.dataset.reader = "open";
    draw();
    showWanted();
  };
  function close() {
    root.hidden = true;
    delete shell.dataset.reader;
    store.light([]);
    if (state.opener?.isConnected) state.opener.focus();
  }
  function forget() {
    state.copies.delete(state.source);
    store.light([]);
    draw();
  }
  function showWanted() {
    const copy = state.copies.get(state.source);
    const number = copy && state.wanted ? copy.passages.findIndex(({ start, end }) => start === state.wanted.start && end === state.wanted.end) : -1;
    if (number >= 0) pick([number]);
    else root.focus({ preventScroll: true });
  }
  function pick(passages) {
    const copy = state.copies.get(state.source);
    state.picked = passages;
    const ids = passages.flatMap((number) => copy.passages[number].ids);
    store.light(ids);
    replaceKeepingFocus(root.querySelector(".reader-foot"), pickedParts(copy, state, store));
    highlightPassage(root, passages[0]);
  }
  async function openFile(file) {
    if (file.size > LARGEST_COPY) state.message = store.t("The file is too large to be read here.");
    else {
      const found = readCopy(store.atlas, new Uint8Array(await file.arrayBuffer()), state.source);
      state.message = found ? "" : store.t("This file does not look like a text that the atlas cites.");
      if (found) {
        if (found.source !== state.source) state.wanted = null;
        state.source = found.source;
        state.copies.set(found.source, found);
      }
    }
    draw();
    showWanted();
  }

  document.addEventListener("mapapp:read", ({ detail }) => open(detail.source, Number.isInteger(detail.start) ? detail : null));
  document.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  document.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    const first = store.atlas.sources.find((source) => source.text);
    if (!first) return;
    if (root.hidden) open(state.source ?? first.id, null);
    openFile(file);
  });
  root.addEventListener("keydown", (key) => {
    if (key.key === "Escape") close();
  });
  store.subscribe((view, result, keys) => {
    if (keys.has("lang") && !root.hidden) draw();
  });
}

/**
 * A file as a copy of one of the atlas's sources; null where it is none.
 * @param {string} asked the source it was opened for, where its own text does not say otherwise
 */
export function readCopy(atlas, bytes, asked) {
  const match = matchCopy(bytes, atlas.sources);
  const source = match.source ?? likelySource(atlas, match.text) ?? null;
  if (!source) return null;
  const passages = passagesOf(atlas, source);
  const places = match.exact ? placeByPosition(passages, match.text)
    : placeByTerm(passages, match.text, atlas.sourceById.get(source).text.characters);
  return { ...match, source, asked, passages, places };
}

function readerBar(state, store, close) {
  const { t, atlas } = store;
  const texts = atlas.sources.filter((source) => source.text);
  const name = (source) => store.words(source?.short) || source?.id || "";
  return el("div", { class: "reader-bar" },
    texts.length > 1
      ? el("select", { class: "atlas-select", "aria-label": t("Source"), "data-key": "reader-source",
        onchange: (event) => readPassage({ source: event.target.value }) },
      texts.map((source) => el("option", { value: source.id, selected: source.id === state.source }, name(source))))
      : el("h2", { class: "bar-title" }, name(atlas.sourceById.get(state.source))),
    el("span", { class: "bar-space" }),
    el("button", { type: "button", class: "plain-button", "data-key": "reader-close", onclick: close }, t("Close")));
}

// No copy yet: what is wanted, why, and where it stays.
function openParts(state, store, openFile) {
  const { t, atlas } = store;
  const source = atlas.sourceById.get(state.source);
  const input = el("input", { type: "file", id: "reader-file", class: "visually-hidden" });
  input.addEventListener("change", () => input.files[0] && openFile(input.files[0]));
  const where = state.wanted ? locatorText(state.wanted, t) : "";
  return el("div", { class: "reader-open" },
    el("p", { class: "reference" }, store.words(source?.reference)),
    where ? el("p", { class: "passage" }, where) : null,
    el("p", {}, t("The atlas holds no text of its sources, only where each passage stands. Open your own copy as a plain text file to read it here.")),
    el("p", { class: "reader-drop" }, input,
      el("label", { class: "filled-button reader-choose", for: "reader-file" }, t("Open your copy")), " ",
      el("span", {}, t("or drop the file here"))),
    el("p", { class: "quiet" }, t("It stays in this page, is sent nowhere, and is forgotten when the page is closed.")),
    state.message ? el("p", { class: "reader-message", role: "alert" }, state.message) : null);
}

function copyParts(copy, state, store, pick, forget) {
  const { t } = store;
  return [
    el("div", { class: "reader-state" }, el("p", {}, copyState(copy, store)),
      el("button", { type: "button", class: "plain-button", "data-key": "reader-forget", onclick: forget }, t("Put the copy away"))),
    el("div", { class: "reader-scroll", tabindex: "0", role: "document", "aria-label": t("Text of the source"),
      lang: store.atlas.sourceById.get(copy.source)?.language || null }, textOfCopy(copy, pick)),
    el("div", { class: "reader-foot", "aria-live": "polite" }, pickedParts(copy, state, store)),
  ];
}

function copyState(copy, { t }) {
  const { encoding } = copy;
  if (copy.exact && encoding.toLowerCase() === "utf-8") return t("Your copy is the text that is cited: its fingerprint agrees.");
  if (copy.exact) return t("Your copy is the text that is cited, saved as {encoding}.", { encoding });
  const found = copy.places.filter(Boolean).length;
  return t("Your copy differs from the text that is cited: {found} of {all} passages are found by their key term, not by position.",
    { found, all: copy.places.length });
}

// What the passage picked is cited for.
function pickedParts(copy, state, store) {
  const { t } = store;
  if (!state.picked.length) return [el("p", { class: "quiet" }, t("Click a marked passage to see what it is cited for."))];
  const missing = state.picked.every((number) => !copy.places[number]);
  const ids = [...new Set(state.picked.flatMap((number) => copy.passages[number].ids))];
  const records = ids.map((id) => recordOf(store.atlas, id)).filter(Boolean);
  return [
    missing ? el("p", { class: "reader-message" }, t("This passage was not found in your copy.")) : null,
    !missing && !copy.exact ? el("p", { class: "quiet" }, t("Found by its key term, not by position.")) : null,
    el("h3", { class: "section-head" }, t("Cited for")),
    el("ul", { class: "record-list", role: "list" }, records.map((found) => el("li", {}, el("div", { class: "record-text" }, recordLink(found, store))))),
  ];
}
