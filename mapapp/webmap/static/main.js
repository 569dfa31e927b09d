// The page: reads its data, builds the parts, and offers `window.mapapp`.

import { decodeAtlas } from "./decode.js";
import { settled } from "./dom.js";
import { hostAction } from "./header.js";
import { mountMap } from "./mapview.js";
import { keepLocation, readLocation } from "./location.js";
import { mountPicture } from "./picture.js";
import { mountReopening } from "./reopening.js";
import { mountShell } from "./shell.js";
import { createStore } from "./store.js";
import { mountTimeline } from "./timeline.js";

/** @param {object} map the Leaflet map that folium made */
export function startPage(map) {
  const payload = JSON.parse(document.getElementById("mapapp-data").textContent);
  const atlas = decodeAtlas(payload);
  const store = createStore(atlas, readLocation() || window.frameElement?.dataset.view || atlas.view);
  const parts = mountShell(document.body, store, { mapElement: map.getContainer() });
  mountTimeline(parts.timeHost, store);
  mountPicture(store, mountMap(map, store, parts));
  mountReopening(parts.overlayHost, store, hostAction);
  keepLocation(store);
  store.onSettled((view) => {
    document.dispatchEvent(new CustomEvent("mapapp:change", { detail: { view, query: store.query() } }));
  });
  window.mapapp = Object.freeze({
    view: () => ({ ...store.view }),
    query: () => store.query(),
    set: (patch) => store.set(patch),
    open: (query) => store.open(query),
    visible: () => store.result.events.map((event) => event.id),
    select: (id) => store.set({ select: id ?? null }),
    settled,
  });
  document.documentElement.dataset.ready = "true";
}
