// The header: atlas, languages, theme, share, export; on a phone the last three fold into a menu.

import { el, glyph, replaceKeepingFocus } from "./dom.js";
import { languageName } from "./detailrecords.js";
import { shownGeojson } from "./geojson.js";
import { isEmbedded, linkTo } from "./location.js";

const SHORT_LANGUAGE = { en: "EN", "zh-Hant": "繁中", ja: "日本語" };
const THEMES = ["auto", "light", "dark"];
const TITLE_PARTS = /^(.{2,}?)([:：].*)$/su; // a phone's header shows the part before the colon
const COPIED_FOR = 2000; // ms

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
    if (event.type === "keydown") root.querySelector(`[data-key="${opener}"]`)?.focus();
  };
  document.addEventListener("pointerdown", closeMenu);
  document.addEventListener("keydown", closeMenu);
  store.subscribe((view, result, keys) => {
    if (keys.has("lang") || keys.has("theme")) draw();
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
        themeButton(store), hostButtons(store), deskMenu(store, state, draw), shareButton(store), exportButton(store, state, draw))),
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
  others.map((other) => el("option", { value: other.id, selected: other.id === atlas.atlas.id },
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

function hostButtons(store) {
  const { t, atlas } = store;
  const actions = atlas.host?.actions ?? [];
  const button = (name, label) => el("button",
    { type: "button", class: "header-button", "data-key": `host-${name}`, onclick: () => hostAction(name) }, label);
  const problems = atlas.host?.problems ?? 0;
  return [
    actions.includes("table") ? button("table", t("Table")) : null,
    actions.includes("problems") && problems > 0 ? button("problems", t("Problems {n}", { n: problems })) : null,
  ];
}

function shareButton(store) {
  const button = el("button", { type: "button", class: "header-button", "data-key": "share" }, store.t("Share link"));
  button.addEventListener("click", () => copyLink(store, button));
  return button;
}

async function copyLink(store, button) {
  const link = linkTo(store.query(), document.baseURI, isEmbedded());
  const done = await copyText(link);
  const before = button.textContent;
  button.replaceChildren(el("span", { role: "status" }, done ? store.t("Copied") : link));
  setTimeout(() => {
    if (button.isConnected) button.replaceChildren(before);
  }, done ? COPIED_FOR : COPIED_FOR * 5);
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
    ["print", t("Print this view"), () => window.print()],
  ], state, draw);
}

// Where a person works on the atlas: only in the explorer.
function deskMenu(store, state, draw) {
  const desks = store.atlas.host?.desks ?? [];
  if (!desks.length) return null;
  return menu("desks", store.t("Work on it"), "header-button",
    desks.map((desk) => [`desk-${desk.id}`, store.t(desk.title), () => hostAction("desk", desk.id)]), state, draw);
}

// A button with a menu below it; an item is [key, label, what it does].
function menu(name, label, className, items, state, draw) {
  const item = ([key, text, run]) => el("button", { type: "button", class: "menu-item", "data-key": key, onclick: () => {
    state.menu = null;
    draw();
    run();
  } }, text);
  return el("div", { class: "menu-host" },
    el("button", { type: "button", class: className, "data-key": `menu-${name}`, "aria-expanded": state.menu === name,
      onclick: () => toggleMenu(name, state, draw) }, label),
    state.menu === name ? el("div", { class: "menu" }, items.map(item)) : null);
}

function saveGeojson(store) {
  const text = `${JSON.stringify(shownGeojson(store.atlas, store.result), null, 1)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/geo+json" }));
  const link = el("a", {});
  link.href = address;
  link.download = `${store.atlas.atlas.id}.geojson`;
  link.click();
  URL.revokeObjectURL(address);
}
