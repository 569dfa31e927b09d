// The review desk: a passage and a map side by side, decided by keyboard. What Python has not yet heard of is kept and
// told again; what the page shows does not wait for it.

const desks = new Map(); // by the key of the reading: a component that is made anew goes on with the desk as it was
let ground = ""; // the coasts as an SVG path: asked for once

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!desks.has(data.key)) desks.set(data.key, new Desk());
  const desk = desks.get(data.key);
  desk.send = (acts) => setStateValue("acts", acts);
  desk.enter(parentElement);
  desk.receive(data);
  return () => {
    if (!parentElement.isConnected) desk.leave(parentElement); // also called where newer data overtake these: then it stays
  };
}

class Desk {
  constructor() {
    this.root = el("div", { class: "review", tabindex: "0" });
    this.pending = [];
    this.seq = 0;
    this.at = null;
    this.choice = 0;
    this.found = new Map(); // places looked up or set by hand, by the id of the row
    this.events = null; // every event of the atlas: asked for with the first merge
    this.editing = "";
    this.landing = ""; // where to stand on the page that is on its way: first, last or open
    this.focused = null; // where the keys go: kept for the next component
    this.root.addEventListener("focusin", (event) => (this.focused = event.target));
    this.onKey = (event) => this.key(event);
  }

  /** Stand in a component; what was typed comes along, and the focus where nothing else has taken it. */
  enter(parent) {
    if (this.root.parentNode === parent) return;
    parent.append(this.root);
    window.addEventListener("keydown", this.onKey);
    if (this.editing && document.activeElement === document.body) this.focused?.focus();
  }

  leave(parent) {
    if (this.root.parentNode !== parent) return;
    window.removeEventListener("keydown", this.onKey);
    this.root.remove();
  }

  receive(data) {
    const turned = this.data && this.data.first !== data.first;
    this.data = data;
    this.seq = Math.max(this.seq, data.done);
    this.pending = this.pending.filter((act) => act.seq > data.done);
    this.rows = data.rows.map((row) => ({ ...row, status: pendingStatus(row, this.pending) }));
    if (data.land) ground = data.land;
    if (data.events) this.events = data.events;
    const found = data.found?.words === this.lookingFor ? data.found : null; // else an answer that has been heard already
    if (found) this.take(found);
    this.stand(turned);
    if (!ground) this.ask("land");
    const form = this.editing && this.row?.status === "open" && this.root.querySelector(".form");
    if (!form || found) {
      this.draw();
      return;
    }
    this.root.dataset.waiting = String(this.pending.length);
    this.root.querySelector(".list").replaceWith(this.list()); // what is being typed stays
    this.show(this.root.querySelector("[aria-current]"));
    form.dispatchEvent(new Event("heard"));
  }

  /** Ask Python for something, unless it has been asked already. */
  ask(action, said = {}) {
    const same = (act) => act.action === action && Object.entries(said).every(([name, value]) => act[name] === value);
    if (this.pending.some(same)) return;
    this.seq += 1;
    this.pending.push({ seq: this.seq, action, ...said });
    this.send(this.pending.slice());
  }

  /** Choose a row where the one that was chosen is not on the page. */
  stand(turned) {
    const open = this.rows.find((row) => row.status === "open");
    if (turned && this.landing) {
      const last = this.landing === "last" ? this.rows.at(-1) : this.rows[0];
      this.at = (this.landing === "open" && open ? open : last)?.id ?? null;
      this.landing = "";
      this.reset();
    } else if (!this.rows.some((row) => row.id === this.at)) {
      this.at = (open ?? this.rows[0])?.id ?? null;
      this.reset();
    }
  }

  reset() {
    this.wanted = null;
    this.called = "";
    this.choice = 0;
    this.editing = "";
  }

  get row() {
    return this.rows.find((row) => row.id === this.at);
  }

  choices(row) {
    return [...row.choices, ...(this.found.get(row.id) ?? [])];
  }

  /** Places that were looked up: the first of them is chosen. */
  take({ words, choices }) {
    const row = this.row;
    if (!row) return;
    const before = this.choices(row);
    const fresh = choices.filter((choice) => !before.some((one) => one.id === choice.id));
    this.found.set(row.id, [...(this.found.get(row.id) ?? []), ...fresh]);
    const first = this.choices(row).findIndex((choice) => choice.id === choices[0]?.id);
    if (first >= 0) {
      this.choice = first;
      this.editing = "";
    }
    this.missing = choices.length === 0;
    this.lookingFor = null;
    queueMicrotask(() => (this.root.querySelector(".form input") ?? this.root).focus());
  }

