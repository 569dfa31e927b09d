// The two handles and the tint between them. Each handle is a slider of the W3C's multi-thumb pattern and keeps its
// identity, and so the keyboard's focus, when it crosses the other.

import { calendarDate, dayNumber, parseSpan, precisionOf } from "./days.js";
import { el, setAttribute } from "./dom.js";
import { timelineEnds } from "./timeline-clock.js";
import { dateWords } from "./timeline-dates.js";
import { moveEnd, moveFar, moveHead } from "./timeline-moves.js";

const HANDLE_KEYS = {
  ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10,
};

function handleThumb() {
  const words = document.createTextNode("");
  const tag = el("span", { class: "tl-tag" }, words);
  const node = el(
    "div", { class: "tl-handle", role: "slider", tabindex: "0", "aria-orientation": "horizontal" },
    el("span", { class: "tl-line" }), el("span", { class: "tl-grip" }), tag,
  );
  return { node, tag, words, side: "from", date: "", lang: "", width: 0, at: 0, hidden: false, data: {}, tagAt: "" };
}

/** The year of a day with its fraction, for `aria-valuenow`. */
export function yearNumber(day, precision) {
  const [year] = calendarDate(day);
  if (precision === "year") return year;
  const first = dayNumber(year);
  return Number((year + (day - first) / (dayNumber(year + 1) - first)).toFixed(3));
}

/**
 * @param {HTMLElement} stage
 * @param {object} tl the slider: `clock`, `store`, `go(patch)`, `stepSize()`, `zoom(factor)`, `font()`
 */
