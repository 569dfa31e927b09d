// Where sources disagree: a question, its readings side by side, the one the atlas follows, and why.

import { el } from "./dom.js";
import { shortCitations } from "./citations.js";
import { readingFollowed } from "./follow.js";
import { recordOf, subjectId } from "./related.js";

/** What kind of disagreement it is, as the heading of its box. */
export function disagreementHeading(disagreement, t) {
  if (disagreement.between === "within") return t("One source, more than one answer");
  if (disagreement.between === "fact") return t("The source and established fact differ");
  return t("Sources disagree");
}

/** The boxes of all disagreements of a record. */
export function disagreementBoxes(ids, store, numbers) {
  return (ids ?? []).map((id) => store.atlas.disagreementById.get(id)).filter(Boolean)
    .map((item) => disagreementBox(item, store, numbers));
}

/** @param {import("./citations.js").SourceNumbers} numbers */
export function disagreementBox(disagreement, store, numbers) {
  const { t, words } = store;
  const followed = readingFollowed(store.atlas, disagreement);
  const readings = disagreement.readings ?? [];
  const choice = readings.some((reading) => reading.sets);
  return el("section", { class: "dispute" },
    el("h3", { class: "dispute-title" },
      el("span", { class: "dispute-kind" }, disagreementHeading(disagreement, t), t(": ")), words(disagreement.question)),
    el("div", { class: "readings", role: choice ? "radiogroup" : "list", "aria-label": words(disagreement.question) },
      readings.map((reading) => readingItem({ reading, disagreement, followed: reading.id === followed, choice }, store, numbers))),
    choice && followed !== (disagreement.follows ?? null)
      ? el("button", { type: "button", class: "small-button", "data-key": `own-${disagreement.id}`,
        onclick: () => store.set({ follow: "", readings: withReading(store, disagreement, null) }) }, t("Back to the atlas’s own choice")) : null,
    el("p", { class: "dispute-why" },
      disagreement.follows ? null : [t("The atlas follows none of them."), " "], words(disagreement.why)),
  );
}

/** The View's single readings with another one for a disagreement; null: none. */
function withReading(store, disagreement, id) {
  const others = store.view.readings.filter((one) => !one.startsWith(`${disagreement.id}~`));
  return id === null ? others : [...others, `${disagreement.id}~${id}`];
}

// A reading that changes the map, and the atlas's own, can be followed; others are told.
function readingItem({ reading, disagreement, followed, choice }, store, numbers) {
  const { t } = store;
  const own = reading.id === disagreement.follows;
  const canFollow = choice && (own || reading.sets);
  const says = store.words(reading.says);
  const note = own ? t("The atlas follows this reading") : followed ? t("Followed on this map") : "";
  const mark = canFollow
    ? el("button", { type: "button", class: "reading-mark", role: "radio", "aria-checked": followed, "aria-label": t("Follow this reading: {says}", { says }),
      "data-key": `reading-${disagreement.id}-${reading.id}`, onclick: () => store.set({ readings: withReading(store, disagreement, reading.id) }) })
    : el("span", { class: "reading-mark", "aria-hidden": true });
  return el("div", { class: followed ? "reading reading-followed" : "reading", role: choice ? null : "listitem" }, mark,
    el("div", {},
      el("p", { class: "reading-says" }, says),
      note ? el("p", { class: "reading-note" }, note) : null,
      shortCitations(reading.citations, store, numbers),
    ),
  );
}

/** What a disagreement is about: links to its subject and the others it touches. @param {(id: string) => Node} linkTo */
export function disagreementSubjects(disagreement, store, linkTo) {
  return [disagreement.subject, ...(disagreement.also ?? [])].map(subjectId)
    .filter((id) => recordOf(store.atlas, id)).map(linkTo);
}
