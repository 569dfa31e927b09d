// The trays for what has no date or no place, and the live sentence.

import { el, kindIcon, lazily } from "./dom.js";
import { dateWindowWords, dateWords } from "./timeline-dates.js";
import { moveFromEmpty } from "./timeline-moves.js";
import { msg } from "./words.js";

const TRAY_BLOCKS = 8;
const TRAYS = [["undated", msg("undated")], ["unlocated", msg("unlocated")]];
const SENTENCE_QUIET = 500;
const SENTENCE_JUMPS = {
  next: msg("Next: {date} ›"), previous: msg("‹ Previous: {date}"),
};

/** @param {HTMLElement} root where `mapapp:tray` is told */
export function timelineTrays(root, store) {
  const rank = new Map(store.atlas.kinds.map((kind, i) => [kind.id, i]));
  const trays = TRAYS.map(([name]) => {
    const blocks = el("span", { class: "tl-tray-blocks", "aria-hidden": true });
    const label = el("span", { class: "tl-tray-name" });
    const count = el("span", { class: "tl-tray-count" });
    const button = el("button", { type: "button", class: "tl-tray", "data-tray": name }, blocks, label, " ", count);
    button.addEventListener("click", () => root.dispatchEvent(new CustomEvent("mapapp:tray", { detail: name, bubbles: true })));
    return { name, button, blocks, label, count, drawn: "" };
  });
  const node = el("div", { class: "tl-trays" }, trays.map((tray) => tray.button));

  // As many blocks as events; where they do not fit, in the proportions of the kinds.
  function fill(tray, events, colours) {
    const kinds = events.map((event) => rank.get(event.kind) ?? rank.size).sort((a, b) => a - b);
    const shown = kinds.length <= TRAY_BLOCKS ? kinds
      : Array.from({ length: TRAY_BLOCKS }, (_, i) => kinds[Math.floor(((i + 0.5) * kinds.length) / TRAY_BLOCKS)]);
    const key = `${shown} ${colours.panel}`;
    if (key === tray.drawn) return;
    tray.drawn = key;
    tray.blocks.replaceChildren(...shown.map((kind) => {
      const block = el("span", { class: tray.name === "undated" ? "tl-block tl-block-vague" : "tl-block" });
      block.style.color = colours.kinds[kind] ?? colours.other;
      return block;
    }));
  }

  return {
    node,
    words() {
      trays.forEach((tray, i) => { tray.label.textContent = store.t(TRAYS[i][1]); });
    },
    update(result, colours) {
      for (const tray of trays) {
        const events = result[tray.name];
        const count = String(events.length);
        if (tray.count.textContent !== count) tray.count.textContent = count;
        tray.button.disabled = events.length === 0;
        fill(tray, events, colours);
      }
    },
  };
}

/** Which look is which source, while the bars show sources. */
export function timelineKey(store, clock) {
  const node = el("p", { class: "tl-key", hidden: true });
  const key = {
    node,
    fill(shown) {
      node.hidden = !shown;
      if (!shown) return;
      node.replaceChildren(...clock.ranks.map((look) => el("span", {}, kindIcon(look, 13), store.words(look.title) || look.id)),
        el("span", {}, el("span", { class: "tl-key-other" }), store.t("other or none")));
    },
    words: () => key.fill(!node.hidden),
  };
  return key;
}

/** What the window shows, in words: "1997 to 2015: 25 events at 12 places". */
export function sentenceWords(store) {
  const { view, result } = store;
  let words = dateWindowWords(view, store);
  words = words.charAt(0).toUpperCase() + words.slice(1);
  const count = result.events.length;
  if (!count) return store.t("{window}: no documented events.", { window: words });
  const events = store.tn("{n} event", "{n} events", count);
  const places = result.places.length;
  return places
    ? store.t("{window}: {events} at {places}", { window: words, events, places: store.tn("{n} place", "{n} places", places) })
    : store.t("{window}: {events}", { window: words, events });
}

/** The live sentence: what the window shows, or where the next documented date is. */
export function timelineSentence(tl) {
  const { store, clock } = tl;
  const words = document.createTextNode(""); // its text is changed while the window moves: cheaper than a new node
  const text = el("span", { class: "tl-sentence-text", "aria-hidden": "true" }, words);
  const jump = el("button", { type: "button", class: "tl-jump", hidden: true });
  const spoken = el("span", { class: "tl-spoken", role: "status", "aria-live": "polite" });
  const node = el("div", { class: "tl-sentence" }, text, jump, spoken);
  const speak = lazily(() => {
    const said = [words.data, jump.hidden ? "" : jump.textContent].join(" ").trim();
    if (spoken.textContent !== said) spoken.textContent = said;
  }, SENTENCE_QUIET, false); // only spoken
  let target = null;
  jump.addEventListener("click", () => {
    tl.stop();
    tl.goTo(target);
  });

  function offer(next, msgid) {
    if (!next && !target) return;
    target = next;
    jump.hidden = !next;
    if (next) jump.textContent = store.t(msgid, { date: dateWords(next.text, store) });
  }

  function offerNext(window) {
    const next = moveFromEmpty(window, clock);
    offer(next, next?.forward ? SENTENCE_JUMPS.next : SENTENCE_JUMPS.previous);
  }

  function show(result) {
    if (result.events.length) offer(null);
    else offerNext(result.window);
    const sentence = sentenceWords(store);
    if (words.data !== sentence) words.data = sentence;
  }

  return {
    node,
    /** What is seen of it, in passing. */
    show,
    update(result) {
      show(result);
      speak();
    },
  };
}
