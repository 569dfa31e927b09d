// The review desk: a passage and a map side by side, decided by keyboard. Texts of a document enter as textContent only.

const SVG = "http://www.w3.org/2000/svg";
const desks = new WeakMap();

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let desk = desks.get(parentElement);
  if (!desk) {
    desk = new Desk(parentElement);
    desks.set(parentElement, desk);
  }
  desk.send = (acts) => setStateValue("acts", acts);
  desk.receive(data);
  return () => {
    desk.close();
    desks.delete(parentElement);
  };
}

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

class Desk {
  constructor(parent) {
    this.root = el("div", { class: "review", tabindex: "0" });
    parent.append(this.root);
    this.pending = [];
    this.seq = 0;
    this.at = null;
    this.choice = 0;
    this.editing = "";
    this.onKey = (event) => this.key(event);
    window.addEventListener("keydown", this.onKey);
  }

  close() {
    window.removeEventListener("keydown", this.onKey);
    this.root.remove();
  }

  receive(data) {
    this.data = data;
    this.seq = Math.max(this.seq, data.done);
    this.pending = this.pending.filter((act) => act.seq > data.done);
    this.rows = data.rows.map((row) => {
      const act = this.pending.find((one) => one.id === row.id);
      return act ? { ...row, status: act.action === "undo" ? "open" : act.status } : row;
    });
    if (!this.rows.some((row) => row.id === this.at)) {
      this.at = (this.rows.find((row) => row.status === "open") ?? this.rows[0])?.id ?? null;
      this.choice = 0;
      this.editing = "";
    }
    const form = this.editing && this.row?.status === "open" && this.root.querySelector(".form");
    if (!form) {
      this.draw();
      return;
    }
    this.root.dataset.waiting = String(this.pending.length);
    this.root.querySelector(".list").replaceWith(this.list()); // what is being typed stays
  }

  get row() {
    return this.rows.find((row) => row.id === this.at);
  }

  key(event) {
    const inside = event.composedPath()[0];
    const typing = inside instanceof HTMLElement && inside.matches("input, select, textarea, [contenteditable]");
    if (event.key === "Escape" && this.editing) {
      this.editing = "";
      this.draw();
      this.root.focus();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !this.row) return;
    const actions = {
      a: () => this.act("accept"),
      x: () => this.act("reject"),
      u: () => this.act("undo"),
      c: () => this.edit("correct"),
      m: () => this.edit("merge"),
      j: () => this.move(1),
      k: () => this.move(-1),
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
    };
    const number = Number(event.key);
    if (number >= 1 && number <= this.row.choices.length) this.choose(number - 1);
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  }

  move(step) {
    const index = this.rows.findIndex((row) => row.id === this.at);
    this.go(this.rows[Math.min(this.rows.length - 1, Math.max(0, index + step))].id);
  }

  go(id) {
    this.at = id;
    this.choice = 0;
    this.editing = "";
    this.draw();
  }

  choose(index) {
    this.choice = index;
    this.draw();
  }

  edit(what) {
    if (this.row.status !== "open") return;
    this.editing = what;
    this.draw();
    this.root.querySelector(what === "merge" ? "select" : "input")?.focus();
  }

  act(action, said = {}) {
    const row = this.row;
    if ((row.status === "open") === (action === "undo")) return;
    const status = action === "reject" ? "rejected" : said.event ? "merged" : "accepted";
    const place = this.choice > 0 ? row.choices[this.choice].id : "";
    this.seq += 1;
    this.pending.push({ seq: this.seq, id: row.id, action, status, place, ...said });
    row.status = action === "undo" ? "open" : status;
    this.editing = "";
    if (action !== "undo") {
      const index = this.rows.findIndex((one) => one.id === row.id);
      const next = [...this.rows.slice(index + 1), ...this.rows.slice(0, index)].find((one) => one.status === "open");
      if (next) this.at = next.id;
      this.choice = 0;
    }
    this.draw();
    this.root.focus();
    this.send(this.pending.slice());
  }

  draw() {
    const { words } = this.data;
    const row = this.row;
    if (!row) {
      this.root.replaceChildren(el("p", { class: "empty" }, words.nothing));
      return;
    }
    this.root.dataset.at = row.id;
    this.root.dataset.status = row.status;
    this.root.dataset.waiting = String(this.pending.length);
    this.root.replaceChildren(this.list(), el("div", { class: "sheet" }, ...this.sheet(row)), this.map(row));
    const current = this.root.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest" });
  }

  list() {
    const list = el("ol", { class: "list", "aria-label": this.data.words.proposals });
    for (const row of this.rows) {
      const item = el(
        "button",
        { type: "button", class: `item ${row.status}` },
        el("span", { class: "name" }, row.name || "–"),
        el("span", { class: "when" }, row.when),
        el("span", { class: "mark" }, row.status === "open" ? row.score.toFixed(2) : this.data.words[row.status]),
      );
      if (row.id === this.at) item.setAttribute("aria-current", "true");
      item.addEventListener("click", () => this.go(row.id));
      list.append(el("li", {}, item));
    }
    return list;
  }

