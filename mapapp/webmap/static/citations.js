// Citations: numbered by source within the panel, each with its reference and its locators.

import { el, outLink } from "./dom.js";
import { fieldWord } from "./words.js";

/** Gives each source of a panel one number, in the order in which it is first asked for. */
export class SourceNumbers {
  /** @param {object[]} [citations] whose sources get the first numbers */
  constructor(citations = []) {
    this.numbers = new Map();
    for (const citation of citations) this.of(citation.source);
  }

  /** @param {string} source @returns {number} */
  of(source) {
    if (!this.numbers.has(source)) this.numbers.set(source, this.numbers.size + 1);
    return this.numbers.get(source);
  }
}

/**
 * Citations gathered by source, in the order in which the sources first appear; the same passage is named once, with
 * all the fields it is cited for.
 * @param {object[]} citations
 * @returns {{source: string, passages: object[]}[]} a passage is a citation with `fields` and `differs`
 */
export function gatherCitations(citations) {
  const groups = new Map();
  for (const citation of citations ?? []) {
    const group = groups.get(citation.source) ?? { source: citation.source, passages: new Map() };
    groups.set(citation.source, group);
    const differs = citation.stance === "differs";
    const key = [citation.section, citation.page, citation.footnote, citation.start, citation.end, differs].join("\u0000");
    const passage = group.passages.get(key) ?? { ...citation, differs, fields: [], whole: false };
    group.passages.set(key, passage);
    if (!citation.field) passage.whole = true;
    else if (!passage.fields.includes(citation.field)) passage.fields.push(citation.field);
  }
  return [...groups.values()].map((group) => ({ source: group.source, passages: [...group.passages.values()] }));
}

/** Where a passage stands, in words: section, page, footnote. @param {(msgid: string, values?: object) => string} t */
export function locatorText(passage, t) {
  const parts = [];
  if (passage.section) parts.push(t("section “{section}”", { section: passage.section }));
  if (passage.page) parts.push(t("page {page}", { page: passage.page }));
  if (passage.footnote) parts.push(t("footnote {footnote}", { footnote: passage.footnote }));
  return capitalised(parts.join(t(", ")));
}

/** The character range of a passage in the source's text: counted from 1, both ends included. "" where unknown. */
export function rangeText(passage, t) {
  if (!Number.isInteger(passage.start) || !Number.isInteger(passage.end)) return "";
  return t("characters {first}–{last}", { first: passage.start + 1, last: passage.end });
}

/** "for the date, for the place", where a passage carries only that. */
export function fieldsText(passage, t) {
  if (passage.whole) return "";
  return [...new Set(passage.fields.map((field) => fieldWord(field, t)).filter(Boolean))].join(t(", "));
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Citations in short, one line each, as they stand behind a reading: "Section “A”, footnote 50 [1]". */
export function shortCitations(citations, store, numbers) {
  const lines = gatherCitations(citations).flatMap(({ source, passages }) =>
    passages.map((passage) => {
      const where = locatorText(passage, store.t) || store.words(store.atlas.sourceById.get(source)?.short);
      return [where, `[${numbers.of(source)}]`].filter(Boolean).join(" ");
    }));
  return [...new Set(lines)].map((line) => el("p", { class: "reading-source" }, line));
}

/** The list "Cited from": a numbered box for each source. */
export function citationList(citations, store, numbers) {
  const { atlas, t } = store;
  return el("ol", { class: "citations", role: "list" }, gatherCitations(citations).map(({ source, passages }) =>
    el("li", { class: "citation" },
      el("span", { class: "citation-number", "aria-hidden": true }, String(numbers.of(source))),
      el("div", { class: "citation-body" },
        sourceReference(atlas.sourceById.get(source), source, store),
        passages.map((passage) => passageLine(passage, store)),
      ),
    ),
  ));
}

function passageLine(passage, { t, atlas }) {
  const fields = fieldsText(passage, t);
  const range = rangeText(passage, t);
  const notes = [passage.differs ? t("says otherwise") : "", fields, range].filter(Boolean);
  const where = locatorText(passage, t);
  if (!where && !notes.length) return null;
  return el("p", { class: passage.differs ? "passage passage-differs" : "passage" },
    where, notes.length ? el("span", { class: "passage-notes" }, where ? " " : "", notes.join(t(", "))) : null,
    range && atlas.sourceById.get(passage.source)?.text ? [" ", readButton(passage, t("Read the passage"))] : null);
}

/** A button that opens the reader at a passage, or at the beginning of a source. */
export function readButton(passage, label) {
  return el("button", { type: "button", class: "record-link read-button", "data-key": `read-${passage.source}-${passage.start ?? ""}-${passage.end ?? ""}`,
    onclick: () => document.dispatchEvent(new CustomEvent("mapapp:read", { detail: passage })) }, label);
}

/** The formatted reference of a source, with its link and its standing. */
export function sourceReference(source, id, store) {
  if (!source) return el("p", { class: "reference" }, id);
  const reference = store.words(source.reference) || store.words(source.short) || id;
  const link = outLink(store.t("Open the source"), source.url);
  return el("p", { class: "reference" }, reference,
    link ? [" ", link] : null,
    source.outside ? el("span", { class: "outside-note" }, " ", store.t("(outside the sources)")) : null);
}
