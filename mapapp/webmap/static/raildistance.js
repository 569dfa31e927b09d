// "Near a place" and "along a route" in the rail: which one, and within how many kilometres.

import { el } from "./dom.js";
import { FARTHEST_KM, linesOf } from "./near.js";
import { numberText } from "./query.js";
import { localeTag } from "./words.js";

const DISTANCES_AT_FIRST = { near: 500, along: 200 };

/** The places a distance can be measured from: those with a point, or the lines. */
function anchorsOf(field, { atlas }) {
  return atlas.places.filter((place) => (field === "near" ? place.point && !linesOf(place).length : linesOf(place).length));
}

/** @param {"near"|"along"} field of the View */
export function distanceForm(field, store) {
  const { t, view } = store;
  const [chosen, km] = view[field] ?? [null, DISTANCES_AT_FIRST[field]];
  const options = anchorsOf(field, store).map((place) => [store.placeName(place), place.id]);
  options.sort((a, b) => a[0].localeCompare(b[0], localeTag(view.lang)));
  const label = field === "near" ? t("Place") : t("Route");
  const select = el("select", { class: "distance-of", "data-key": `${field}-of`, "aria-label": label },
    options.map(([name, id]) => el("option", { value: id, selected: id === chosen }, name)));
  const input = el("input", { type: "number", class: "near-km", "data-key": `${field}-km`, value: numberText(km, 3), "aria-label": t("Kilometres") });
  const show = () => {
    const wanted = input.value === "" ? NaN : Number(input.value);
    const good = wanted >= 0 && wanted <= FARTHEST_KM && select.value;
    input.setAttribute("aria-invalid", String(!good));
    if (good) store.set({ [field]: [select.value, wanted] });
  };
  input.addEventListener("keydown", (key) => {
    if (key.key === "Enter") show();
  });
  return el("div", { class: "distance-form" }, select, el("span", { class: "distance-km" }, input, " km"),
    el("button", { type: "button", class: "small-button", "data-key": `${field}-show`, onclick: show }, t("Show")));
}
