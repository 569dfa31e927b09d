// The row of controls: mode, typed start and end, previous, play, next, and the small menu of step and speed.

import { precisionOf } from "./days.js";
import { el, setAttribute, svg } from "./dom.js";
import { dateField, dateTyped } from "./timeline-dates.js";
import { moveHead, moveMode, movePut, moveStep } from "./timeline-moves.js";
import { PLAY_SPEEDS } from "./timeline-play.js";
import { msg } from "./words.js";

const CONTROL_IN = { year: msg("in this year"), month: msg("in this month"), day: msg("on this day") };
const CONTROL_MODES = [["in", CONTROL_IN.year], ["between", msg("between")], ["up-to", msg("up to")]];
const CONTROL_STEPS = [
  ["auto", msg("as the axis shows")], ["day", msg("a day")], ["month", msg("a month")], ["year", msg("a year")],
  ["decade", msg("ten years")], ["event", msg("to the next event")],
];
const CONTROL_TRAILS = [["0", msg("never")], ["1", msg("after a year")], ["5", msg("after 5 years")], ["10", msg("after 10 years")], ["25", msg("after 25 years")]];
const CONTROL_STACKS = [["kind", msg("Kinds")], ["source", msg("Sources")]];
const CONTROL_SPEEDS = { slow: msg("slow"), normal: msg("normal"), fast: msg("fast"), "very fast": msg("very fast") };
const CONTROL_ICONS = {
  previous: "M4 3.5v9M12.5 3.5v9L6 8Z", next: "M12 3.5v9M3.5 3.5v9L10 8Z", play: "M4.5 2.8v10.4L13 8Z",
  pause: "M4 3h3v10H4ZM9 3h3v10H9Z", menu: "M2 5h7M13 5h1M2 11h1M7 11h7M11 3v4M5 9v4",
};

const controlIcon = (name) => svg(
  "svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": true, class: `tl-icon tl-icon-${name}` },
  svg("path", { d: CONTROL_ICONS[name] }),
);

const controlButton = (name, act) => el("button", { type: "button", class: `tl-button tl-${name}`, onclick: act }, controlIcon(name));

let controlSerial = 0;

/**
 * @param {object} tl the slider: `store`, `clock`, `go`, `play`, `settings`, `say(text)`, `ruleId`
 * @returns {{node: HTMLElement, words: () => void, update: (view: object) => void, playing: (on: boolean) => void}}
 */
export function timelineControls(tl) {
  const { store, clock } = tl;
  let before = null;
  const modes = controlModes((mode) => {
    tl.stop();
    const { view } = store;
    if (view.mode === "between") before = { from: view.from, to: view.to };
    tl.go(moveMode(view, mode, before, clock));
  });
  const fields = { from: controlField("from"), to: controlField("to") };
  const joint = el("span", { class: "tl-joint" });
  const buttons = {
    previous: controlButton("previous", () => tl.step(-1)),
    play: controlButton("play", () => tl.play.toggle()),
    next: controlButton("next", () => tl.step(1)),
  };
  buttons.play.append(controlIcon("pause"));
  const menu = controlMenu(tl);
  const dates = el("div", { class: "tl-fields" }, fields.from.input, joint, fields.to.input);
  const row = el("div", { class: "tl-buttons" }, buttons.previous, buttons.play, buttons.next, menu.node);
  const steps = el("div", { class: "tl-steps" });
  const node = el("div", { class: "tl-controls" }, modes.node, dates, row);

  function controlField(side) {
    const input = el("input", {
      type: "text", class: "tl-field", autocomplete: "off", spellcheck: "false", "data-side": side, "aria-describedby": tl.ruleId,
    });
    const commit = () => {
      const { view } = store;
      const typed = dateTyped(input.value);
      input.setAttribute("aria-invalid", String(typed === undefined));
      tl.say(typed === undefined ? store.t("Not a date. Try 1997, 2004-08, 17 July 2014 or 44 BCE.") : "");
      if (typed === undefined || input.value === dateField(own(view), store)) return;
      tl.stop();
      tl.go(movePut(view, side, typed));
    };
    const own = (view) => (view.mode === "between" ? view[side] : moveHead(view));
    input.addEventListener("change", commit);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") commit();
      if (event.key !== "Escape") return;
      input.value = dateField(own(store.view), store);
      input.setAttribute("aria-invalid", "false");
      tl.say("");
    });
    input.addEventListener("focus", () => input.select());
    return { input, own, width: "" };
  }

  return {
    node,
    words() {
      modes.words(store);
      joint.textContent = store.t("to");
      fields.from.input.setAttribute("aria-label", store.t("Start of the window"));
      fields.to.input.setAttribute("aria-label", store.t("End of the window"));
      for (const { input } of Object.values(fields)) input.placeholder = store.t("open");
      const names = { previous: store.t("Previous event"), next: store.t("Next event") };
      for (const name of ["previous", "next"]) controlName(buttons[name], names[name]);
      controlName(buttons.play, tl.play.playing() ? store.t("Pause") : store.t("Play"));
      menu.words();
    },
    update(view) {
      modes.check(view, store);
      menu.update(view);
      fields.from.input.hidden = joint.hidden = view.mode !== "between";
      for (const field of view.mode === "between" ? [fields.from, fields.to] : [fields.to]) {
        const { input } = field;
        const text = dateField(field.own(view), store);
        if (input.value === text) continue;
        if (input === document.activeElement && input.getAttribute("aria-invalid") === "true") continue;
        input.value = text;
        setAttribute(input, "aria-invalid", false);
        const width = `${Math.max(text.length, 4) + 2.2}ch`;
        if (field.width !== width) input.style.width = field.width = width;
      }
      buttons.next.disabled = !moveStep(view, "event", 1, clock);
      buttons.previous.disabled = !moveStep(view, "event", -1, clock);
    },
    /** On a phone the typed dates and the steps stand in the menu. */
    narrow(on) {
      if (on === menu.panel.contains(dates)) return;
      if (on) {
        steps.append(buttons.previous, buttons.next);
        menu.panel.prepend(dates, steps);
        return;
      }
      steps.remove();
      modes.node.after(dates);
      row.prepend(buttons.previous, buttons.play, buttons.next);
    },
    playing(on) {
      buttons.play.classList.toggle("tl-playing", on);
      controlName(buttons.play, on ? store.t("Pause") : store.t("Play"));
    },
  };
}

