// The parts of the review desk that only draw: a passage, its places, its map. Texts enter as textContent only.

const SVG = "http://www.w3.org/2000/svg";

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

function passageOf(row, language) {
  const passage = el("p", { class: "passage", lang: language });
  passage.append(el("span", { class: "around" }, row.before));
  for (const [text, mark] of row.pieces) passage.append(mark ? el("mark", { class: mark }, text) : text);
  passage.append(el("span", { class: "around" }, row.after));
  return passage;
}

function choiceButton(choice, index, chosen) {
  const score = choice.score === null ? "" : ` · ${choice.score.toFixed(2)}`;
  const at = byHand(choice) ? [] : [`${choice.lon.toFixed(1)}, ${choice.lat.toFixed(1)}`]; // which of two of one name
  return el(
    "button",
    { type: "button", class: "choice", "aria-pressed": String(chosen) },
    el("b", {}, `${index + 1} ${choice.name}`),
    el("span", {}, [choice.kind, choice.country].filter(Boolean).join(", ") + score),
    el("small", {}, [[...choice.reasons, ...at].join("; "), choice.attribution].filter(Boolean).join(" — ")),
  );
}

function actButton(key, text, run) {
  const node = el("button", { type: "button", class: "act" }, text, el("kbd", {}, key));
  node.addEventListener("click", run);
  return node;
}

function labelled(label, input) {
  return el("label", {}, el("span", {}, label), input);
}

/** A map about the chosen place; `pick` is told the longitude and latitude of a click. */
function placeMap({ choices, chosen, land, known, label, pick }) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", choices.map((choice) => choice.name).join(", ") || label);
  const at = choices[chosen] ?? { lon: 60, lat: 30 };
  const half = choices.length ? spanOf(at.span) : 90;
  const squeeze = Math.max(0.3, Math.cos((at.lat * Math.PI) / 180));
  svg.setAttribute("viewBox", `${-half * squeeze} ${-half} ${2 * half * squeeze} ${2 * half}`);
  svg.setAttribute("preserveAspectRatio", "xMidYMid slice");
  const ground = group(svg, `scale(${squeeze} 1) translate(${-at.lon} ${at.lat})`);
  for (const shift of [-360, 0, 360]) {
    if (Math.abs(at.lon + shift) > 360) continue;
    shape(group(ground, `translate(${shift} 0)`), "path", { d: land, class: "land" });
  }
  for (const [lon, lat] of known) dot(svg, lon, lat, at, squeeze, half * 0.012, "known");
  choices.forEach((choice, index) => {
    if (index !== chosen) dot(svg, choice.lon, choice.lat, at, squeeze, half * 0.03, "other");
  });
  if (choices.length) dot(svg, at.lon, at.lat, at, squeeze, half * 0.045, "chosen");
  svg.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const [lon, lat] = [point.x / squeeze + at.lon, at.lat - point.y];
    if (Math.abs(lat) <= 90) pick(((((lon + 180) % 360) + 360) % 360) - 180, lat);
  });
  return svg;
}

/** A place that was set by hand has no score. */
function byHand(choice) {
  return choice?.score === null;
}

function spanOf(kind) {
  return { state: 18, region: 35, sea: 25, territory: 10, strait: 8, island: 6 }[kind] ?? 7;
}

function group(parent, transform) {
  return shape(parent, "g", { transform });
}

function shape(parent, tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

function dot(svg, lon, lat, at, squeeze, r, name) {
  shape(svg, "circle", { cx: (lon - at.lon) * squeeze, cy: at.lat - lat, r, class: name });
}

/** The status of a row when all that is pending has been done. */
function pendingStatus(row, pending) {
  let status = row.status;
  for (const act of pending) {
    if (act.id === row.id && act.status) status = act.status;
    else if (act.action === "reject-alike" && act.name === row.name && status === "open") status = "rejected";
  }
  return status;
}

/** Choose an event: the likely ones first, all others (once they are known) by words of their date and title. */
function eventChooser({ row, events, words, choose }) {
  const input = el("input", { spellcheck: false, placeholder: words.words });
  const list = el("ol", { class: "events", role: "listbox", "aria-label": words.event });
  let [found, at] = [[], 0];
  const take = () => found[at] && choose(found[at][0]);
  const show = () => {
    const wanted = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const all = wanted.length || !row.events.length ? (events() ?? row.events) : row.events;
    found = all.filter(([, label]) => wanted.every((word) => label.toLowerCase().includes(word))).slice(0, 8);
    at = Math.min(at, Math.max(0, found.length - 1));
    const items = found.map(([id, label], index) => {
      const item = el("li", { role: "option", "aria-selected": String(index === at), "data-event": id }, label);
      item.addEventListener("click", () => choose(id));
      return item;
    });
    list.replaceChildren(...items);
  };
  input.addEventListener("input", () => {
    at = 0;
    show();
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !found.length) return;
    event.preventDefault();
    at = (at + step + found.length) % found.length;
    show();
  });
  show();
  return { nodes: [labelled(words.event, input), list], show, take };
}
