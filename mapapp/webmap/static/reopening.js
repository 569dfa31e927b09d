// Opening the view that a picture or a page shows: dropped on the window, or chosen from the disk.

import { el, replaceKeepingFocus } from "./dom.js";
import { EMBEDDED_LIMIT, readEmbedded } from "./embedded.js";
import { readView } from "./query.js";

/** @param {HTMLElement} root where notices stand @param {object} store @param {(name: string, value: object) => void} ask the page around */
export function mountReopening(root, store, ask) {
  const box = el("div", { class: "notice-host reopen-host", role: "status" });
  root.append(box);
  const close = () => replaceKeepingFocus(box);
  const tell = (text, ...buttons) => replaceKeepingFocus(box, el("div", { class: "notice" }, el("p", {}, text), ...buttons,
    el("button", { type: "button", class: "small-button", "data-key": "reopen-close", onclick: close }, store.t("Close"))));
  const open = async (file) => {
    const answer = await answerTo(file, store);
    if (answer.query !== undefined) store.open(answer.query);
    if (!answer.text) return close();
    const { other } = answer;
    return tell(answer.text, other && el("button", { type: "button", class: "small-button", "data-key": "reopen-other",
      onclick: () => ask("open", other) }, store.t("Open {atlas}", { atlas: other.atlas })));
  };
  const carriesFile = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    document.documentElement.dataset.dropping = "true";
  });
  for (const name of ["dragleave", "dragend", "drop"]) {
    document.addEventListener(name, (event) => {
      if (name === "dragleave" && event.relatedTarget) return;
      delete document.documentElement.dataset.dropping;
    });
  }
  document.addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length) open(event.dataTransfer.files[0]);
  });
  document.addEventListener("mapapp:reopen", () => chooseFile(open));
}

function chooseFile(open) {
  const field = document.createElement("input");
  field.type = "file";
  field.accept = ".png,.svg,.pdf,.html,.gif,.webp,.mp4";
  field.addEventListener("change", () => field.files.length && open(field.files[0]));
  field.click();
}

async function answerTo(file, store) {
  if (file.size > EMBEDDED_LIMIT) return { text: store.t("{file} is too large to be a picture of this map.", { file: file.name }) };
  let found = null;
  try {
    found = readEmbedded(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return { text: store.t("{file} cannot be read.", { file: file.name }) };
  }
  return reopeningAnswer(file.name, found, store.atlas, store.t);
}

/**
 * What is done with a file and what is said: the query to open, a text, another atlas that the program around knows.
 * Pure. @param {object | null} found from `readEmbedded`
 */
export function reopeningAnswer(file, found, { atlas, host }, t) {
  if (!found) return { text: t("{file} does not say which view it shows. Pictures and pages that mapapp wrote do.", { file }) };
  if (found.atlas !== atlas.id) {
    const known = (host?.atlases ?? []).some((other) => other.id === found.atlas);
    return {
      text: t("{file} shows another atlas: {atlas}.", { file, atlas: found.atlas }),
      ...(known ? { other: { atlas: found.atlas, view: found.view } } : {}),
    };
  }
  const parts = readView(found.view).problems.map(({ key, text }) => `${key}=${text}`).join(", ");
  const said = [
    found.sha256 !== atlas.sha256
      && t("{file} was made from version {version}; the atlas has changed since.", { file, version: found.version || "?" }),
    parts && t("Parts of its view are not understood: {parts}. The rest is shown.", { parts }),
  ].filter(Boolean);
  return { query: found.view, text: said.join(" ") };
}
