// Where sources disagree: a question, its readings side by side, the one the atlas follows, and why.

import { el } from "./dom.js";
import { shortCitations } from "./citations.js";
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
  const follows = disagreement.follows || null;
  return el("section", { class: "dispute" },
    el("h3", { class: "dispute-title" },
      el("span", { class: "dispute-kind" }, disagreementHeading(disagreement, t), t(": ")), words(disagreement.question)),
    el("ul", { class: "readings", role: "list" },
      (disagreement.readings ?? []).map((reading) => readingItem(reading, reading.id === follows, store, numbers))),
    el("p", { class: "dispute-why" },
      follows ? null : [t("The atlas follows none of them."), " "], words(disagreement.why)),
  );
}

function readingItem(reading, followed, store, numbers) {
  return el("li", { class: followed ? "reading reading-followed" : "reading" },
    el("span", { class: "reading-mark", "aria-hidden": true }),
    el("div", {},
      el("p", { class: "reading-says" }, store.words(reading.says)),
      followed ? el("p", { class: "reading-note" }, store.t("The atlas follows this reading")) : null,
      shortCitations(reading.citations, store, numbers),
    ),
  );
}

/** What a disagreement is about: links to its subject and the others it touches. @param {(id: string) => Node} linkTo */
export function disagreementSubjects(disagreement, store, linkTo) {
  return [disagreement.subject, ...(disagreement.also ?? [])].map(subjectId)
    .filter((id) => recordOf(store.atlas, id)).map(linkTo);
}
