// Which labels the map wishes for, how they are set, and the words along lines and arcs.

import { inLanguage } from "./decode.js";
import { placeLabels } from "./labels.js";
import { yearOf } from "./days.js";
import { paintAlong } from "./maplines.js";
import { toUnit } from "./mercator.js";
import { paintText, textWidth } from "./paint.js";
import { localeTag } from "./words.js";

const SERIF = '"Source Serif 4", "Noto Serif", Georgia, serif';
const AROUND = ["right", "left", "above", "below"];

/** Collect the wishes into `scene.labels`; words along lines are drawn at once, after the symbols. */
export function labelWishes(scene) {
  stackLabels(scene);
  alongLines(scene);
  standingLabels(scene);
  areaLabels(scene);
  ownWaterLabels(scene);
}

/** The names of the base map: waters and countries. */
export function groundWishes(scene) {
  waterLabels(scene);
  countryLabels(scene);
}

/** Place the labels that were wished for and draw those that found room. */
export function paintLabels(scene) {
  const { width, height } = scene.frame;
  for (const placed of placeLabels(scene.labels, scene.taken, [2, 2, width - 2, height - 2])) paintLabel(scene, placed);
}

function paintLabel(scene, { wish, box, leader }) {
  const { context, colours } = scene;
  if (leader) {
    context.beginPath();
    context.moveTo(wish.x, wish.y);
    context.lineTo(...leader);
    context.strokeStyle = colours["text-3"];
    context.lineWidth = 0.8;
    context.stroke();
  }
  let y = box[1];
  for (const line of wish.lines) {
    paintText(context, line.text, box[0], y + line.height / 2, { ...line, halo: wish.halo ?? colours.halo });
    y += line.height;
  }
  if (wish.hit) {
    const [x0, y0, x1, y1] = box;
    const distance = (px, py) => (px >= x0 && px <= x1 && py >= y0 && py <= y1 ? -1 : 1);
    scene.hits.push({ ...wish.hit, rank: 50, distance });
  }
}

function wish(scene, at, lines, options) {
  const width = Math.max(...lines.map((line) => textWidth(scene.context, line.text, line.font, parseFloat(line.spacing ?? "0"))));
  const height = lines.reduce((sum, line) => sum + line.height, 0);
  scene.labels.push({ x: at[0], y: at[1], width, height, lines, gap: 8, places: AROUND, ...options });
}

const upright = (scene, text, size, weight, color) => ({
  text, font: `${weight} ${size}px ${scene.fontFamily}`, color, height: size * 1.22,
});

function stackLabels(scene) {
  const { colours, store, view } = scene;
  for (const stack of scene.marks.stacks) {
    const chosen = view.select === stack.place.id || stack.events.some((event) => event.id === view.select);
    const meeting = stack.events.some((event) => event.ordinal !== null);
    const size = chosen ? 14.5 : meeting ? 13.5 : 12.5;
    const lines = [upright(scene, store.placeName(stack.place), size, meeting || chosen ? 700 : 600, colours["text-1"])];
    if (stack.events.length === 1 && stack.events[0].days) {
      const text = chosen ? store.words(stack.events[0].date) : stack.events[0].edtf.match(/-?\d{4}/)?.[0];
      if (text) lines.push(upright(scene, text, 11, 400, colours["text-2"]));
    }
    const column = stack.marks.length > 2 && !stack.badge;
    const options = {
      gap: meeting ? 14 : 10, priority: chosen ? 100 : meeting ? 80 : 70, group: `stack ${stack.place.id}`,
      hit: { id: stack.place.id, ids: [stack.place.id], place: stack.place },
    };
    if (!column) {
      wish(scene, stack.pixel, lines, { ...options, places: [...AROUND, "leader"] });
      continue;
    }
    const [top, bottom] = [stack.spots[0], stack.spots[stack.spots.length - 1]];
    wish(scene, top, lines, { ...options, places: ["above", "left", "right"] });
    wish(scene, bottom, lines, { ...options, priority: options.priority - 1, places: ["below", "left", "right"] });
    wish(scene, stack.pixel, lines, { ...options, priority: options.priority - 2, places: [...AROUND, "leader"] });
  }
}

function standingLabels(scene) {
  const { colours, store, view } = scene;
  for (const { place, pixel, active } of scene.marks.standing) {
    if (!pixel) continue;
    const chosen = view.select === place.id || scene.hovered === place.id;
    const color = active || chosen ? colours["text-1"] : colours.outside;
    const lines = [upright(scene, store.placeName(place), chosen ? 13 : 11.5, chosen ? 700 : 500, color)];
    const year = active ? "" : firstYear(store.atlas, place);
    if (year) lines[0].text += ` ${year}`;
    wish(scene, pixel, lines, {
      priority: chosen ? 99 : active ? 62 : 40, places: chosen ? [...AROUND, "leader"] : AROUND,
      hit: { id: place.id, ids: [place.id], place },
    });
  }
}

// The year in which a place outside the window is first documented.
function firstYear(atlas, place) {
  const event = atlas.events.find((one) => one.days && (one.places.includes(place.id) || one.about.includes(place.id)));
  return event && Math.abs(event.days[0]) < 1e11 ? String(yearOf(event.days[0])) : "";
}

