// Names of languages in themselves.

const LANGUAGE_NAMES = {
  en: "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文", zh: "中文", ja: "日本語", ru: "Русский", ko: "한국어",
  fr: "Français", de: "Deutsch",
};

/** The name of a language in itself; its tag where it is not known. */
export function languageName(tag) {
  return LANGUAGE_NAMES[tag] ?? tag;
}