  sheet(row) {
    const { words } = this.data;
    const passage = el("p", { class: "passage", lang: this.data.lang });
    passage.append(el("span", { class: "around" }, row.before));
    for (const [text, mark] of row.pieces) passage.append(mark ? el("mark", { class: mark }, text) : text);
    passage.append(el("span", { class: "around" }, row.after));
    const choices = el("ol", { class: "choices", "aria-label": words.places });
    row.choices.forEach((choice, index) => choices.append(this.option(choice, index)));
    return [
      passage,
      el("p", { class: "date" }, el("b", {}, row.date || words.undated), " ", el("span", {}, row.when)),
      choices,
      el("ul", { class: "reasons" }, ...row.reasons.map((text) => el("li", {}, text))),
      row.status === "open" ? this.buttons() : this.decided(row),
      this.editing ? this.form(row) : null,
    ].filter((node) => node !== null);
  }

  option(choice, index) {
    const button = el(
      "button",
      { type: "button", class: "choice", "aria-pressed": String(index === this.choice) },
      el("b", {}, `${index + 1} ${choice.name}`),
      el("span", {}, `${choice.kind} ${choice.country} · ${choice.score.toFixed(2)}`),
      el("small", {}, `${choice.reasons.join("; ")} — ${choice.attribution}`),
    );
    button.addEventListener("click", () => this.choose(index));
    return el("li", {}, button);
  }

  buttons() {
    const { words } = this.data;
    const button = (key, text, run) => {
      const node = el("button", { type: "button", class: "act" }, text, el("kbd", {}, key));
      node.addEventListener("click", run);
      return node;
    };
    return el(
      "div",
      { class: "acts" },
      button("A", words.accept, () => this.act("accept")),
      button("C", words.correct, () => this.edit("correct")),
      button("M", words.merge, () => this.edit("merge")),
      button("X", words.reject, () => this.act("reject")),
    );
  }

  decided(row) {
    const { words } = this.data;
    const button = el("button", { type: "button", class: "act" }, words.undo, el("kbd", {}, "U"));
    button.addEventListener("click", () => this.act("undo"));
    return el("div", { class: "acts" }, el("b", { class: "status" }, words[row.status]), button);
  }

  form(row) {
    const { words } = this.data;
    const field = (label, input) => el("label", {}, el("span", {}, label), input);
    const form = el("form", { class: "form" });
    const save = el("button", { type: "submit", class: "act" }, words.save, el("kbd", {}, "⏎"));
    if (this.editing === "merge") {
      const options = this.data.events.map(([id, title]) => el("option", { value: id }, title));
      const event = el("select", {}, ...options);
      form.append(field(words.event, event), save);
      form.addEventListener("submit", (submitted) => {
        submitted.preventDefault();
        if (event.value) this.act("accept", { event: event.value });
      });
      return form;
    }
    const when = el("input", { value: row.when, spellcheck: false });
    const place = el("input", { value: row.choices[this.choice]?.id ?? "", spellcheck: false });
    const title = el("input", { value: "" });
    const kind = el("select", {}, ...this.data.kinds.map(([id, name]) => el("option", { value: id }, name)));
    form.append(
      field(words.when, when), field(words.place, place), field(words.title, title), field(words.kind, kind), save,
    );
    form.addEventListener("submit", (submitted) => {
      submitted.preventDefault();
      const said = { when: when.value.trim(), place: place.value.trim(), title: title.value.trim(), kind: kind.value };
      this.act("accept", { ...said, status: "corrected" });
    });
    return form;
  }

  map(row) {
    const figure = el("figure", { class: "map" });
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", row.choices.map((choice) => choice.name).join(", ") || this.data.words.unlocated);
    const at = row.choices[this.choice] ?? { lon: 60, lat: 30 };
    const half = row.choices.length ? span(at.kind) : 90;
    const squeeze = Math.max(0.3, Math.cos((at.lat * Math.PI) / 180));
    svg.setAttribute("viewBox", `${-half * squeeze} ${-half} ${2 * half * squeeze} ${2 * half}`);
    svg.setAttribute("preserveAspectRatio", "xMidYMid slice");
    const ground = group(svg, `scale(${squeeze} 1) translate(${-at.lon} ${at.lat})`);
    for (const shift of [-360, 0, 360]) {
      if (Math.abs(at.lon + shift) > 360) continue;
      shape(group(ground, `translate(${shift} 0)`), "path", { d: this.data.land, class: "land" });
    }
    for (const [lon, lat] of this.data.known) dot(svg, lon, lat, at, squeeze, half * 0.012, "known");
    row.choices.forEach((choice, index) => {
      if (index !== this.choice) dot(svg, choice.lon, choice.lat, at, squeeze, half * 0.03, "other");
    });
    if (row.choices.length) dot(svg, at.lon, at.lat, at, squeeze, half * 0.045, "chosen");
    figure.append(svg);
    const caption = row.choices.length
      ? `${at.name} · ${at.lon.toFixed(3)}, ${at.lat.toFixed(3)}`
      : this.data.words.unlocated;
    figure.append(el("figcaption", {}, caption, el("small", {}, this.data.words.credits)));
    return figure;
  }
}

function span(kind) {
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
