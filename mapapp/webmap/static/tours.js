// Tours: a card over the account in the panel (on a phone in the sheet), with the text of a step and the way through.

import { el, glyph, replaceKeepingFocus, setAttribute } from "./dom.js";
import { dockPart, tourPart } from "./panels.js";
import { tourBlocks } from "./tourtext.js";
import { playedStep, viewOfStep } from "./tourviews.js";

const SWIPE = 50; // px
const TOUR_KEYS = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 };

/** Starts a tour, or goes to one of its steps. */
export function playTour(store, tour, step = 0) {
  store.set(viewOfStep(tour, step, store.view));
}

// What is shown stays, with the table or chart beside it.
function endTour(store) {
  store.set({ panel: dockPart(store.view.panel) });
}

/** The tours of the atlas with a button each; null where there are none. */
export function tourList(store) {
  const { t, words, atlas } = store;
  if (!atlas.tours?.length) return null;
  return el("ul", { class: "tour-offers", role: "list" }, atlas.tours.map((tour) => el("li", {},
    el("button", { type: "button", class: "tour-offer", "data-key": `tour-${tour.id}`, onclick: () => playTour(store, tour) },
      glyph("right"), el("span", {}, el("strong", {}, words(tour.title)),
        el("span", { class: "quiet" }, words(tour.summary), " ", t("{n} steps", { n: tour.steps.length })))))));
}

/**
 * @param {HTMLElement} root the card's place
 * @param {object} store
 * @param {{onPlay: () => void}} shell told when a step opens
 */
export function mountTours(root, store, shell) {
  let shown = "";

  const go = (by) => {
    const played = playedStep(store.atlas, store.view);
    const step = played ? played.step + by : -1;
    if (played && step >= 0 && step < played.tour.steps.length) playTour(store, played.tour, step);
  };

  function draw() {
    const played = playedStep(store.atlas, store.view);
    root.hidden = !played;
    const now = played ? tourPart(store.view.panel).join() : "";
    const opens = now !== shown;
    shown = now;
    if (!played) return root.replaceChildren();
    setAttribute(root, "aria-label", store.words(played.tour.title));
    replaceKeepingFocus(root, tourCard(played, store, go));
    if (opens) {
      root.querySelector(".tour-text").scrollTop = 0;
      shell.onPlay();
    }
    return undefined;
  }

  root.addEventListener("keydown", (key) => {
    if (key.key === "Escape") endTour(store);
    else if (TOUR_KEYS[key.key]) {
      key.preventDefault();
      go(TOUR_KEYS[key.key]);
    }
  });
  followSwipe(root, go);
  store.subscribe((view, result, keys) => {
    if (keys.has("panel") || keys.has("lang")) draw();
  });
  draw();
}

function tourCard({ tour, step }, store, go) {
  const { t, words } = store;
  const { title, text } = tour.steps[step];
  const last = step === tour.steps.length - 1;
  const blocks = text[store.view.lang] ?? text.en ?? Object.values(text)[0];
  return [
    el("div", { class: "tour-head" },
      el("span", { class: "tour-name" }, words(tour.title)),
      el("span", { class: "tour-count" }, t("{n} of {all}", { n: step + 1, all: tour.steps.length })),
      el("button", { type: "button", class: "icon-button", "data-key": "tour-close", "aria-label": t("End the tour"), title: t("End the tour"),
        onclick: () => endTour(store) }, glyph("close"))),
    el("div", { class: "tour-text", tabindex: "0", role: "group", "aria-live": "polite", "aria-label": words(title) },
      el("h2", { class: "tour-title" }, words(title)), tourBlocks(blocks, store)),
    el("div", { class: "tour-steps" },
      el("button", { type: "button", class: "small-button", "data-key": "tour-back", disabled: step === 0, onclick: () => go(-1) }, t("Back")),
      el("span", { class: "tour-dots", "aria-hidden": true }, tour.steps.map((one, i) =>
        el("span", { class: i === step ? "tour-dot is-here" : "tour-dot" }))),
      last ? el("button", { type: "button", class: "small-button", "data-key": "tour-end", onclick: () => endTour(store) }, t("End the tour"))
        : el("button", { type: "button", class: "filled-button tour-next", "data-key": "tour-next", onclick: () => go(1) }, t("Next step"))),
  ];
}

// A swipe across the card goes a step on or back.
function followSwipe(root, go) {
  let start = null;
  root.addEventListener("touchstart", (touch) => {
    start = [touch.touches[0].clientX, touch.touches[0].clientY];
  }, { passive: true });
  root.addEventListener("touchend", (touch) => {
    if (!start) return;
    const [dx, dy] = [touch.changedTouches[0].clientX - start[0], touch.changedTouches[0].clientY - start[1]];
    start = null;
    if (Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) go(dx < 0 ? 1 : -1);
  });
}
