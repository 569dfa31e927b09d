// The time slider: a histogram of the documented events that is dragged, typed into, played and walked by keyboard.
// This file puts the parts together; what a gesture does to the window is in timeline-moves.js.

import { AXIS_SHORTEST, axisReveal, axisZoom } from "./axis.js";
import { binAnchor } from "./bins.js";
import { OPEN_END, parseSpan, precisionOf } from "./days.js";
import { el, whenStill } from "./dom.js";
import { timelineAxis, timelineEras } from "./timeline-axis.js";
import { timelineChart } from "./timeline-chart.js";
import { timelineClock } from "./timeline-clock.js";
import { timelineControls } from "./timeline-controls.js";
import { dateFiner, dateWords } from "./timeline-dates.js";
import { timelineHandles } from "./timeline-handles.js";
import { moveStep, moveToInclude } from "./timeline-moves.js";
import { timelineColours } from "./timeline-paint.js";
import { timelinePlay } from "./timeline-play.js";
import { timelinePointer } from "./timeline-pointer.js";
import { timelineKey, timelineSentence, timelineTrays } from "./timeline-trays.js";
import { msg } from "./words.js";

/** Changes of the View after which the histogram holds the same events as before. */
const TIMELINE_KEEPS = new Set(["mode", "from", "to", "center", "zoom", "select", "theme", "names", "layers", "bars", "lang"]);
/**
 * After a change of these alone (a drag, a step of play) the sentence follows at a pace at which it can be read, in the
 * frame of the picture; what nobody reads meanwhile (typed dates, buttons, trays, what a screen reader says) when the
 * window has rested for some time. In milliseconds.
 */
const TIMELINE_MOVES = new Set(["from", "to"]);
const TIMELINE_SENTENCE_PACE = 250;
const TIMELINE_STILL = 120;
let timelineSerial = 0;
const TIMELINE_NARROW = 640;
const TIMELINE_REACH = { mouse: 3, pen: 6, touch: 12 };
const TIMELINE_INCLUDED = {
  day: msg("First and last day included."), month: msg("First and last month included."), year: msg("First and last year included."),
};
const TIMELINE_HATCHED = {
  day: msg("Hatched block: day uncertain."), month: msg("Hatched block: month uncertain."), year: msg("Hatched block: uncertain date."),
};

/**
 * Build the slider inside `root` and tie it to the store.
 * @param {HTMLElement} root @param {object} store from `createStore`
 */