function controlName(button, name) {
  button.setAttribute("aria-label", name);
  button.title = name;
}

function controlModes(choose) {
  const group = `tl-mode-${(controlSerial += 1)}`;
  const inputs = CONTROL_MODES.map(([mode]) => {
    const input = el("input", { type: "radio", name: group, value: mode });
    input.addEventListener("change", () => input.checked && choose(mode));
    return input;
  });
  const labels = inputs.map((input) => el("label", {}, input, el("span")));
  const node = el("div", { class: "tl-modes", role: "radiogroup" }, labels);
  return {
    node,
    words(store) {
      node.setAttribute("aria-label", store.t("Time window"));
      CONTROL_MODES.forEach(([, name], i) => {
        labels[i].lastChild.textContent = store.t(name);
      });
    },
    check(view, store) {
      for (const input of inputs) input.checked = input.value === view.mode;
      const one = view.mode === "in" && view.from ? precisionOf(view.from) : "year";
      const words = store.t(CONTROL_IN[one]);
      if (labels[0].lastChild.textContent !== words) labels[0].lastChild.textContent = words;
    },
  };
}

function controlMenu(tl) {
  const { store, settings } = tl;
  const button = controlButton("menu", () => toggle(panel.hidden));
  const select = (choices, act) => {
    const node = el("select", { class: "tl-select" }, choices.map(([value]) => el("option", { value })));
    node.addEventListener("change", () => act(node.value));
    return { node, choices, caption: el("span") };
  };
  const step = select(CONTROL_STEPS, (value) => { settings.step = value; });
  const speed = select(Object.keys(PLAY_SPEEDS).map((name) => [name, CONTROL_SPEEDS[name]]), tl.play.setSpeed);
  speed.node.value = "normal";
  const trail = select(CONTROL_TRAILS, (value) => store.set({ trail: Number(value) }));
  const stack = select(CONTROL_STACKS, (value) => store.set({ bars: value }));
  const snap = el("input", { type: "checkbox", onchange: () => { settings.snap = snap.checked; } });
  snap.checked = settings.snap;
  const snapWords = el("span");
  const zooms = [["−", 2], ["+", 0.5], ["", Infinity]].map(([text, factor]) => (
    el("button", { type: "button", class: "tl-small", onclick: () => tl.zoom(factor) }, text)));
  const axis = el("span");
  const panel = el(
    "div", { class: "tl-menu-panel", hidden: true, tabindex: "-1", role: "group" },
    el("label", {}, step.caption, step.node), el("label", {}, speed.caption, speed.node),
    store.atlas.fades === false ? null : el("label", {}, trail.caption, trail.node),
    tl.clock.stack ? el("label", {}, stack.caption, stack.node) : null,
    el("label", { class: "tl-check" }, snap, snapWords),
    el("div", { class: "tl-zooms" }, axis, zooms),
  );
  const node = el("div", { class: "tl-menu-box" }, button, panel);
  const toggle = (open) => {
    panel.hidden = !open;
    node.classList.remove("tl-menu-up");
    if (open) node.classList.toggle("tl-menu-up", panel.getBoundingClientRect().bottom > window.innerHeight);
    button.setAttribute("aria-expanded", String(open));
    if (open) panel.focus({ preventScroll: true });
  };
  toggle(false);
  node.addEventListener("focusout", (event) => {
    if (!node.contains(event.relatedTarget)) toggle(false);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    toggle(false);
    button.focus();
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  return {
    node,
    panel,
    update(view) {
      for (const [list, value] of [[trail, String(view.trail)], [stack, view.bars]]) if (list.node.value !== value) list.node.value = value;
    },
    words() {
      controlName(button, store.t("Step, speed and axis"));
      panel.setAttribute("aria-label", button.title);
      step.caption.textContent = store.t("Step");
      speed.caption.textContent = store.t("Speed");
      stack.caption.textContent = store.t("Bars show");
      snapWords.textContent = store.t("Snap to documented dates");
      axis.textContent = store.t("Time axis");
      controlName(zooms[0], store.t("Show a longer time"));
      controlName(zooms[1], store.t("Show a shorter time"));
      zooms[2].textContent = store.t("whole");
      trail.caption.textContent = store.t("The past fades");
      for (const { node: list, choices } of [step, speed, trail, stack]) {
        choices.forEach(([, name], i) => { list.options[i].textContent = store.t(name); });
      }
    },
  };
}
