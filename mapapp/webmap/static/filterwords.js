// Filters and the names of their values in words.

import { languageName } from "./languages.js";
import { numberText } from "./query.js";
import { msg } from "./words.js";

const FILTER_NAMES = {
  kind: msg("Kind"), actor: msg("Actor"), place: msg("Place"), region: msg("Region"), country: msg("Country"),
  near: msg("Distance"), along: msg("Along a route"), bbox: msg("Only in the map's frame"), source: msg("Source"),
  "source-lang": msg("Language of source"), era: msg("Era"), certainty: msg("Only certain dates"),
  disputed: msg("They disagree"), q: msg("Words"),
};

/** The name of a filter. */
export const filterName = (filter, t) => t(FILTER_NAMES[filter]);

/** The name of a country by its code, from the base map; the code where it has none. */
export function countryName(code, store) {
  const country = store.atlas.basemap?.countries?.find((one) => one.code === code);
  return store.words(country?.name) || code;
}

const placeWord = (id, store) => {
  const place = store.atlas.placeById.get(id);
  return place ? store.placeName(place) : id;
};

/** The name of a value of a facet. @param {string} field of the View */
export function facetValueName(field, id, store) {
  const { atlas, words } = store;
  if (field === "kinds") return words(atlas.kindById.get(id)?.title) || id;
  if (field === "actors") return words(atlas.actorById.get(id)?.name) || id;
  if (field === "sources") return words(atlas.sourceById.get(id)?.short) || id;
  if (field === "eras") return words(atlas.eras.find((era) => era.id === id)?.title) || id;
  if (field === "countries") return countryName(id, store);
  if (field === "sourceLanguages") return languageName(id);
  return placeWord(id, store);
}

const FIELD_OF = {
  kind: "kinds", actor: "actors", place: "places", region: "regions", country: "countries", source: "sources",
  "source-lang": "sourceLanguages", era: "eras",
};

/** A filter, or a reading that is followed, in words: "Actor: Japan". @param {{filter: string, id: string|null}} active */
export function filterLabel({ filter, id }, store) {
  const { atlas, t, view } = store;
  const named = (name, value) => `${name}${t(": ")}${value}`;
  if (FIELD_OF[filter]) return named(filterName(filter, t), facetValueName(FIELD_OF[filter], id, store));
  const km = (value) => ({ km: numberText(value[1], 3), place: placeWord(value[0], store) });
  if (filter === "near") return t("Within {km} km of {place}", km(view.near));
  if (filter === "along") return t("Within {km} km of {place}", km(view.along));
  if (filter === "q") return named(filterName("q", t), id.trim());
  if (filter === "follow") return named(t("Follows"), facetValueName("sources", id, store));
  if (filter === "reading") {
    const item = atlas.disagreementById.get(id.split("~")[0]);
    return named(t("Other reading"), store.words(item?.question) || id);
  }
  return filterName(filter, t);
}