  setByHand(lon, lat) {
    const row = this.row;
    if (!row || row.status !== "open") return;
    const [x, y] = [lon.toFixed(4), lat.toFixed(4)];
    const place = {
      id: `${x},${y}`, name: row.name || this.called || `${x}, ${y}`, kind: "", span: "", country: "", lon: Number(x), lat: Number(y), score: null,
      reasons: [this.data.words.byhand], attribution: "",
    };
    const others = (this.found.get(row.id) ?? []).filter((one) => one.score !== null);
    this.found.set(row.id, [...others, place]);
    this.choice = this.choices(row).length - 1;
    this.editing = "";
    this.draw();
    this.root.focus();
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
    if (typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !this.row) return;
    const actions = {
      a: () => this.act("accept"),
      x: () => this.act("reject"),
      X: () => this.rejectAlike(),
      u: () => this.act("undo"),
      c: () => this.edit("correct"),
      f: () => this.edit("find"),
      m: () => this.edit("merge"),
      j: () => this.move(1),
      k: () => this.move(-1),
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
    };
    const number = Number(event.key);
    if (number >= 1 && number <= this.choices(this.row).length) this.choose(number - 1);
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  }

  move(step) {
    const index = this.rows.findIndex((row) => row.id === this.at) + step;
    if (this.rows[index]) this.go(this.rows[index].id);
    else this.turn(step, step > 0 ? "first" : "last");
  }

  /** Go to the page before or after this one. */
  turn(step, landing) {
    this.leaf(this.data.first + step * this.data.size, landing);
  }

  leaf(first, landing) {
    if (first < 0 || first >= this.data.total) return;
    this.landing = landing;
    this.ask("page", { first });
  }

  go(id) {
    this.at = id;
    this.reset();
    this.draw();
  }

  choose(index) {
    this.choice = index;
    this.draw();
  }

  edit(what) {
    if (this.row.status !== "open") return;
    this.editing = what;
    this.missing = false;
    if (what === "merge" && !this.events) this.ask("events");
    this.draw();
    this.root.querySelector(".form input")?.focus();
  }

  act(action, said = {}) {
    const row = this.row;
    if (!row || (row.status === "open") === (action === "undo")) return;
    const done = { accept: said.event ? "merged" : "accepted", reject: "rejected", undo: "open" }[action];
    const place = this.choice > 0 || !row.choices.length ? (this.choices(row)[this.choice]?.id ?? "") : "";
    this.seq += 1;
    const name = byHand(this.choices(row)[this.choice]) && this.called ? { name: this.called } : {};
    this.pending.push({ seq: this.seq, id: row.id, action, status: done, place, ...name, ...said });
    row.status = done;
    this.editing = "";
    if (action !== "undo") this.onward();
    this.settle();
  }

  rejectAlike() {
    const row = this.row;
    if (row.status !== "open" || !row.name) return;
    this.seq += 1;
    this.pending.push({ seq: this.seq, id: row.id, action: "reject-alike", name: row.name });
    for (const one of this.rows) if (one.name === row.name && one.status === "open") one.status = "rejected";
    this.onward();
    this.settle();
  }

  /** To the next that is open: on this page, else on the page that has one. */
  onward() {
    const index = this.rows.findIndex((one) => one.id === this.at);
    const next = [...this.rows.slice(index + 1), ...this.rows.slice(0, index)].find((one) => one.status === "open");
    if (next) this.at = next.id;
    else if (this.data.nextOpen !== null) this.leaf(this.data.nextOpen, "open");
    this.reset();
  }

  settle() {
    this.draw();
    this.root.focus();
    this.send(this.pending.slice());
  }

  draw() {
    const row = this.row;
    this.root.dataset.waiting = String(this.pending.length);
    if (!row) {
      this.root.replaceChildren(el("p", { class: "empty" }, this.data.words.nothing));
      return;
    }
    this.root.dataset.at = row.id;
    this.root.dataset.status = row.status;
    this.root.replaceChildren(this.side(), el("div", { class: "sheet" }, ...this.sheet(row)), this.map(row));
    this.show(this.root.querySelector("[aria-current]"));
  }

  /** Scroll the list, and nothing around it, to an item. */
  show(item) {
    const list = this.root.querySelector(".list");
    if (!item || !list) return;
    const [inner, outer] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top;
    else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
  }

  side() {
    const { first, total, size, words } = this.data;
    const button = (text, label, step) => {
      const node = el("button", { type: "button", class: "turn", "aria-label": label }, text);
      node.disabled = first + step * size < 0 || first + step * size >= total;
      node.addEventListener("click", () => this.turn(step, "first"));
      return node;
    };
    const range = el("span", {}, `${first + 1}–${first + this.rows.length} / ${total}`);
    const bar = el("div", { class: "turns" }, button("‹", words.before, -1), range, button("›", words.next, 1));
    return el("div", { class: "side" }, total > size ? bar : null, this.list());
  }

