// The page's state has one owner: the store holds the View, what it selects, and who wants to know.

import { inLanguage, nameOf, ownValue } from "./decode.js";
import { parseSpan } from "./days.js";
import { applyReadings } from "./follow.js";
import { PLAIN_VIEW, formatView, normaliseView, readView, unknownIds } from "./query.js";
import { readLink } from "./tourviews.js";
import { selectEvents } from "./visible.js";

/**
 * @typedef {object} Store
 * @property {object} atlas decoded page data
 * @property {object} view the View (frozen)
 * @property {object} result what `selectEvents` gives for it
 */

/**
 * @param {object} atlas from `decodeAtlas`
 * @param {string} query the View to open with
 * @param {(events: object[], view: object) => object} [select] what a View shows, where events are kept in another way
 */
export function createStore(atlas, query, select = selectEvents) {
  const listeners = [];
  const settledListeners = new Set();
  const opened = readLink(query, atlas);
  let view = Object.freeze(opened.view);
  let lit = new Set();
  applyReadings(atlas, view);
  let result = select(atlas.events, view);
  let frame = 0;
  let changed = new Set();

  const draw = () => {
    frame = 0;
    const keys = changed;
    changed = new Set();
    for (const listener of listeners) listener(view, result, keys);
  };

  const store = {
    atlas,
    problems: [...opened.problems, ...unknownIds(atlas, opened.view)],
    get view() {
      return view;
    },
    get result() {
      return result;
    },
    query: () => formatView(view),

    /** Ids of the events and places that light up on the map, as those of a passage; no part of the View. */
    get lit() {
      return lit;
    },
    light(ids) {
      lit = new Set(ids);
      changed.add("lit");
      if (!frame) frame = requestAnimationFrame(draw);
    },

    /**
     * Change the View. The state is changed when this returns; drawing follows in the next frame.
     * @param {object} patch fields of the View
     * @param {{settled?: boolean}} [options] settled false: more changes follow at once (a drag)
     */
    set(patch, options = {}) {
      const fields = checked(patch);
      const next = normaliseView({ ...view, ...fields });
      const keys = Object.keys({ ...fields, from: null, to: null }).filter((key) => !same(next[key], view[key]));
      if (keys.length) {
        view = Object.freeze(next);
        if (keys.includes("follow") || keys.includes("readings")) applyReadings(atlas, view);
        if (keys.some((key) => !["center", "zoom", "select", "theme", "names", "layers", "trail", "bars", "panel"].includes(key))) {
          result = select(atlas.events, view);
        }
        keys.forEach((key) => changed.add(key));
        if (!frame) frame = requestAnimationFrame(draw);
      }
      if (options.settled !== false) for (const listener of settledListeners) listener(view, keys);
    },

    /** Call `listener(view, result, changedKeys)` before the next frame after each change. */
    subscribe(listener) {
      listeners.push(listener);
    },

    /**
     * As `subscribe`, but before all others: for canvases. Setting a canvas's font makes the browser settle all styles
     * at once, which is cheap only while nobody has touched the document in this frame.
     */
    subscribeFirst(listener) {
      listeners.unshift(listener);
    },

    /** Call `listener(view)` when a change has settled (a drag has ended). */
    onSettled(listener) {
      settledListeners.add(listener);
    },

    /** Replace the View by one in its text form. */
    open(query) {
      const opened = readLink(query, atlas);
      store.problems = [...opened.problems, ...unknownIds(atlas, opened.view)];
      if (store.problems.length) document.dispatchEvent(new CustomEvent("mapapp:unread"));
      store.set(opened.view);
      document.dispatchEvent(new CustomEvent("mapapp:opened"));
    },

    /** The interface's words. @param {string} msgid English text with {placeholders} */
    t(msgid, values = {}) {
      const text = ownValue(ownValue(atlas.messages, view.lang), msgid) ?? msgid;
      return fill(Array.isArray(text) ? text[0] : text, values);
    },

    /** The form for n. */
    tn(one, many, n, values = {}) {
      const forms = ownValue(ownValue(atlas.messages, view.lang), one);
      const text = forms === undefined ? (n === 1 ? one : many) : Array.isArray(forms) ? forms[0] : forms;
      return fill(text, { n, ...values });
    },

    /** A text of the atlas in the View's language. @param {object} words */
    words: (words) => inLanguage(words, view.lang),

    /** The name of a place in the window shown, or today's where the reader asked for it. */
    placeName(place) {
      return nameOf(place, view.lang, view.names === "today" ? null : result.window);
    },
  };
  return store;
}

// Fields of a View as they are kept; those that are not given are not looked at, for a drag gives two at every step.
function checked(patch) {
  const fields = { ...patch };
  for (const key of Object.keys(fields)) {
    if (!Object.hasOwn(PLAIN_VIEW, key)) throw new TypeError(`mapapp: a View has no field ${JSON.stringify(key)}`);
    if (Object.hasOwn(FIELD_CHECKS, key)) fields[key] = FIELD_CHECKS[key](fields[key], key);
  }
  return fields;
}

const FIELD_CHECKS = { from: checkedDate, to: checkedDate, near: checkedNear, along: checkedNear, bbox: checkedBox, mode: checkedMode };

function checkedDate(value, key) {
  if (value === "" || value === ".." || value === undefined || value === null) return null;
  const text = String(value);
  if (!parseSpan(text)) throw new TypeError(`mapapp: ${key} ${JSON.stringify(value)} is no year, month or day`);
  return text;
}

function checkedNear(value, key) {
  if (value === undefined || value === null) return null;
  if (!isNear(value)) throw new TypeError(`mapapp: ${key} ${JSON.stringify(value)} is no place and distance in km`);
  return value;
}

function checkedBox(value) {
  if (value && readView(`bbox=${value}`).problems.length) throw new TypeError(`mapapp: bbox ${value} is no box`);
  return value;
}

function checkedMode(value) {
  if (!["in", "between", "up-to"].includes(value)) throw new TypeError(`mapapp: unknown mode ${value}`);
  return value;
}

const isNear = (near) => Array.isArray(near) && readView(`near=${encodeURIComponent(near)}`).view.near !== null;

function same(a, b) {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => value === b[i]);
  return false;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
