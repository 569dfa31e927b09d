// The page: reads its data, builds the parts, and offers `window.mapapp`.

import { decodeAtlas } from "./decode.js";
import { settled } from "./dom.js";
import { hostAction } from "./header.js";
import { mountMap } from "./mapview.js";
import { keepLocation, readLocation } from "./location.js";
import { mountReader } from "./reader.js";
import { mountPicture } from "./picture.js";
import { mountPrint } from "./print.js";
import { mountReopening } from "./reopening.js";
import { mountShell } from "./shell.js";
import { createStore } from "./store.js";
import { mountTimeline } from "./timeline.js";
import { unpackData } from "./unpack.js";
import { explainRecord } from "./why.js";

/** @param {object} map the Leaflet map that folium made */
export async function startPage(map) {
  const atlas = decodeAtlas(await unpackData(document.getElementById("mapapp-data").textContent));
  const store = createStore(atlas, readLocation() || window.frameElement?.dataset.view || atlas.view);
  const parts = mountShell(document.body, store, { mapElement: map.getContainer() });
  mountTimeline(parts.timeHost, store);
  const layers = mountMap(map, store, parts);
  mountPicture(store, layers);
  mountPrint(store, layers);
  mountReader(document.querySelector(".shell"), store);
  mountReopening(parts.overlayHost, store, hostAction);
  keepLocation(store);
  const tell = (view) => document.dispatchEvent(new CustomEvent("mapapp:change", { detail: { view, query: store.query() } }));
  store.onSettled(tell);
  window.mapapp = Object.freeze({
    view: () => ({ ...store.view }),
    query: () => store.query(),
    set: (patch) => store.set(patch),
    open: (query) => store.open(query),
    visible: () => store.result.events.map((event) => event.id),
    select: (id) => store.set({ select: id ?? null }),
    why: (id) => explainRecord(atlas, store.view, id),
    settled,
  });
  document.documentElement.dataset.ready = "true";
  tell(store.view); // the one that the page has opened with
}
