// The header: atlas, languages, theme, share, export; on a phone the last three fold into a menu.

import { el, glyph, replaceKeepingFocus } from "./dom.js";
import { shownGeojson } from "./geojson.js";
import { languageName } from "./languages.js";
import { frameMarkup, isEmbedded, linkTo } from "./location.js";
import { withDock } from "./panels.js";
import { saveFile } from "./savefile.js";

const SHORT_LANGUAGE = { en: "EN", "zh-Hant": "繁中", ja: "日本語" };
const THEMES = ["auto", "light", "dark"];
const TITLE_PARTS = /^(.{2,}?)([:：].*)$/su; // a phone's header shows the part before the colon

/**
 * @param {HTMLElement} root
 * @param {object} store
 * @param {{openRail: (search: boolean) => void}} shell
 */
export function mountHeader(root, store, shell) {
  const state = { menu: null };
  const draw = () => {
    document.documentElement.lang = store.view.lang;
    replaceKeepingFocus(root, headerParts(store, shell, state, draw));
  };
  const closeMenu = (event) => {
    if (!state.menu || (event.type === "pointerdown" && event.target.closest(".menu-host"))) return;
    if (event.type === "keydown" && event.key !== "Escape") return;
    const opener = `menu-${state.menu}`;
    state.menu = null;
    draw();
    if (event.type !== "keydown") return;
    const back = root.querySelector(`[data-key="${opener}"]`);
    (back?.offsetParent ? back : root.querySelector("[data-key=menu-more]"))?.focus(); // on a phone it has folded away
  };
  document.addEventListener("pointerdown", closeMenu);
  document.addEventListener("keydown", closeMenu);
  store.subscribe((view, result, keys) => {
    if (keys.has("lang") || keys.has("theme") || keys.has("panel")) draw();
  });
  draw();
}

function headerParts(store, shell, state, draw) {
  const { t } = store;
  const icon = (name, key, label, onclick) => el("button",
    { type: "button", class: "icon-button phone-only", "data-key": key, "aria-label": label, title: label, onclick }, glyph(name));
  return [
    atlasTitle(store),
    el("span", { class: "bar-space" }),
    icon("search", "phone-search", t("Search"), () => shell.openRail(true)),
    icon("filter", "phone-filter", t("Filters"), () => shell.openRail(false)),
    languageButtons(store),
    languageSelect(store),
    el("div", { class: "menu-host more-host" },
      el("button", { type: "button", class: "icon-button phone-only", "data-key": "menu-more", "aria-label": t("More"),
        "aria-expanded": state.menu === "more", onclick: () => toggleMenu("more", state, draw) }, glyph("more")),
      el("div", { class: state.menu ? "header-actions is-open" : "header-actions" },
        tableButton(store, state), themeButton(store), hostButtons(store), deskMenu(store, state, draw), shareMenu(store, state, draw),
        exportButton(store, state, draw))),
  ];
}

function toggleMenu(name, state, draw) {
  state.menu = state.menu === name ? null : name;
  draw();
}

function atlasTitle(store) {
  const { atlas, words, t } = store;
  const others = atlas.host?.atlases ?? [];
  const title = words(atlas.atlas.title);
  if (others.length < 2) {
    const [, main, rest] = TITLE_PARTS.exec(title) ?? [null, title, ""];
    return el("h1", { class: "atlas-title" }, main, el("span", { class: "title-rest" }, rest));
  }
  const select = el("select", { class: "atlas-select", "aria-label": t("Atlas"), "data-key": "atlas",
    onchange: (event) => hostAction("atlas", event.target.value) },
  others.map((other) => el("option", { value: other.id, selected: other.id === (atlas.host.atlas ?? atlas.atlas.id) },
    typeof other.title === "string" ? other.title : words(other.title))));
  return [el("h1", { class: "visually-hidden" }, title), select];
}

/** Asks the page around this one for something that only it can do. */
export function hostAction(name, value) {
  document.dispatchEvent(new CustomEvent("mapapp:action", { detail: { name, value } }));
}

function languageButtons(store) {
  return el("div", { class: "segmented languages desktop-only", role: "group", "aria-label": store.t("Language") },
    store.atlas.atlas.languages.map((tag) => el("button", {
      type: "button", lang: tag, "data-key": `lang-${tag}`, "aria-pressed": store.view.lang === tag,
      title: languageName(tag), onclick: () => store.set({ lang: tag }),
    }, tag === "en" ? SHORT_LANGUAGE.en : languageName(tag))));
}

// On a phone: the short name of the language over the system's own list.
function languageSelect(store) {
  const { lang } = store.view;
  return el("span", { class: "language-pick phone-only" },
    el("span", { "aria-hidden": true }, SHORT_LANGUAGE[lang] ?? languageName(lang)),
    el("select", { "aria-label": store.t("Language"), "data-key": "lang-select",
      onchange: (event) => store.set({ lang: event.target.value }) },
    store.atlas.atlas.languages.map((tag) => el("option", { value: tag, lang: tag, selected: lang === tag }, languageName(tag)))));
}

function themeButton(store) {
  const { t, view } = store;
  const names = { auto: t("Theme: auto"), light: t("Theme: light"), dark: t("Theme: dark") };
  const next = THEMES[(THEMES.indexOf(view.theme) + 1) % THEMES.length];
  return el("button", { type: "button", class: "header-button", "data-key": "theme", onclick: () => store.set({ theme: next }) },
    names[view.theme]);
}

