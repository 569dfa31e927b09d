// The text of a reader's copy, its cited passages marked; a click on one tells which.

import { el } from "./dom.js";
import { cutText } from "./passages.js";

/**
 * @param {{text: string, places: ({start: number, end: number}|null)[]}} copy
 * @param {(passages: number[]) => void} onPick numbers of the passages under a click, shortest first
 * @returns {HTMLElement}
 */
export function textOfCopy(copy, onPick) {
  const pieces = cutText(copy.text.length, copy.places);
  const root = el("div", { class: "reader-text" });
  let paragraph = el("p", {});
  const end = () => {
    if (paragraph.childNodes.length) root.append(paragraph);
    paragraph = el("p", {});
  };
  for (const { start, end: stop, passages } of pieces) {
    copy.text.slice(start, stop).split("\n").forEach((line, i) => {
      if (i) end();
      if (line) paragraph.append(passages.length ? passageMark(line, passages, onPick) : line);
    });
  }
  end();
  return root;
}

function passageMark(text, passages, onPick) {
  const mark = el("span", { class: "cited", role: "button", tabindex: "0", "data-passages": passages.join(" ") }, text);
  const pick = () => onPick(passages);
  mark.addEventListener("click", () => {
    if (String(window.getSelection()) === "") pick(); // marking words to copy them is no click
  });
  mark.addEventListener("keydown", (key) => {
    if (key.key !== "Enter" && key.key !== " ") return;
    key.preventDefault();
    pick();
  });
  return mark;
}

/** Highlights one passage and moves it into sight; none where it is null. @returns {boolean} whether it was found */
export function highlightPassage(root, number) {
  let first = null;
  for (const mark of root.querySelectorAll(".cited")) {
    const on = mark.dataset.passages.split(" ").includes(String(number));
    mark.classList.toggle("is-read", on);
    if (on) mark.setAttribute("aria-current", "true");
    else mark.removeAttribute("aria-current");
    if (on) first ??= mark;
  }
  first?.scrollIntoView({ block: "center" });
  return Boolean(first);
}
