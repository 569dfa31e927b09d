// The labelled axis under the histogram, and the bands of the eras under it.

import { calendarDate } from "./days.js";
import { axisTicks } from "./axis.js";
import { el, setAttribute } from "./dom.js";
import { timelineCanvas } from "./timeline-paint.js";
import { dateDayWords, dateMonthWords, dateWords, dateYearWords } from "./timeline-dates.js";
import { moveEra } from "./timeline-moves.js";
import { roughWidth } from "./words.js";

const ERA_FONT = 11.5; // px
const AXIS_HEIGHT = 20;
const AXIS_TICK = 3;
const AXIS_ROOM = { day: 34, month: 46, year: 50 };

/**
 * @param {HTMLCanvasElement} canvas @param {HTMLElement[]} covers one for each handle, over the canvas: a label that a tag
 * would cut is hidden whole, which costs a step of the window less than to paint the labels anew
 */
export function timelineAxis(canvas, covers, clock, store) {
  const words = (tick) => {
    const [year, month, dom] = calendarDate(tick.day);
    if (tick.level === "year") return dateYearWords(year, store, true);
    return tick.level === "month" ? dateMonthWords(month, store, true) : dateDayWords(dom, store);
  };

  // Which year, which month: said once at the left where the ticks do not say it.
  function context(kind) {
    const [year, month] = calendarDate(Math.floor(clock.range[0]));
    if (kind === "year") return "";
    return kind === "month" ? dateYearWords(year, store, true) : dateWords(axisMonth(year, month), store, true);
  }

  let key = "";
  let items = [];
  const covered = covers.map(() => "");

  // All labels; a lower one yields.
  function drawLabels(colours) {
    const next = [clock.version, clock.width, store.view.lang, colours.font, colours.text2, window.devicePixelRatio].join();
    if (next === key) return;
    key = next;
    const full = 2 * clock.left + clock.width;
    const pen = timelineCanvas(canvas, full, AXIS_HEIGHT);
    const { ticks, labels } = measure(pen, colours);
    const taken = [];
    items = labels.filter((label) => {
      label.at = Math.min(Math.max(label.x, label.reach), full - label.reach);
      const free = !taken.some((other) => axisOverlap(label, other.at - other.reach, other.at + other.reach));
      if (free) taken.push(label);
      return free;
    });
    paint(pen, colours, ticks);
  }

  // Ticks, and labels with half their widths, strong ones first.
  function measure(pen, colours) {
    const { kind, ticks } = axisTicks(clock.range, clock.width, AXIS_ROOM);
    const half = kind === clock.unit ? AXIS_HALF[kind] : 0;
    const label = (text, x, strong) => {
      pen.font = axisFont(strong, colours);
      return { text, x, strong, reach: pen.measureText(text).width / 2 + 3 };
    };
    const labels = ticks.map((tick) => label(words(tick), clock.x(tick.day + half), tick.strong))
      .filter(({ x }) => x >= clock.left && x <= clock.left + clock.width);
    const places = labels.map(({ x }) => x);
    labels.sort((a, b) => b.strong - a.strong);
    const strong = labels.filter((each) => each.strong);
    const said = context(kind);
    if (said && !strong.some(({ x }) => x < clock.left + 90)) labels.splice(strong.length, 0, label(said, clock.left, true));
    return { ticks: places, labels };
  }

  function paint(pen, colours, ticks) {
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = colours.text2;
    for (const x of ticks) pen.fillRect(x - 0.5, 0, 1, AXIS_TICK);
    for (const { text, at, strong } of items) {
      pen.font = axisFont(strong, colours);
      pen.fillText(text, at, 11);
    }
  }

  return {
    /** @param {[number, number][]} taken stretches of pixels where the handles' tags stand */
    draw(colours, taken) {
      drawLabels(colours);
      covers.forEach((cover, i) => {
        const next = i < taken.length ? axisCover(items, taken[i][0] - 4, taken[i][1] + 4) : "scaleX(0)";
        if (next !== covered[i]) cover.style.transform = covered[i] = next;
      });
    },
  };
}

