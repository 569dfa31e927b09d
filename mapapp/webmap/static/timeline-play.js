// Play: one step after another, until the end, a drag, a key, or the button.

import { moveRestart, moveStep } from "./timeline-moves.js";

/** Steps a second. */
export const PLAY_SPEEDS = { slow: 1, normal: 2, fast: 5, "very fast": 12 };

/**
 * @param {object} tl the slider: `clock`, `store`, `go(patch, settled)`, `stepSize()`
 * @param {(playing: boolean) => void} tell
 */
export function timelinePlay(tl, tell) {
  let timer = 0;
  let speed = "normal";
  const move = () => moveStep(tl.store.view, tl.stepSize(), 1, tl.clock);

  function stop() {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    tell(false);
    tl.go({});
  }

  function tick() {
    const patch = move();
    if (!patch) {
      stop();
      return;
    }
    timer = setTimeout(tick, 1000 / PLAY_SPEEDS[speed]);
    if (!document.hidden) tl.go(patch, false);
  }

  return {
    stop,
    playing: () => timer !== 0,
    setSpeed(name) {
      speed = name;
    },
    toggle() {
      if (timer) {
        stop();
        return;
      }
      const first = move() ?? moveRestart(tl.store.view, tl.clock);
      if (!first) return;
      tell(true);
      tl.go(first, false);
      timer = setTimeout(tick, 1000 / PLAY_SPEEDS[speed]);
    },
  };
}
