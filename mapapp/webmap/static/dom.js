// Building the page's elements: text is only ever set as text, attributes come from a list, links are http(s) or of this page.

import { symbolPath } from "./symbols.js";

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const ATTRIBUTE_NAMES = new Set(
  ("class id type title role tabindex lang for name value placeholder hidden disabled selected autocomplete spellcheck " +
    "target rel colspan scope inert " +
    "viewBox d width height focusable transform fill fill-opacity stroke opacity x y x1 x2 y1 y2 cx cy r rx ry points stroke-width " +
    "stroke-dasharray stroke-linecap stroke-linejoin text-anchor dominant-baseline font-size font-weight clip-path").split(" "),
);
const ATTRIBUTE_FAMILIES = /^(aria|data)-[a-z]+(-[a-z]+)*$/;

/** The address when it is http or https, else null: an atlas may hold any text where a link is expected. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * An element with attributes, listeners and children. Children are nodes or text, nested lists are flattened,
 * null and false are left out.
 * @param {string} tag
 * @param {object} [props] attributes by name; functions under `onclick`, `oninput` … become listeners
 */
export function el(tag, props = {}, ...children) {
  return furnish(document.createElement(tag), props, children);
}

/** The same for an element of a drawing. */
export function svg(tag, props = {}, ...children) {
  return furnish(document.createElementNS(SVG_NAMESPACE, tag), props, children);
}

function furnish(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (typeof value === "function" && name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) setAttribute(element, name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Set one attribute of the allowed ones, where it changes: every writing makes the browser look at its styles again.
 * False removes it, except `aria-…`, where it is the text "false".
 */
export function setAttribute(element, name, value) {
  if (!ATTRIBUTE_NAMES.has(name) && !ATTRIBUTE_FAMILIES.test(name)) throw new TypeError(`mapapp: attribute ${name}`);
  const aria = name.startsWith("aria-");
  const text = value === true && !aria ? "" : value === false && !aria ? null : String(value);
  if (element.getAttribute(name) === text) return;
  if (text === null) element.removeAttribute(name);
  else element.setAttribute(name, text);
}

/** A link out of the page; null where the address is none. */
export function outLink(text, address) {
  const url = safeUrl(address ?? "");
  if (!url) return null;
  const link = el("a", { target: "_blank", rel: "noopener noreferrer" }, text);
  link.href = url;
  return link;
}

/** A text in its language, so that the right face and voice are used. */
export function spoken(tag, language, text, props = {}) {
  return el(tag, { ...props, lang: language }, text);
}

/**
 * Replace the children of an element. The focus stays on the control with the same `data-key`; where that is gone it
 * goes to the element itself, so that the keyboard is not thrown back to the top of the page.
 */
export function replaceKeepingFocus(root, ...children) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.dataset.key;
  root.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!held || held === root) return;
  const again = key === undefined ? null : root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!again && root.tabIndex < 0) setAttribute(root, "tabindex", "-1"); // else it takes no focus
  (again ?? root).focus({ preventScroll: true });
}

let waiting = 0; // how many lazy functions have yet to run

/**
 * A function that runs once, some time after it was last asked to.
 * @param {() => void} run @param {number} ms
 * @param {boolean} [seen] whether what it does can be seen, so that `settled` waits for it
 */
export function lazily(run, ms, seen = true) {
  let timer = 0;
  return () => {
    if (timer) clearTimeout(timer);
    else waiting += Number(seen);
    timer = setTimeout(() => {
      timer = 0;
      waiting -= Number(seen);
      run();
    }, ms);
  };
}

/**
 * A function that runs once when it has not been asked for some time (at least `ms`, at most twice that). Cheaper to ask
 * than `lazily`: for what is asked in every frame.
 * @param {() => void} run @param {number} ms
 */
export function whenStill(run, ms) {
  let asked = false;
  let since = false;
  const check = () => {
    if (since) {
      since = false;
      setTimeout(check, ms);
      return;
    }
    asked = false;
    waiting -= 1;
    run();
  };
  return () => {
    since = asked;
    if (asked) return;
    asked = true;
    waiting += 1;
    setTimeout(check, ms);
  };
}

const IDLE_LEAST = 4; // ms that must be left of an idle moment

/**
 * A function that asks for work to be done while the page is idle, in as many moments as it takes.
 * @param {(enough: () => boolean) => boolean} work does some until `enough()`, says whether there is more
 */
export function whenIdle(work) {
  const soon = window.requestIdleCallback ?? ((run) => setTimeout(() => run({ timeRemaining: () => 0 }), 100));
  let asked = false;
  const run = (deadline) => {
    let done = 0;
    asked = work(() => (done += 1) > 1 && deadline.timeRemaining() < IDLE_LEAST);
    if (asked) soon(run);
  };
  return () => {
    if (!asked) soon(run);
    asked = true;
  };
}

/**
 * A function that asks for work to be done in this frame and, as far as it is not done after `ms`, in those that follow.
 * @param {(enough: () => boolean) => boolean} work does some until `enough()`, says whether there is more @param {number} ms
 */
export function overFrames(work, ms) {
  let asked = false;
  const run = () => {
    const until = performance.now() + ms;
    asked = work(() => performance.now() >= until);
    if (asked) requestAnimationFrame(run);
    else waiting -= 1;
  };
  return () => {
    if (asked) return;
    asked = true;
    waiting += 1;
    run();
  };
}

/** Resolves when the page has followed all that was asked: two frames are drawn and nothing lazy is left to run. */
export function settled() {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const ask = () => frame().then(frame).then(() => (waiting ? ask() : undefined));
  return ask();
}

const HEX_COLOUR = /^#[0-9a-f]{6}$/i;

/** The symbol of a kind in its colours (light and dark are chosen by the style sheet). @param {boolean} [open] */
export function kindIcon(kind, size = 14, open = false) {
  const r = size * 0.36;
  const path = svg("path", { d: symbolPath(kind?.symbol ?? "circle", open ? r - 0.6 : r) });
  const icon = svg("svg", {
    class: open ? "kind-icon kind-open" : "kind-icon", width: size, height: size, "aria-hidden": true,
    viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`,
  });
  for (const [property, colour] of [["--kind-light", kind?.color], ["--kind-dark", kind?.color_dark]]) {
    if (HEX_COLOUR.test(colour ?? "")) icon.style.setProperty(property, colour);
  }
  icon.append(path);
  return icon;
}

const GLYPH_PATHS = {
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 14 14",
  filter: "M2 4h12M4.5 8h7M6.5 12h3",
  more: "M8 2.6v1M8 7.5v1M8 12.4v1",
  close: "M4 4l8 8M12 4l-8 8",
  left: "M10 3 5 8l5 5",
  right: "M6 3l5 5-5 5",
  up: "M3 10l5-5 5 5",
  down: "M3 6l5 5 5-5",
};

/** A small line drawing for a button that carries its own label. @param {keyof GLYPH_PATHS} name */
export function glyph(name) {
  const icon = svg("svg", { class: "glyph", width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": true });
  icon.append(svg("path", { d: GLYPH_PATHS[name], fill: "none", stroke: "currentColor" }));
  return icon;
}
