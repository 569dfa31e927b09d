// The labelled axis under the histogram, and the bands of the eras under it.

import { calendarDate } from "./days.js";
import { axisTicks } from "./axis.js";
import { el } from "./dom.js";
import { timelineCanvas } from "./timeline-paint.js";
import { dateDayWords, dateMonthWords, dateWords, dateYearWords } from "./timeline-dates.js";
import { moveEra } from "./timeline-moves.js";

const AXIS_HEIGHT = 20;
const AXIS_ROOM = { day: 34, month: 46, year: 50 };

/** @param {HTMLCanvasElement} canvas */
export function timelineAxis(canvas, clock, store) {
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
  let drawn = "";
  let items = [];

  // The labels by rank: a lower one yields. Only their order, places and widths are kept; who yields depends on the tags.
  function prepare(ctx, colours) {
    const next = [clock.version, clock.width, store.view.lang, colours.font].join();
    if (next === key) return;
    key = next;
    const { kind, ticks } = axisTicks(clock.range, clock.width, AXIS_ROOM);
    const half = kind === clock.unit ? AXIS_HALF[kind] : 0;
    const item = (text, x, strong, tick) => {
      ctx.font = axisFont(strong, colours);
      return { text, x, strong, tick, reach: ctx.measureText(text).width / 2 + 3 };
    };
    items = ticks.map((tick) => item(words(tick), clock.x(tick.day + half), tick.strong, true));
    items = items.filter(({ x }) => x >= clock.left && x <= clock.left + clock.width);
    items.sort((a, b) => b.strong - a.strong);
    const strong = items.filter((each) => each.strong);
    const label = context(kind);
    if (label && !strong.some(({ x }) => x < clock.left + 90)) items.splice(strong.length, 0, item(label, clock.left, true, false));
  }

  return {
    /** @param {[number, number][]} taken stretches of pixels where the handles' tags stand */
    draw(colours, taken) {
      const full = 2 * clock.left + clock.width;
      prepare(canvas.getContext("2d"), colours);
      const free = taken.map(([left, right]) => [left - 4, right + 4]);
      const shown = items.map(({ x, reach }) => {
        const at = Math.min(Math.max(x, reach), full - reach);
        if (free.some(([left, right]) => at + reach > left && at - reach < right)) return null;
        free.push([at - reach, at + reach]);
        return at;
      });
      const next = [key, colours.text2, window.devicePixelRatio, shown.join()].join();
      if (next === drawn) return;
      drawn = next;
      paint(timelineCanvas(canvas, full, AXIS_HEIGHT), colours, shown);
    },
  };

  function paint(ctx, colours, shown) {
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colours.text2;
    let bold = null;
    items.forEach(({ text, x, strong, tick }, i) => {
      if (tick) ctx.fillRect(x - 0.5, 0, 1, 3);
      if (shown[i] === null) return;
      if (bold !== strong) ctx.font = axisFont(strong, colours);
      bold = strong;
      ctx.fillText(text, shown[i], 11);
    });
  }
}

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
  let before = { mode: store.view.mode, from: store.view.from, to: store.view.to };
  const holds = (patch, view) => view.mode === patch.mode && view.from === patch.from && view.to === patch.to;
  const buttons = eras.map((era, i) => {
    const label = el("span", { class: "tl-era-name" });
    const button = el("button", { type: "button", class: i % 2 ? "tl-era tl-era-2" : "tl-era" }, label);
    button.classList.toggle("tl-era-open-start", spans[i][2]);
    button.classList.toggle("tl-era-open-end", spans[i][3]);
    button.addEventListener("click", () => {
      const patch = moveEra(era);
      if (holds(patch, store.view)) go(before);
      else {
        if (!eras.some((other) => holds(moveEra(other), store.view))) {
          before = { mode: store.view.mode, from: store.view.from, to: store.view.to };
        }
        go(patch);
      }
    });
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
      eras.forEach((era, i) => {
        const left = Math.max(spans[i][2] ? -Infinity : clock.x(spans[i][0]), clock.left - 8);
        const right = Math.min(spans[i][3] ? Infinity : clock.x(spans[i][1]), clock.left + clock.width + 8);
        buttons[i].hidden = right - left < 2;
        buttons[i].classList.toggle("tl-era-slim", right - left < 30);
        buttons[i].style.left = `${left}px`;
        buttons[i].style.width = `${Math.max(right - left - 1, 0)}px`;
      });
    },
    mark(view) {
      eras.forEach((era, i) => buttons[i].setAttribute("aria-pressed", String(holds(moveEra(era), view))));
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