  list() {
    const { words } = this.data;
    const list = el("ol", { class: "list", "aria-label": words.proposals });
    for (const row of this.rows) {
      const item = el(
        "button",
        { type: "button", class: `item ${row.status}` },
        el("span", { class: "name" }, row.name || "–"),
        el("span", { class: "when" }, row.when),
        el("span", { class: "mark" }, row.status === "open" ? row.score.toFixed(2) : words[row.status]),
      );
      if (row.id === this.at) item.setAttribute("aria-current", "true");
      item.addEventListener("click", () => this.go(row.id));
      list.append(el("li", {}, item));
    }
    return list;
  }

  sheet(row) {
    const { words, lang } = this.data;
    const list = el("ol", { class: "choices", "aria-label": words.places });
    this.choices(row).forEach((choice, index) => {
      const button = choiceButton(choice, index, index === this.choice);
      button.addEventListener("click", () => this.choose(index));
      list.append(el("li", {}, button));
    });
    return [
      passageOf(row, lang),
      row.gone ? el("p", { class: "gone" }, words.gone) : null,
      el("p", { class: "date" }, el("b", {}, row.date || words.undated), " ", el("span", {}, row.when)),
      list,
      el("ul", { class: "reasons" }, ...row.reasons.map((text) => el("li", {}, text))),
      row.status === "open" ? this.buttons(row) : this.decided(row),
      this.editing ? this.form(row) : null,
    ].filter((node) => node !== null);
  }

  buttons(row) {
    const { words } = this.data;
    return el(
      "div",
      { class: "acts" },
      actButton("A", words.accept, () => this.act("accept")),
      actButton("C", words.correct, () => this.edit("correct")),
      actButton("F", words.find, () => this.edit("find")),
      actButton("M", words.merge, () => this.edit("merge")),
      actButton("X", words.reject, () => this.act("reject")),
      row.name ? actButton("⇧X", words.rejectall, () => this.rejectAlike()) : null,
    );
  }

  decided(row) {
    const { words } = this.data;
    const by = row.by ? el("span", {}, words.by.replace("{name}", row.by)) : null;
    const undo = actButton("U", words.undo, () => this.act("undo"));
    return el("div", { class: "acts" }, el("b", { class: "status" }, words[row.status]), by, undo);
  }

  form(row) {
    const { words } = this.data;
    const form = el("form", { class: "form" });
    const save = (text) => el("button", { type: "submit", class: "act" }, text, el("kbd", {}, "⏎"));
    const on = (run) => form.addEventListener("submit", (event) => (event.preventDefault(), run()));
    if (this.editing === "merge") {
      const choose = (event) => this.act("accept", { event });
      const chooser = eventChooser({ row, events: () => this.events, words, choose });
      form.append(...chooser.nodes, save(words.merge));
      form.addEventListener("heard", chooser.show);
      on(chooser.take);
    } else if (this.editing === "find") {
      const name = el("input", { value: this.wanted ?? row.name, spellcheck: false });
      form.append(labelled(words.name, name), this.missing ? el("p", {}, words.none) : "", save(words.search));
      on(() => this.lookUp(name.value.trim()));
    } else {
      const when = el("input", { value: row.when, spellcheck: false });
      const title = el("input", { value: "", placeholder: words.itself });
      const kind = el("select", {}, ...this.data.kinds.map(([id, name]) => el("option", { value: id }, name)));
      const place = this.choices(row)[this.choice];
      const name = byHand(place) ? el("input", { value: this.called || row.name, spellcheck: false }) : null;
      form.append(
        labelled(words.when, when), labelled(words.title, title), name ? labelled(words.called, name) : "",
        labelled(words.kind, kind), save(words.save),
      );
      const said = () => ({ when: when.value.trim(), title: title.value.trim(), kind: kind.value });
      on(() => this.act("accept", { ...said(), ...(name ? { name: name.value.trim() } : {}) }));
    }
    return form;
  }

  lookUp(words) {
    if (!words) return;
    this.wanted = words;
    const point = /^(-?\d+(?:\.\d+)?)\s*[,，]\s*(-?\d+(?:\.\d+)?)$/.exec(words);
    if (point && Math.abs(point[1]) <= 180 && Math.abs(point[2]) <= 90) {
      this.setByHand(Number(point[1]), Number(point[2]));
      return;
    }
    this.called = words; // a place that nobody knows is then set by hand, and has this name
    this.lookingFor = words;
    this.ask("find", { words });
    this.root.dataset.waiting = String(this.pending.length);
  }

  map(row) {
    const { words, known } = this.data;
    const choices = this.choices(row);
    const at = choices[this.choice];
    const caption = at ? `${at.name} · ${at.lon.toFixed(3)}, ${at.lat.toFixed(3)}` : words.unlocated;
    const svg = placeMap({
      choices, chosen: this.choice, land: ground, known, label: words.unlocated,
      pick: (lon, lat) => this.setByHand(lon, lat),
    });
    return el("figure", { class: "map" }, svg, el("figcaption", {}, caption, el("small", {}, words.credits)));
  }
}
