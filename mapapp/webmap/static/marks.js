// What the map shows of a selection: stacks of event marks at places, standing places, arcs of visits. Pure.

import { greatCircle, toUnit } from "./mercator.js";
import { afterglow, presence } from "./visible.js";

/** Where a place's marks and label stand: [lon, lat], or null. @param {(code: string) => [number, number]|null} countryLabel */
export function anchorOf(place, countryLabel) {
  if (!place) return null;
  if (place.geometry?.type === "Point") return place.geometry.coordinates;
  if (place.label) return place.label;
  if (place.shape.length) return countryLabel(place.shape[0]);
  if (!place.geometry) return null;
  let first = place.geometry.coordinates;
  while (Array.isArray(first?.[0])) first = first[0];
  return first ?? null;
}

/** Layers switched on: the View's choice, else the atlas's own. @returns {Set<string>} */
export function layersOn(atlas, view) {
  return new Set(view.layers ?? atlas.layers.filter((layer) => layer.visible).map((layer) => layer.id));
}

/** Is a mark drawn open: its place or its date is inferred, soft, or known no better than a country or an area? */
export function isOpen(event, place) {
  return Boolean(
    event.soft || event.place_basis === "inferred" || place.basis === "inferred" || place.precision !== "exact" ||
      place.geometry?.type !== "Point",
  );
}

/** How strongly a mark is drawn: by how surely it is in the window, and by its age where the past fades. */
export function strengthOf(event, view, window) {
  return (0.35 + 0.65 * presence(event.days, event.soft, window)) * afterglow(event.days, window, view.trail);
}

const STACK_LIMIT = 6;

/**
 * Marks of one place: each meeting of a series by itself, the others one per kind; only one per kind when that is more
 * than six.
 * @param {object[]} events in the window at this place
 */
export function stackOf(events, kinds) {
  const order = new Map(kinds.map((kind, i) => [kind.id, i]));
  const groups = new Map();
  const put = (key, event) => {
    if (!groups.has(key)) groups.set(key, { kind: event.kind, ordinal: null, events: [] });
    groups.get(key).events.push(event);
  };
  const numbered = events.filter((event) => event.ordinal !== null);
  const single = numbered.length + new Set(events.filter((e) => e.ordinal === null).map((e) => e.kind)).size <= STACK_LIMIT;
  for (const event of events) {
    if (single && event.ordinal !== null) put(`#${event.id}`, event);
    else put(event.kind, event);
  }
  const marks = [...groups.values()];
  for (const mark of marks) if (mark.events.length === 1) mark.ordinal = mark.events[0].ordinal;
  return marks.sort(
    (a, b) => (order.get(a.kind) ?? 99) - (order.get(b.kind) ?? 99) || (a.ordinal ?? 99) - (b.ordinal ?? 99),
  );
}

/**
 * Everything the map draws for a View.
 * @param {object} atlas decoded @param {object} view @param {object} result of `selectEvents`
 * @param {(place: object) => [number, number]|null} anchor
 */
export function buildMarks(atlas, view, result, anchor) {
  const on = layersOn(atlas, view);
  const here = new Map();
  const concerned = new Set();
  for (const event of result.events) {
    for (const id of event.places) {
      if (!here.has(id)) here.set(id, []);
      here.get(id).push(event);
    }
    for (const id of event.about) concerned.add(id);
  }
  const stacks = [];
  const standing = [];
  const shapes = [];
  for (const place of atlas.places) {
    const at = anchor(place);
    const events = here.get(place.id);
    const active = Boolean(events) || concerned.has(place.id);
    if (events && at) {
      const marks = stackOf(events, atlas.kinds).map((mark) => ({
        ...mark,
        open: mark.events.every((event) => isOpen(event, place)),
        strength: Math.max(...mark.events.map((event) => strengthOf(event, view, result.window))),
      }));
      stacks.push({ place, at: toUnit(...at), marks, events });
    }
    if (!on.has(place.layer)) continue;
    const inForce = !place.days || (place.days[0] <= result.window[1] && place.days[3] >= result.window[0]);
    if (isDrawnShape(place)) shapes.push({ place, active, inForce });
    if (at && !events && place.kind !== "state") standing.push({ place, at: toUnit(...at), active, inForce });
  }
  return { stacks, standing, shapes, arcs: buildArcs(atlas, result, anchor) };
}

const isDrawnShape = (place) =>
  (place.shape.length > 0 && place.kind !== "state") || (place.geometry !== null && !place.geometry.type.endsWith("Point"));

/**
 * Arcs of the visits in the window: one from the origin to the first stop that can be located, and hops to the others
 * (`hop`, drawn only near by). Where the order of the stops is not stated every arc is `loose` (dashed).
 */
export function buildArcs(atlas, result, anchor) {
  const arcs = [];
  for (const event of result.events) {
    const from = event.origin ? anchor(atlas.placeById.get(event.origin)) : null;
    if (!from) continue;
    const stops = event.places.filter((id) => id !== event.origin).map((id) => atlas.placeById.get(id))
      .filter((place) => place && anchor(place));
    let last = from;
    stops.forEach((place, i) => {
      const to = anchor(place);
      const loose = event.stops !== "ordered" || isOpen(event, place);
      const start = i && event.stops !== "ordered" ? anchor(stops[0]) : last;
      arcs.push({ event, from: start, to, loose, hop: i > 0, points: arcPoints(start, to, i ? 12 : 40) });
      last = to;
    });
  }
  spreadArcs(arcs.filter((arc) => !arc.hop));
  return arcs;
}

const arcCache = new Map();

function arcPoints(from, to, n) {
  const key = `${from} ${to} ${n}`;
  if (!arcCache.has(key)) arcCache.set(key, greatCircle(from, to, n));
  return arcCache.get(key);
}

// Arcs that share an origin are bowed apart: each gets a rank around zero, in the order of their bearings.
function spreadArcs(arcs) {
  const bundles = new Map();
  for (const arc of arcs) {
    const key = arc.from.join();
    if (!bundles.has(key)) bundles.set(key, []);
    bundles.get(key).push(arc);
  }
  for (const bundle of bundles.values()) {
    bundle.sort((a, b) => b.to[1] - a.to[1] || a.to[0] - b.to[0] || (a.event.id < b.event.id ? -1 : 1));
    bundle.forEach((arc, i) => {
      arc.bow = i - (bundle.length - 1) / 2;
    });
  }
}

/**
 * An arc in pixels: bowed by its rank, and cut short of the symbols at both ends.
 * @param {(unit: [number, number]) => [number, number]} project
 * @param {number} pitch pixels between neighbours of a bundle @param {number} cut pixels kept free at each end
 */
export function bowedPixels(arc, project, pitch, cut) {
  const raw = arc.points.map(project);
  const [a, b] = [raw[0], raw[raw.length - 1]];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const lift = Math.min(pitch * Math.abs(arc.bow ?? 0), length * 0.22) * Math.sign(arc.bow ?? 0);
  const normal = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
  const side = normal[1] >= 0 ? 1 : -1;
  const n = raw.length - 1;
  const bent = raw.map(([x, y], i) => {
    const out = lift * side * Math.sin((Math.PI * i) / n);
    return [x + normal[0] * out, y + normal[1] * out];
  });
  const kept = bent.filter(
    ([x, y]) => Math.hypot(x - a[0], y - a[1]) >= cut && Math.hypot(x - b[0], y - b[1]) >= cut,
  );
  return kept.length >= 2 ? kept : [];
}