export function mountTimeline(root, store) {
  const clock = timelineClock(store);
  const opening = { mode: store.view.mode, from: store.view.from, to: store.view.to };
  const settings = { step: "auto", snap: true };
  const parts = {};
  let colours = null;
  let hovered = null;
  let said = ""; // in the place of the rule
  let frame = 0;
  let saidAt = -Infinity;

  const tl = {
    store, clock, settings,
    ruleId: `tl-rule-${(timelineSerial += 1)}`,
    font: () => colours.font,
    snaps: () => settings.snap,
    stepSize: () => (settings.step !== "auto" ? settings.step : clock.unit === "century" ? "decade" : clock.unit),
    dragging: () => parts.pointer?.dragging() ?? false,
    stop: () => tl.play.stop(),

    /** Change the window; `settled` false: more changes follow at once. */
    go(patch, settled = true) {
      if (!patch) return;
      store.set(patch, { settled });
      if (!tl.dragging()) follow(patch);
    },
    step(n) {
      tl.stop();
      tl.go(moveStep(store.view, "event", n, clock));
    },
    /** To the documented unit that the sentence of an empty window offers. */
    goTo(target) {
      tl.go(moveToInclude(store.view, target.text));
    },
    show(range) {
      clock.show(range);
      redraw();
    },
    zoom(factor, day = (clock.range[0] + clock.range[1]) / 2) {
      tl.show(factor === Infinity ? clock.limits : axisZoom(clock.range, clock.limits, factor, day));
    },
    /** The whole axis; when it is whole, the window as the page opened. */
    reset() {
      if (clock.whole()) tl.go(opening);
      else tl.show(clock.limits);
    },
    hover(x, y) {
      const hit = y < clock.height && y > 0 ? parts.chart.hit(x, y, 2) : null;
      const id = hit?.item?.event.id ?? null;
      say(hit ? hoverWords(hit) : "");
      parts.stage.classList.toggle("tl-over", Boolean(hit));
      if (id === hovered) return;
      hovered = id;
      redraw();
    },
    say: (text) => say(text),
    click(x, y, pointer) {
      const reach = TIMELINE_REACH[pointer] ?? TIMELINE_REACH.touch;
      const hit = y < clock.height ? parts.chart.hit(x, y, reach) : null;
      if (y >= clock.height && pointer === "touch") parts.eras.tap(x);
      else if (hit?.item) store.set({ select: hit.item.event.id });
      else if (hit) clickBar(hit.bin);
      else if (store.view.mode !== "between" && x > clock.left && x < clock.left + clock.width) {
        tl.go(moveToInclude(store.view, clock.unitText(clock.day(x))));
      }
    },
  };
  tl.play = timelinePlay(tl, (on) => {
    root.classList.toggle("tl-is-playing", on);
    parts.controls.playing(on);
  });
  const tellStill = whenStill(tell, TIMELINE_STILL);
  build();

  // A bar too fine for its blocks: the window goes there; when it is there, the axis does.
  function clickBar(bin) {
    const patch = moveToInclude(store.view, clock.unitText(bin.first));
    const inside = bin.first <= store.result.window[1] && bin.last >= store.result.window[0];
    if (patch && !inside) tl.go(patch);
    else {
      const length = bin.last + 1 - bin.first;
      const margin = Math.max(length * 0.04, (AXIS_SHORTEST - length) / 2);
      tl.show([bin.first - margin, bin.last + 1 + margin]);
    }
  }

  function hoverWords({ bin, item }) {
    if (item) return [store.words(item.event.date), store.words(item.event.title)].filter(Boolean).join(" · ");
    const date = dateWords(clock.unitText(bin.first), store);
    return store.t("{date}: {events}", { date, events: store.tn("{n} event", "{n} events", bin.count) });
  }

  function say(text) {
    said = text;
    const words = text || rule();
    if (parts.rule.textContent !== words) parts.rule.textContent = words;
  }

  // What counts as inside, at the precision that the window states, and what the hatch of the bars means.
  function rule() {
    const { from, to } = store.view;
    const stated = [from, to].filter(Boolean).map(precisionOf).reduce(dateFiner, "year");
    return store.t("{included} {hatched}", {
      included: store.t(TIMELINE_INCLUDED[from || to ? stated : clock.grain]), hatched: store.t(TIMELINE_HATCHED[clock.grain]),
    });
  }

  // Keep what moved on screen.
  function follow(patch) {
    const { view } = store;
    const spans = ["from", "to"].filter((side) => patch[side] && view[side]).map((side) => parseSpan(view[side]));
    if (spans.length) reveal([spans[0][0], 0, 0, spans[spans.length - 1][1]]);
  }

  function reveal(days) {
    if (!days || clock.whole() || tl.dragging()) return;
    const day = binAnchor([days[0], 0, 0, days[3]]);
    const range = axisReveal(clock.range, clock.limits, day, days[3] < OPEN_END ? days[3] : day);
    if (range !== clock.range) tl.show(range);
  }

  function build() {
    const [chart, lit, axis] = ["tl-chart", "tl-chart tl-chart-lit", "tl-axis"].map((name) => el("canvas", { class: name, "aria-hidden": true }));
    lit.hidden = true;
    const covers = [1, 2].map(() => el("div", { class: "tl-cover" }));
    parts.stage = el("div", { class: "tl-stage" }, chart, lit, axis, covers);
    parts.chart = timelineChart(chart, lit, clock, store);
    parts.axis = timelineAxis(axis, covers, clock, store);
    parts.handles = tl.handles = timelineHandles(parts.stage, tl);
    parts.pointer = timelinePointer(parts.stage, tl);
    parts.controls = timelineControls(tl);
    parts.sentence = timelineSentence(tl);
    parts.trays = timelineTrays(root, store);
    const eras = el("div", { class: "tl-eras", role: "group" });
    parts.eras = timelineEras(eras, clock, store, (patch) => {
      tl.stop();
      tl.go(patch);
    });
    parts.key = timelineKey(store, clock);
    parts.rule = el("p", { class: "tl-rule", id: tl.ruleId });
    root.classList.add("tl");
    root.setAttribute("role", "group");
    root.append(el(
      "div", { class: "tl-grid" },
      el("div", { class: "tl-head" }, parts.controls.node, parts.sentence.node),
      el("div", { class: "tl-body" }, el("div", { class: "tl-plot" }, parts.stage, eras), parts.trays.node),
      el("div", { class: "tl-foot" }, parts.rule, parts.key.node),
    ));
    root.addEventListener("keydown", (event) => {
      if (!event.target.closest?.(".tl-play")) tl.stop();
    });
    watch();
  }

  function watch() {
    clock.take(store.result);
    restack();
    clock.reach(store.view);
    recolour();
    words();
    measure();
    store.subscribe((view, result, keys) => {
      if ([...keys].some((key) => !TIMELINE_KEEPS.has(key))) clock.take(result);
      if (!tl.dragging() && !tl.play.playing()) clock.reach(view);
      if (keys.has("select")) reveal(store.atlas.eventById.get(view.select)?.days);
      if (keys.has("lang")) words();
      if (keys.has("theme")) recolour();
      if (keys.has("bars")) restack();
      paint();
      if ([...keys].every((key) => TIMELINE_MOVES.has(key))) {
        sayInPassing();
        tellStill();
      } else tell();
    });
    store.onSettled((view) => clock.reach(view) && redraw());
    document.fonts?.ready.then(redraw);
    new ResizeObserver(measure).observe(parts.stage);
    new MutationObserver(() => {
      recolour();
      redraw();
    }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  }

  // Bars by kind or by source, where there is more than one way.
  function restack() {
    if (!clock.stack) return;
    clock.stack(store.view.bars);
    parts.key.fill(store.view.bars === "source");
  }

  function measure() {
    parts.controls.narrow(root.clientWidth < TIMELINE_NARROW);
    const height = parts.stage.firstChild.clientHeight;
    if (parts.stage.clientWidth && height) clock.resize(parts.stage.clientWidth, height);
    draw();
  }

  function recolour() {
    colours = timelineColours(root, store.atlas.kinds);
    parts.chart.recolour(colours);
  }

  function words() {
    root.setAttribute("aria-label", store.t("Time"));
    for (const name of ["controls", "trays", "eras", "key"]) parts[name].words();
    say("");
  }

  function redraw() {
    if (!frame) frame = requestAnimationFrame(draw);
  }

  function draw() {
    paint();
    tell();
  }

  // What is seen to move: in a drag this runs in every frame.
  function paint() {
    if (frame) cancelAnimationFrame(frame);
    frame = 0;
    const { view, result } = store;
    parts.handles.place(view);
    parts.chart.draw(view, result.window, hovered);
    parts.axis.draw(colours, parts.handles.taken());
    parts.eras.place();
  }

  function sayInPassing() {
    const now = performance.now();
    if (now - saidAt < TIMELINE_SENTENCE_PACE) return;
    saidAt = now;
    parts.sentence.show(store.result);
  }

  // What is read: fields, buttons, the sentence, the trays, what a screen reader says of the handles.
  function tell() {
    const { view, result } = store;
    parts.handles.describe(view);
    parts.eras.mark(view);
    parts.controls.update(view);
    parts.sentence.update(result);
    parts.trays.update(result, colours);
    if (!said) say("");
  }
}
