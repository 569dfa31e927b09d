// One event of an archive in words, with every field that its row has; and what was left out of the archive.

import { el, kindIcon } from "./dom.js";
import { localeTag, msg } from "./words.js";

/** An event as a list of its fields. @param {object} event of `archiveSource` @param {object} kind @param {function} t */
export function archiveEventBody(event, kind, t) {
  const at = event.at.map((part) => part.toFixed(5)).join(", ");
  const fields = [
    [t("Date (EDTF)"), event.when], [t("Kind"), kind?.title.en ?? event.kind],
    [t("Longitude, latitude"), event.approximate ? t("{place} (a point in a larger shape)", { place: at }) : at],
    [t("Id"), event.id], ...Object.entries(event.more),
  ].filter(([, value]) => value !== null && value !== undefined && value !== "");
  return el("div", { class: "archive-event" },
    el("p", { class: "archive-title" }, kindIcon(kind, 14, event.approximate), el("span", {}, event.title || kind?.title.en || event.id)),
    el("dl", {}, fields.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))])));
}

const ARCHIVE_LEFT = {
  undated: msg("Undated"), unlocated: msg("Without a place"), misdated: msg("Date not understood or out of range"),
  misplaced: msg("Place not understood or off the map"), duplicate: msg("Id given twice"), unreadable: msg("Line not readable"),
};

/** How many rows were left out of an archive. @param {Record<string, number>|undefined} left why -> number of rows */
export function archiveLeftOut(left) {
  return Object.values(left ?? {}).reduce((sum, n) => sum + n, 0);
}

/** Why rows were left out, as a list. */
export function archiveLeftBody(left, t, lang) {
  return el("div", { class: "archive-event" },
    el("dl", {}, Object.entries(left).flatMap(([why, n]) => [el("dt", {}, t(ARCHIVE_LEFT[why] ?? why)), el("dd", {}, n.toLocaleString(localeTag(lang)))])),
    el("p", { class: "archive-note" }, t("Each of them stands with its reasons in rejects.csv, beside the archive.")));
}