// Where a cover stands so that no label is seen in part.
function axisCover(items, left, right) {
  let [from, to] = [Infinity, -Infinity];
  for (const item of items) {
    if (!axisOverlap(item, left, right)) continue;
    from = Math.min(from, item.at - item.reach);
    to = Math.max(to, item.at + item.reach);
  }
  return from < to ? `translateX(${from}px) scaleX(${to - from})` : "scaleX(0)";
}

const axisOverlap = ({ at, reach }, left, right) => right > at - reach && left < at + reach;
const axisFont = (strong, colours) => `${strong ? 700 : 400} 11.5px ${colours.font}`;
const AXIS_HALF = { day: 0.5, month: 15.2, year: 182.6 };
const axisMonth = (year, month) => `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;

/**
 * The bands of the eras: buttons that set the window to the era, or back.
 * @param {HTMLElement} host @param {(patch: object) => void} go
 */
export function timelineEras(host, clock, store, go) {
  const eras = store.atlas.eras.filter((era) => era.days);
  host.hidden = !eras.length;
  const spans = timelineEraSpans(eras);
  let placed = -1;
  let before = { mode: store.view.mode, from: store.view.from, to: store.view.to };
  const eraPatches = eras.map(moveEra);
  const holds = (patch, view) => view.mode === patch.mode && view.from === patch.from && view.to === patch.to;
  const press = (patch) => {
    if (holds(patch, store.view)) {
      go(before);
      return;
    }
    if (!eraPatches.some((other) => holds(other, store.view))) {
      before = { mode: store.view.mode, from: store.view.from, to: store.view.to };
    }
    go(patch);
  };
  const buttons = eras.map((era, i) => {
    const label = el("span", { class: "tl-era-name" });
    const button = el("button", { type: "button", class: i % 2 ? "tl-era tl-era-2" : "tl-era" }, label);
    button.classList.toggle("tl-era-open-start", spans[i][2]);
    button.classList.toggle("tl-era-open-end", spans[i][3]);
    button.addEventListener("click", () => press(eraPatches[i]));
    return button;
  });
  host.append(...buttons);
  return {
    words() {
      host.setAttribute("aria-label", store.t("Eras"));
      eras.forEach((era, i) => {
        const name = store.words(era.title);
        buttons[i].firstChild.textContent = name;
        buttons[i].title = [name, store.words(era.date)].filter(Boolean).join(", ");
        buttons[i].setAttribute("aria-label", buttons[i].title);
      });
    },
    place() {
      const drawn = `${clock.version} ${store.view.lang}`;
      if (drawn === placed) return;
      placed = drawn;
      eras.forEach((era, i) => {
        const left = Math.max(spans[i][2] ? -Infinity : clock.x(spans[i][0]), clock.left - 8);
        const right = Math.min(spans[i][3] ? Infinity : clock.x(spans[i][1]), clock.left + clock.width + 8);
        buttons[i].hidden = right - left < 2;
        buttons[i].classList.toggle("tl-era-slim", right - left - 12 < 0.6 * roughWidth(store.words(era.title), ERA_FONT));
        buttons[i].style.left = `${left}px`;
        buttons[i].style.width = `${Math.max(right - left - 1, 0)}px`;
      });
    },
    /** A finger on the axis above an era means the era: the bands alone are too low for it. */
    tap(x) {
      const i = buttons.findIndex((button) => !button.hidden && x >= button.offsetLeft && x < button.offsetLeft + button.offsetWidth);
      if (i >= 0) press(eraPatches[i]);
    },
    mark(view) {
      eras.forEach((era, i) => setAttribute(buttons[i], "aria-pressed", holds(eraPatches[i], view)));
    },
  };
}

/** First and end day of each band, and whether each side is open; neighbours that overlap meet in the middle. */
export function timelineEraSpans(eras) {
  const spans = eras.map(({ days }) => [days[0], days[3] + 1, days[0] <= -1e12, days[3] >= 1e12]);
  const order = spans.map((_, i) => i).sort((a, b) => spans[a][0] - spans[b][0]);
  for (let k = 1; k < order.length; k += 1) {
    const [a, b] = [spans[order[k - 1]], spans[order[k]]];
    if (b[0] < a[1] && b[1] > a[1] && !a[3]) a[1] = b[0] = (a[1] + b[0]) / 2;
  }
  return spans;
}
