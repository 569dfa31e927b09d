// The View in the address bar: a standalone page keeps it behind the "#", an embedded page leaves the address alone.

import { lazily } from "./dom.js";

const ADDRESS_DELAY = 120; // ms; browsers slow down pages that write their address at every step

/** Is the page inside another one (a notebook, the explorer)? Then the address bar is not ours. */
export function isEmbedded() {
  return window.parent !== window || !/^(https?|file):$/.test(window.location.protocol);
}

/** The View in the address as a query string; null where there is none. */
export function readLocation() {
  if (isEmbedded()) return null;
  return window.location.hash.slice(1) || window.location.search.slice(1) || null;
}

/** Keep the address in step with every settled View, and follow an address that the reader changes. */
export function keepLocation(store) {
  if (isEmbedded()) return;
  let written = window.location.hash.slice(1);
  const write = lazily(() => {
    const query = store.query();
    if (query === written) return;
    written = query;
    window.history.replaceState(null, "", `#${query}`);
  }, ADDRESS_DELAY);
  store.onSettled(write);
  window.addEventListener("hashchange", () => {
    const query = window.location.hash.slice(1);
    if (query === written) return;
    written = query;
    store.open(query);
  });
}

/**
 * The link to a View. A page of its own carries it behind "#"; the explorer in its query, beside the atlas it shows.
 * @param {string} base address of the page, or of the page around it
 * @param {boolean} embedded
 */
export function linkTo(query, base, embedded) {
  const url = new URL(base);
  const atlas = url.searchParams.get("atlas");
  url.search = embedded ? [atlas && `atlas=${encodeURIComponent(atlas)}`, query].filter(Boolean).join("&") : "";
  url.hash = embedded ? "" : query;
  return url.href;
}

/** The markup that shows a View inside another page. @param {string} link @param {string} title */
export function frameMarkup(link, title) {
  const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<iframe src="${attribute(link)}" title="${attribute(title)}" width="960" height="600" loading="lazy" allowfullscreen></iframe>`;
}