function areaLabels(scene) {
  const { colours, store, view } = scene;
  const standing = new Set(["region", "area", "territory", "island"]);
  const stacked = new Set(scene.marks.stacks.map((stack) => stack.place.id));
  for (const item of scene.marks.standing) {
    const { place, at, active, inForce } = item;
    const chosen = view.select === place.id || scene.hovered === place.id;
    const plain = active && inForce && place.precision !== "schematic";
    if (item.pixel || stacked.has(place.id) || !standing.has(place.kind) || (!chosen && !plain)) continue;
    const text = store.placeName(place);
    const font = `700 ${chosen ? 13.5 : 12}px ${scene.fontFamily}`;
    const line = { text, font, color: colours["corridor-text"], height: 15, spacing: "0.6px" };
    wish(scene, scene.project(toUnit(...placeAt(place, scene)) ?? at), [line], {
      gap: 3, priority: chosen ? 98 : 55, places: ["center", "above", "below", "right", "left"],
      hit: { id: place.id, ids: [place.id], place },
    });
  }
}

function placeAt(place, scene) {
  return place.label ?? scene.base.byCode.get(place.shape[0])?.label ?? place.geometry.coordinates;
}

// Waters that are places of the atlas.
function ownWaterLabels(scene) {
  const { store, view } = scene;
  scene.waterNames = new Set();
  for (const { place, at } of scene.marks.standing) {
    if (place.layer !== "waters") continue;
    const text = store.placeName(place);
    scene.waterNames.add(text);
    const chosen = view.select === place.id || scene.hovered === place.id;
    wish(scene, scene.project(at), [waterLine(scene, text, chosen ? 14 : 13, chosen ? 700 : 500)], {
      gap: 2, priority: chosen ? 97 : 34, places: ["center", "below", "above", "right", "left"],
      hit: { id: place.id, ids: [place.id], place },
    });
  }
}

function waterLabels(scene) {
  const { frame, view } = scene;
  for (const water of scene.base.waters) {
    if (water.rank > frame.zoom - 1.2) continue;
    const text = inLanguage(water.name, view.lang);
    if (scene.waterNames.has(text)) continue;
    wish(scene, scene.project(toUnit(...water.at)), [waterLine(scene, text, water.rank === 1 ? 14 : 12.5, 400)], {
      gap: 2, priority: 20 - water.rank, places: ["center", "below", "above"],
    });
  }
}

function waterLine({ colours }, text, size, weight) {
  const slant = /^[\p{Script=Latin}\s.'’-]+$/u.test(text) ? "italic " : "";
  return { text, font: `${slant}${weight} ${size}px ${SERIF}`, color: colours["water-text"], height: size * 1.25, spacing: "0.3px" };
}

function countryLabels(scene) {
  const { colours, frame, view } = scene;
  const states = new Map(scene.store.atlas.places.filter((place) => place.kind === "state").map((place) => [place.shape[0], place]));
  const stacked = new Set(scene.marks.stacks.map((stack) => stack.place.id));
  for (const country of scene.base.countries) {
    if (country.rank > frame.zoom + 0.4) continue;
    const place = states.get(country.code);
    if (place && stacked.has(place.id)) continue;
    const name = place ? scene.store.placeName(place) : inLanguage(country.name, view.lang);
    const chosen = place && (view.select === place.id || scene.hovered === place.id);
    const line = {
      text: name.toLocaleUpperCase(localeTag(view.lang)), font: `${chosen ? 700 : 500} ${country.rank <= 2 ? 11 : 10.5}px ${scene.fontFamily}`,
      color: chosen ? colours["text-1"] : colours["country-text"], height: 14, spacing: "1.1px",
    };
    wish(scene, scene.project(toUnit(...(place?.label ?? country.label))), [line], {
      gap: 2, priority: chosen ? 96 : 12 - country.rank, places: ["center", "above", "below"],
      hit: place && { id: place.id, ids: [place.id], place },
    });
  }
}

function alongLines(scene) {
  const { colours, store, view } = scene;
  for (const item of scene.marks.shapes) {
    if (!item.pixels) continue;
    const corridor = item.place.kind === "corridor";
    const color = !item.shown ? colours.outside : corridor ? colours["corridor-text"] : colours.lane;
    const font = `700 12px ${scene.fontFamily}`;
    const shares = [0.35, 0.5, 0.65, 0.25, 0.75, 0.15, 0.85];
    paintAlong(scene, item.pixels, store.placeName(item.place), { font, color, halo: colours.halo, lift: corridor ? 12 : 10 }, shares);
  }
  const said = new Set();
  for (const arc of scene.arcs) {
    if (said.has(arc.event.id)) continue;
    const strong = arc.event.id === view.select || arc.event.id === scene.hovered;
    const style = {
      font: `${strong ? 700 : 500} 11px ${scene.fontFamily}`, color: scene.kindColor(arc.event.kind), halo: colours.halo,
      lift: -7,
    };
    if (paintAlong(scene, arc.pixels, arcWords(store, arc.event), style)) said.add(arc.event.id);
  }
}

/** Who travelled and when: "Abe Shinzo, 2015". */
export function arcWords(store, event) {
  const person = event.actors.map((id) => store.atlas.actorById.get(id)).find((actor) => actor?.kind === "person");
  const year = event.edtf.match(/-?\d{4}/)?.[0] ?? "";
  return person ? store.t("{who} {year}", { who: store.words(person.name), year }) : year;
}
