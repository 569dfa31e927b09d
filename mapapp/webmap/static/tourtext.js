// The text of a tour's step, as the page data holds it, made into elements. Text stays text.

import { el, outLink } from "./dom.js";
import { recordOf } from "./related.js";

const TOUR_STYLES = { strong: "strong", emphasis: "em" };

/**
 * What a run of a step's text is. Pure.
 * @param {string|[string, string]} run plain words, or a style or target with its words
 * @returns {{kind: "plain"|"strong"|"emphasis"|"address"|"record", words: string, target: string}}
 */
export function tourRun(run) {
  if (typeof run === "string") return { kind: "plain", words: run, target: "" };
  const [what, words] = run;
  if (Object.hasOwn(TOUR_STYLES, what)) return { kind: what, words, target: "" };
  return { kind: /^https?:/.test(what) ? "address" : "record", words, target: what };
}

/** The blocks of a text as elements; a link to a record selects it. */
export function tourBlocks(blocks, store) {
  const runs = (list) => list.map((run) => runNode(tourRun(run), store));
  return (blocks ?? []).map(([kind, ...parts]) => (kind === "ul"
    ? el("ul", { class: "tour-list" }, parts.map((item) => el("li", {}, runs(item))))
    : el("p", {}, runs(parts))));
}

function runNode({ kind, words, target }, store) {
  if (kind === "strong" || kind === "emphasis") return el(TOUR_STYLES[kind], {}, words);
  if (kind === "address") return outLink(words, target) ?? words;
  const id = target.replace(/^[a-z]+:/, "");
  if (kind === "plain" || !recordOf(store.atlas, id)) return words;
  return el("button", { type: "button", class: "record-link", "data-key": `tour-link-${id}`, onclick: () => store.set({ select: id }) }, words);
}
