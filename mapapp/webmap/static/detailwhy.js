// The panel's answer to "why is this not shown?": every filter that keeps a record out, each lifted with a click.

import { el } from "./dom.js";
import { activeFilters } from "./facets.js";
import { filterLabel, filterName } from "./filterwords.js";
import { FILTERS } from "./visible.js";
import { explainRecord } from "./why.js";

/** @returns {HTMLElement|null} null where the record is shown */
export function whyNotice(id, store) {
  const { t } = store;
  const reasons = explainRecord(store.atlas, store.view, id)?.reasons ?? [];
  const liftable = reasons.filter((reason) => reason.patch);
  if (!reasons.length) return null;
  return el("section", { class: "not-shown", "aria-label": t("Why is this not shown?") },
    el("h3", { class: "section-head" }, t("Why is this not shown?")),
    el("ul", { role: "list" }, reasons.map((reason) => el("li", { class: "why-reason" },
      el("span", {}, reasonText(reason.filter, id, store)),
      reason.patch ? liftButton(reason.filter === "time" ? t("Go to it") : t("Lift"), `lift-${reason.filter}`, reason.patch, store) : null))),
    liftable.length > 1
      ? liftButton(t("Lift all of these"), "lift", Object.assign({}, ...liftable.map((reason) => reason.patch)), store) : null);
}

const liftButton = (label, key, patch, store) => el("button",
  { type: "button", class: "small-button", "data-key": key, onclick: () => store.set(patch) }, label);

function reasonText(filter, id, store) {
  const { t, atlas } = store;
  if (FILTERS.includes(filter)) {
    const labels = activeFilters(store.view).filter((active) => active.filter === filter).map((active) => filterLabel(active, store));
    return t("Left out by a filter: {filter}", { filter: labels.join(t(", ")) || filterName(filter, t) });
  }
  if (filter === "time") return t("Outside the years shown.");
  if (filter === "undated") return t("Undated, so not on the map.");
  if (filter === "unlocated") return t("Its place is not stated or cannot be located, so it is not on the map.");
  if (filter === "untouched") return t("Nothing that it is about is shown.");
  const layer = atlas.layerById.get(atlas.placeById.get(id)?.layer);
  return t("Its layer is switched off: {layer}.", { layer: store.words(layer?.title) });
}