// On a phone, where the bar below the slider has no room.
function tableButton(store, state) {
  return el("button", { type: "button", class: "header-button phone-only", "data-key": "phone-table", onclick: () => {
    state.menu = null;
    store.set({ panel: withDock(store.view.panel, ["table"]) });
  } }, store.t("Table and charts"));
}

function hostButtons(store) {
  const { t, atlas } = store;
  const actions = atlas.host?.actions ?? [];
  const button = (name, label) => el("button",
    { type: "button", class: "header-button", "data-key": `host-${name}`, onclick: () => hostAction(name) }, label);
  const problems = atlas.host?.problems ?? 0;
  return [
    actions.includes("problems") && problems > 0 ? button("problems", t("Problems {n}", { n: problems })) : null,
  ];
}

// The link to what is shown, the markup that shows it in another page, both to be read; and what others have shared.
// An explorer with desks lets no other page show it in a frame (mapapp/app/gate.py).
function shareMenu(store, state, draw) {
  const { t } = store;
  const link = linkTo(store.query(), document.baseURI, isEmbedded());
  const frame = frameMarkup(link, store.words(store.atlas.atlas.title));
  return el("div", { class: "menu-host" },
    el("button", { type: "button", class: "header-button", "data-key": "menu-share", "aria-expanded": state.menu === "share",
      onclick: () => toggleMenu("share", state, draw) }, t("Share")),
    state.menu === "share" ? el("div", { class: "menu share-menu" },
      copyPart("copy-link", t("Copy the link"), link, t),
      store.atlas.host?.desks?.length ? null : copyPart("copy-frame", t("Copy as a frame for a page"), frame, t),
      el("button", { type: "button", class: "small-button", "data-key": "reopen", onclick: () => {
        toggleMenu("share", state, draw);
        document.dispatchEvent(new CustomEvent("mapapp:reopen"));
      } }, t("Open the view of a picture")),
      window.location.protocol === "file:" && !isEmbedded() ? el("p", { class: "quiet" },
        t("This page is a file on your own computer: put it on a server before you share a link to it.")) : null) : null);
}

// A text to be read or copied.
function copyPart(key, label, text, t) {
  const field = el("input", { type: "text", class: "share-text", "data-key": `${key}-text`, "aria-label": label, value: text });
  field.readOnly = true;
  field.addEventListener("focus", () => field.select());
  const button = el("button", { type: "button", class: "small-button", "data-key": key }, label);
  button.addEventListener("click", async () => {
    if (await copyText(text)) button.replaceChildren(el("span", { role: "status" }, t("Copied")));
    else field.focus();
  });
  return el("div", { class: "share-part" }, field, button);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // no permission, or not a secure page
  }
}

function copyBySelection(text) {
  const field = el("textarea", { class: "visually-hidden", "aria-hidden": true });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function exportButton(store, state, draw) {
  const { t, atlas } = store;
  if (atlas.host) {
    return el("button", { type: "button", class: "header-button filled-button", "data-key": "export",
      onclick: () => hostAction("export") }, t("Export"));
  }
  return menu("export", t("Export"), "header-button filled-button", [
    ["save-geojson", t("Save what is shown as GeoJSON"), () => saveGeojson(store)],
    ["save-picture", t("Save the map as a picture"), () => document.dispatchEvent(new CustomEvent("mapapp:picture"))],
    ["print", t("Print this view"), () => window.print()],
  ], state, draw, el("div", { class: "menu-note" }, el("p", { class: "quiet" }, t("SVG, PDF and animations of this view, by the command line:")),
    copyPart("copy-command", t("Copy the command"), snapshotCommand(atlas.atlas.id, store.query()), t)));
}

// Where a person works on the atlas: only in the explorer.
function deskMenu(store, state, draw) {
  const desks = store.atlas.host?.desks ?? [];
  if (!desks.length) return null;
  return menu("desks", store.t("Work on it"), "header-button",
    desks.map((desk) => [`desk-${desk.id}`, store.t(desk.title), () => hostAction("desk", desk.id)]), state, draw);
}

/** The command that draws a View. Pure: a query string holds no quotation mark, and an id only letters, digits and hyphens. */
export function snapshotCommand(atlas, query) {
  return `mapapp snapshot ${atlas} -o ${atlas}.pdf --view "${query}"`;
}

// A button with a menu below it; an item is [key, label, what it does]; a note may stand below the items.
function menu(name, label, className, items, state, draw, note = null) {
  const item = ([key, text, run]) => el("button", { type: "button", class: "menu-item", "data-key": key, onclick: () => {
    state.menu = null;
    draw();
    run();
  } }, text);
  return el("div", { class: "menu-host" },
    el("button", { type: "button", class: className, "data-key": `menu-${name}`, "aria-expanded": state.menu === name,
      onclick: () => toggleMenu(name, state, draw) }, label),
    state.menu === name ? el("div", { class: "menu" }, items.map(item), note) : null);
}

function saveGeojson(store) {
  const text = `${JSON.stringify(shownGeojson(store.atlas, store.result), null, 1)}\n`;
  saveFile(`${store.atlas.atlas.id}.geojson`, "application/geo+json", text);
}
