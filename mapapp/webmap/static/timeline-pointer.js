// Mouse, pen and fingers on the stage. One gesture at a time; two fingers zoom and move the axis.

import { AXIS_SHORTEST, axisBin, axisText } from "./axis.js";
import { parseSpan } from "./days.js";
import { timelineEnds } from "./timeline-clock.js";
import { moveHandle, moveUnit, moveWindow, movePut } from "./timeline-moves.js";

const POINTER_SNAP = 12;
const POINTER_NEAR = { mouse: 9, pen: 14, touch: 24 };

/**
 * @param {HTMLElement} stage
 * @param {object} tl the slider: `clock`, `store`, `handles`, `go(patch, settled)`, `show(range)`, `click(x, y, pointer)`
 */
export function timelinePointer(stage, tl) {
  const { clock, store } = tl;
  const fingers = new Map();
  let gesture = null;
  let pinch = null;
  let pushing = 0;

  const pointOf = (event) => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, alt: event.altKey, type: event.pointerType };
  };
  const tolerance = (point) => (tl.snaps() && !point.alt ? clock.days(POINTER_SNAP) : 0);
  const rangeAtLimit = (side) => (side === "from" ? clock.range[0] <= clock.limits[0] : clock.range[1] >= clock.limits[1]);

  function begin(point) {
    const { view } = store;
    const near = POINTER_NEAR[point.type] ?? POINTER_NEAR.touch;
    const thumb = nearestThumb(point, near);
    const base = { start: point, last: point, view, moved: false };
    if (thumb) return { ...base, kind: "handle", thumb, offset: point.x - thumb.at };
    if (point.y > clock.height && !clock.whole()) return { ...base, kind: "pan", range: clock.range };
    if (view.mode !== "between") return { ...base, kind: "scrub" };
    const ends = timelineEnds(view, clock);
    const bounded = view.from !== null && view.to !== null;
    if (bounded && point.x > ends.from && point.x < ends.to) return { ...base, kind: "window", range: clock.range };
    return { ...base, kind: "new", anchor: axisBin(clock.day(point.x), clock.grain) };
  }

  function nearestThumb(point, near) {
    let best = null;
    for (const thumb of tl.handles.thumbs) {
      if (thumb.node.hidden) continue;
      const onTag = point.y > clock.height && Math.abs(point.x - thumb.middle) <= thumb.width / 2;
      const away = onTag ? 0 : Math.abs(point.x - thumb.at);
      if (away > near) continue;
      // Where both stand on one spot, the side on which the finger lies decides.
      const score = away + ((point.x > thumb.at) === (thumb.side === "from") ? 0.5 : 0);
      if (!best || score < best.score) best = { thumb, score };
    }
    return best?.thumb ?? null;
  }

  const drags = {
    handle(point) {
      const { thumb, offset, view } = gesture;
      const x = point.x - offset;
      const { side } = thumb;
      if (view.mode !== "in" && opens(x, side)) return movePut(view, side, null);
      const other = view.mode === "between" ? otherEnd() : null;
      const patch = moveHandle({ mode: view.mode }, side, other, clock.day(x), clock, tolerance(point));
      if (view.mode === "between" && other !== null) crossed(thumb, clock.day(x), parseSpan(other));
      return patch;
    },
    scrub(point) {
      const text = moveUnit(clampedDay(point.x), clock, tolerance(point));
      return movePut(gesture.view, "to", text);
    },
    window(point) {
      return moveWindow(gesture.view, clock.day(point.x) - dayAt(gesture.start.x, gesture.range), clock, tolerance(point));
    },
    new(point) {
      const now = axisBin(clampedDay(point.x), clock.grain);
      const text = (index) => axisText(index, clock.grain);
      return { from: text(Math.min(gesture.anchor, now)), to: text(Math.max(gesture.anchor, now)) };
    },
    pan(point) {
      const days = clock.days(gesture.start.x - point.x);
      tl.show([gesture.range[0] + days, gesture.range[1] + days]);
      return null;
    },
  };

  const dayAt = (x, range) => range[0] + ((x - clock.left) * (range[1] - range[0])) / clock.width;
  const clampedDay = (x) => Math.min(Math.max(clock.day(x), clock.range[0]), clock.range[1] - 1e-6);

  function opens(x, side) {
    if (!rangeAtLimit(side)) return false;
    return side === "from" ? x < clock.left - 6 : x > clock.left + clock.width + 6;
  }

  // The end that stays: what the other handle held when the drag began.
  function otherEnd() {
    gesture.other ??= { text: gesture.view[gesture.thumb.side === "from" ? "to" : "from"] };
    return gesture.other.text;
  }

  function crossed(thumb, day, [first, last]) {
    const side = day < first ? "from" : day > last + 1 ? "to" : thumb.side;
    if (side !== thumb.side) tl.handles.swap();
  }

  function drag(point) {
    gesture.last = point;
    const patch = drags[gesture.kind](point);
    if (patch) tl.go(patch, false);
  }

  // A drag beyond the edge of a zoomed axis moves the axis along.
  function push() {
    pushing = 0;
    if (!gesture?.moved || gesture.kind === "pan") return;
    const { x } = gesture.last;
    const beyond = x < clock.left ? x - clock.left : Math.max(x - clock.left - clock.width, 0);
    if (!beyond || clock.whole() || rangeAtLimit(beyond < 0 ? "from" : "to")) return;
    const days = clock.days(Math.max(-40, Math.min(40, beyond)) * 0.15);
    tl.show([clock.range[0] + days, clock.range[1] + days]);
    drag(gesture.last);
    pushing = requestAnimationFrame(push);
  }

  function finish(cancelled) {
    const done = gesture;
    gesture = null;
    if (pushing) cancelAnimationFrame(pushing);
    pushing = 0;
    stage.classList.remove("tl-dragging");
    if (!done) return;
    if (cancelled) tl.go({ from: done.view.from, to: done.view.to });
    else if (done.moved) tl.go({});
    else tl.click(done.start.x, done.start.y, done.start.type);
  }

  function startPinch() {
    finish(gesture?.moved);
    const [a, b] = [...fingers.values()];
    pinch = { a: clock.day(a.x), b: clock.day(b.x) };
  }

  function movePinch() {
    const [a, b] = [...fingers.values()];
    const apart = Math.abs(b.x - a.x);
    if (apart < 12) return;
    const daysPerPixel = Math.abs(pinch.b - pinch.a) / apart;
    const span = daysPerPixel * clock.width;
    const middle = (pinch.a + pinch.b) / 2;
    const first = middle - ((a.x + b.x) / 2 - clock.left) * daysPerPixel;
    tl.show([first, first + Math.max(span, AXIS_SHORTEST)]);
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    const point = pointOf(event);
    tl.stop();
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, point);
    if (fingers.size === 2) startPinch();
    else if (fingers.size === 1) {
      gesture = begin(point);
      gesture.thumb?.node.focus({ preventScroll: true, focusVisible: false });
    }
    // The focus is ours to place, and no text is to be marked.
    event.preventDefault();
  });
  stage.addEventListener("pointermove", (event) => {
    const point = pointOf(event);
    if (!fingers.has(event.pointerId)) {
      if (point.type === "mouse") tl.hover(point.x, point.y);
      return;
    }
    fingers.set(event.pointerId, point);
    if (pinch && fingers.size === 2) movePinch();
    if (!gesture) return;
    if (!gesture.moved && Math.abs(point.x - gesture.start.x) < (point.type === "mouse" ? 3 : 6)) return;
    gesture.moved = true;
    stage.classList.add("tl-dragging");
    drag(point);
    if (!pushing) pushing = requestAnimationFrame(push);
  });
  const lift = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (pinch && fingers.size < 2) {
      pinch = null;
      tl.go({});
    } else if (!pinch) finish(event.type === "pointercancel" && !gesture?.moved);
  };
  stage.addEventListener("pointerup", lift);
  stage.addEventListener("pointercancel", lift);
  stage.addEventListener("pointerleave", () => tl.hover(-99, -99));
  stage.addEventListener("dblclick", () => tl.reset());
  stage.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && gesture) finish(true);
  });
  stage.addEventListener("wheel", (event) => {
    const flat = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    const amount = (flat ? event.deltaX || event.deltaY : event.deltaY) * (event.deltaMode ? 16 : 1);
    // At the ends of what the axis can do the page scrolls on.
    if (clock.whole() && (flat || amount > 0)) return;
    event.preventDefault();
    if (flat) {
      const days = clock.days(amount);
      tl.show([clock.range[0] + days, clock.range[1] + days]);
    } else tl.zoom(Math.exp(Math.max(-240, Math.min(240, amount)) * (event.ctrlKey ? 0.008 : 0.002)), clock.day(pointOf(event).x));
  }, { passive: false });
  return { dragging: () => gesture !== null && gesture.moved };
}
