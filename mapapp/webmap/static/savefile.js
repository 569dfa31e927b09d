// Files that the page makes and the reader keeps, and what each of them says about itself.

import { el } from "./dom.js";
import { dateWindowWords } from "./timeline-dates.js";

/** Offers a text as a file. @param {string} name @param {string} type media type @param {string} text */
export function saveFile(name, type, text) {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Offers bytes as a file. @param {string} name @param {Blob} blob */
export function saveBlob(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = el("a", {});
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** What a file says about itself, in the reader's language: atlas, window, licence, credits and the View. */
export function shownFacts(store) {
  const { atlas, t, words } = store;
  const { version, license, attribution } = atlas.atlas;
  return {
    [t("Atlas")]: [words(atlas.atlas.title), version && t("version {version}", { version })].filter(Boolean).join(t(", ")),
    [t("Window")]: dateWindowWords(store.view, store),
    [t("Licence")]: [license, attribution].filter(Boolean).join(t(", ")),
    [t("View")]: store.query(),
  };
}