export function timelineHandles(stage, tl) {
  const { clock, store } = tl;
  const tint = el("div", { class: "tl-window" });
  const thumbs = [handleThumb(), handleThumb()];
  thumbs[1].side = "to";
  stage.append(tint, ...thumbs.map((thumb) => thumb.node));
  thumbs.forEach((thumb) => thumb.node.addEventListener("keydown", (event) => press(event, thumb)));
  let mode = "";
  const ruler = { font: "", widths: new Map(), pen: null };

  function press(event, thumb) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zoom = { "+": 0.5, "=": 0.5, "-": 2, 0: Infinity }[event.key];
    if (zoom) tl.zoom(zoom, clock.day(thumb.at));
    else if (HANDLE_KEYS[event.key]) step(thumb, HANDLE_KEYS[event.key] * (event.shiftKey && event.key.startsWith("A") ? 5 : 1));
    else if (event.key === "Home" || event.key === "End") follow(thumb, moveFar(store.view, thumb.side, event.key === "Home" ? "from" : "to", clock));
    else return;
    event.preventDefault();
  }

  function step(thumb, n) {
    const { view } = store;
    follow(thumb, moveEnd(view, thumb.side, tl.stepSize(), n, clock));
  }

  // After a crossing the handle that moved is the other end.
  function follow(thumb, patch) {
    if (!patch) return;
    const { side } = thumb;
    const wanted = patch[side];
    tl.go(patch);
    const { view } = store;
    if (view.mode === "between" && view[side] !== wanted) swap();
  }

  function swap() {
    for (const thumb of thumbs) thumb.side = thumb.side === "from" ? "to" : "from";
  }

  function note(thumb, name, value) {
    if (thumb.data[name] !== value) thumb.node.dataset[name] = thumb.data[name] = value;
  }

  function describe(thumb, view) {
    const single = view.mode !== "between";
    const text = single ? moveHead(view) : view[thumb.side];
    const { node } = thumb;
    const names = { from: store.t("Start of the window"), to: store.t("End of the window") };
    setAttribute(node, "aria-label", view.mode === "in" ? store.t("The time shown") : names[thumb.side]);
    const low = calendarDate(clock.limits[0])[0];
    const high = calendarDate(clock.limits[1] - 1)[0];
    const value = text === null ? (thumb.side === "from" ? low : high) : yearNumber(parseSpan(text)[0], precisionOf(text));
    setAttribute(node, "aria-valuemin", low);
    setAttribute(node, "aria-valuemax", Math.max(high, Math.floor(value)));
    setAttribute(node, "aria-valuenow", value);
    setAttribute(node, "aria-valuetext", text === null ? store.t("open") : dateWords(text, store));
  }

  function label(thumb, view) {
    const date = view.mode !== "between" ? moveHead(view) : view[thumb.side];
    if (date === thumb.date && view.lang === thumb.lang) return;
    [thumb.date, thumb.lang] = [date, view.lang];
    const tag = date === null ? store.t("open") : dateWords(date, store, true);
    thumb.words.data = tag;
    thumb.width = measureTag(tag) + 14;
  }

  // The width of a text in a tag. All digits are as wide as 0, so few texts are ever measured.
  function measureTag(text) {
    if (ruler.font !== tl.font()) Object.assign(ruler, { font: tl.font(), widths: new Map(), pen: ruler.pen ?? document.createElement("canvas").getContext("2d") });
    const like = text.replace(/\d/g, "0");
    let width = ruler.widths.get(like);
    if (width === undefined) {
      ruler.pen.font = `700 12px ${ruler.font}`;
      width = ruler.pen.measureText(like).width;
      ruler.widths.set(like, width);
    }
    return width;
  }

  // Tags keep inside the stage and off each other.
  function placeTags(shown, full) {
    const put = (thumb, middle) => {
      thumb.middle = Math.min(Math.max(middle, thumb.width / 2), full - thumb.width / 2);
    };
    shown.forEach((thumb) => put(thumb, thumb.at));
    if (shown.length === 2) {
      const [a, b] = shown[0].at <= shown[1].at && shown[0].side === "from" ? shown : [shown[1], shown[0]];
      const lack = (a.width + b.width) / 2 + 3 - (b.middle - a.middle);
      if (lack > 0) {
        put(a, a.middle - lack / 2);
        put(b, a.middle + (a.width + b.width) / 2 + 3);
        put(a, b.middle - (a.width + b.width) / 2 - 3);
      }
    }
    for (const thumb of shown) {
      const at = `translateX(${thumb.middle - thumb.at - thumb.width / 2}px)`;
      if (thumb.tagAt !== at) thumb.tag.style.transform = thumb.tagAt = at;
    }
  }

  return {
    thumbs,
    swap,
    place(view) {
      const ends = timelineEnds(view, clock);
      const full = 2 * clock.left + clock.width;
      const clip = (x) => Math.min(Math.max(x, 0), full);
      const [left, right] = [clip(ends.from), clip(ends.to)];
      tint.style.transform = `translateX(${left}px) scaleX(${Math.max(right - left, 0)})`;
      if (thumbs[0].side !== "from" && !stage.contains(document.activeElement) && !tl.dragging()) swap();
      const shown = thumbs.filter((thumb) => view.mode === "between" || thumb.side === "to");
      for (const thumb of thumbs) {
        if (thumb.hidden === shown.includes(thumb)) thumb.node.hidden = thumb.hidden = !thumb.hidden;
        if (thumb.hidden) continue;
        const open = ends[`${thumb.side}Open`];
        const exact = view.mode === "in" && !open ? (ends.from + ends.to) / 2 : ends[thumb.side];
        thumb.at = Math.min(Math.max(exact, 7), full - 7);
        thumb.node.style.transform = `translateX(${thumb.at}px)`;
        if (view.mode === "in") thumb.node.style.setProperty("--tl-half", `${Math.max(right - left, 2) / 2}px`);
        const away = exact < -1 ? "before" : exact > full + 1 ? "after" : open ? "open" : "";
        note(thumb, "state", away);
        note(thumb, "side", thumb.side);
        label(thumb, view);
      }
      if (mode !== view.mode) stage.dataset.mode = mode = view.mode;
      placeTags(shown, full);
    },
    /** What a screen reader says of them. */
    describe(view) {
      for (const thumb of thumbs) if (!thumb.hidden) describe(thumb, view);
    },
    /** Stretches of the axis that the tags cover. */
    taken: () => thumbs.filter((thumb) => !thumb.hidden).map(({ middle, width }) => [middle - width / 2, middle + width / 2]),
  };
}
