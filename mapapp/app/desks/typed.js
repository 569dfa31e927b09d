// Keys that come faster than Streamlit's table takes them, put in order.
//
// The table is a canvas. A key on it opens a field over a cell, and Enter closes the field, each a moment later: what is
// typed in that moment would open the same cell anew, or be lost. Here keys and clicks wait for that moment, and are then
// played to the table one after another, as they were typed. What a person types into an open field goes its own way.

const GRID = "[data-testid=stDataFrame]";
const FIELD = "#portal textarea, #portal input";
const LONGEST = 5000; // milliseconds that an answer is waited for: the first field has to be fetched
const TICKING = 600; // and that of a key which may have ticked a box instead
const CLOSING = 5000; // and that of a field which may refuse to close
const FOLLOWING = 1000; // and in which the focus follows the keys
const CLOSERS = new Set(["Enter", "Tab", "Escape"]);
const HELD = ["keydown", "pointerdown", "mousedown", "pointerup", "mouseup", "click"];

export default function () {
  window.mapappTyped ??= new Typed(); // one for the window, however often the desk is drawn
}

class Typed {
  constructor() {
    this.held = []; // what waits: events, in the order in which they came
    this.answered = null; // tells whether the table has answered the last key; null: nothing is waited for
    for (const kind of HELD) window.addEventListener(kind, (event) => this.take(event), { capture: true });
    window.addEventListener("pointermove", stay, { capture: true, passive: true });
    this.keyed = -Infinity; // when the last key came
    for (const kind of ["focusin", "focusout"])
      window.addEventListener(kind, (event) => this.keep(event), { capture: true });
  }

  /** The table lets the focus follow the chosen cell a moment later, and then chooses the cell where it was before. */
  keep(event) {
    const grid = event.target.closest?.(GRID);
    const within = grid && grid === event.relatedTarget?.closest?.(GRID);
    if (within && performance.now() - this.keyed < FOLLOWING) event.stopPropagation();
  }

  /** Let an event go its own way, or hold it until those before it have been answered. */
  take(event) {
    if (event.type === "keydown") this.keyed = performance.now();
    if (!event.isTrusted) return;
    if (this.answered) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.held.push(event);
    } else if (event.type === "keydown" || event.type === "click") {
      this.answered = answer(event, event.target);
      if (this.answered) void this.play();
    }
  }

  /** Play what is held, each event when the one before it has been answered. */
  async play() {
    for (;;) {
      const asked = performance.now();
      do await new Promise((done) => setTimeout(done));
      while (!this.answered(performance.now() - asked));
      const next = this.held.shift();
      if (!next) break;
      const told = new next.constructor(next.type, next);
      this.answered = answer(told, next.target) ?? (() => true);
      if (next.type === "keydown") press(told);
      else point(told, next.target);
    }
    this.answered = null;
  }
}

/** What tells, by the time since, that a key has been answered; null: at once, or the key goes elsewhere.
 *  A key that opens a field is known by what the table does with it: it keeps the browser from its own. */
function answer(event, target) {
  if (event.type === "click") return target.closest?.(GRID) ? drawn() : null;
  if (event.type !== "keydown" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
  const focused = document.activeElement;
  if (focused.matches(FIELD)) {
    const closes = CLOSERS.has(event.key) && !(event.key === "Enter" && event.shiftKey);
    return closes ? closed(focused) : null;
  }
  if (!focused.closest(GRID)) return null;
  if (event.key.length > 1 && event.key !== "Enter") return drawn();
  const longest = event.key.length > 1 || event.key === " " ? TICKING : LONGEST;
  return (since) => !event.defaultPrevented || document.activeElement.matches(FIELD) || since > longest;
}

/** What tells that a field is gone and the table has the focus again, which comes a moment later, and has been drawn. */
function closed(field) {
  let seen = null;
  return (since) => {
    if (!field.isConnected && document.activeElement.closest(GRID)) seen ??= drawn();
    return seen?.(since) || since > CLOSING;
  };
}

/** What tells that the table has been drawn since: it then knows which cell is chosen. */
function drawn() {
  let done = false;
  requestAnimationFrame(() => setTimeout(() => (done = true)));
  return (since) => done || since > CLOSING;
}

/** A key, played where the focus is: a letter is written into an open field, anything else is told to the table. */
function press(event) {
  const focused = document.activeElement;
  const isText = focused.dispatchEvent(event) && focused.matches(FIELD);
  if (!isText || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.length === 1) document.execCommand("insertText", false, event.key);
  else if (event.key === "Enter") document.execCommand("insertLineBreak");
  else if (event.key === "Backspace") document.execCommand("delete");
  else if (event.key === "Delete") document.execCommand("forwardDelete");
}

/** A part of a click, played where it fell. */
function point(event, target) {
  if (event.type === "mousedown") target.closest("button, input, textarea, [tabindex]")?.focus();
  target.dispatchEvent(event);
}

/** Streamlit lets the chosen cell go when the pointer leaves the table; whoever types there has not left it. */
function stay(event) {
  const focused = document.activeElement;
  const inTable = focused?.matches(FIELD) || focused?.closest(GRID);
  if (inTable && event.buttons === 0 && !event.target.closest?.(GRID)) event.stopPropagation();
}
