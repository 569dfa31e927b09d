// The panel's "Nearby": asks for what lies within a distance of a place, and lists the places that do.

import { el } from "./dom.js";
import { panelSection, recordLink } from "./detailparts.js";
import { openList } from "./lists.js";
import { FARTHEST_KM, placesWithin } from "./near.js";
import { numberText } from "./query.js";

const KM_AT_FIRST = 500;

/** @returns {HTMLElement|null} null for a place that has no point to measure from */
export function nearSection(place, store) {
  if (!place.point) return null;
  const { t, view } = store;
  const km = view.near?.[0] === place.id ? view.near[1] : null;
  return panelSection(t("Nearby"), nearForm(place, km ?? KM_AT_FIRST, store), km === null ? null : nearResults(place, km, store));
}

// "What lies within [500] km": the number stands where the language puts it.
function nearForm(place, km, store) {
  const { t } = store;
  const input = el("input", { type: "number", class: "near-km", "data-key": "near-km", value: numberText(km, 3) });
  const [before, after = ""] = t("What lies within {km} km").split("{km}");
  const show = () => {
    const wanted = input.value === "" ? NaN : Number(input.value);
    const good = wanted >= 0 && wanted <= FARTHEST_KM;
    input.setAttribute("aria-invalid", String(!good));
    if (good) store.set({ near: [place.id, wanted] });
  };
  input.addEventListener("keydown", (key) => {
    if (key.key === "Enter") show();
  });
  return el("p", { class: "near-form" }, el("label", {}, before, input, after), " ",
    el("button", { type: "button", class: "small-button", "data-key": "near-show", onclick: show }, t("Show")));
}

function nearResults(place, km, store) {
  const { t, tn, result } = store;
  const found = placesWithin(store.atlas, place.id, km);
  const title = t("Within {km} km of {place}", { km: numberText(km, 3), place: store.placeName(place) });
  const events = [...result.events, ...result.undated];
  return [
    found.length ? el("ul", { class: "record-list near-list", role: "list" }, found.map((other) => el("li", {},
      el("div", { class: "record-text" }, recordLink({ type: "place", record: other.place }, store)),
      el("span", { class: "record-date" }, t("{km} km", { km: kmText(other.km) })))))
      : el("p", { class: "quiet" }, t("No other place of the atlas lies so near.")),
    el("p", { class: "quiet" }, t("From point to point; of a line, an area or a country, to where its name stands.")),
    events.length ? el("p", {}, el("button", { type: "button", class: "small-button", "data-key": "near-events",
      onclick: () => openList({ title, ids: events.map((event) => event.id) }),
    }, tn("List the {n} event, undated included", "List the {n} events, undated included", events.length))) : null,
  ];
}

/** Whole kilometres, under ten with one decimal. */
export function kmText(km) {
  return numberText(km, km < 10 ? 1 : 0);
}
