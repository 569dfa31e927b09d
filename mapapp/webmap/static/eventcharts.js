// Charts of events: kinds by period, actors by place. What is pressed becomes a filter.

import { CHART_FONT, chartButton, chartColours, chartFigure, chartText, fittingText, kindColour } from "./chartparts.js";
import { actorsByPlace, kindsByEra } from "./charttally.js";
import { svg } from "./dom.js";
import { windowOfEra } from "./related.js";
import { symbolPath } from "./symbols.js";
import { roughWidth } from "./words.js";

const ROW = 26;
const HEAD = 34;
const MATRIX = { row: 24, actors: 14, places: 16, least: 30, overhang: 56 };

/** Events of each kind in each period: in the window solid, in all years outlined. */
export function periodChart(store, width, say) {
  const { t, tn, words, atlas, result } = store;
  const eras = atlas.eras.filter((era) => era.days);
  const shown = kindsByEra(result.events, atlas.kinds, eras);
  const all = kindsByEra([...result.events, ...result.outside], atlas.kinds, eras);
  const top = Math.max(1, ...[...all.values()].flat());
  const colours = chartColours(store);
  const left = Math.min(200, 30 + Math.max(...atlas.kinds.map((kind) => roughWidth(words(kind.title), CHART_FONT))));
  const column = (width - left) / Math.max(1, eras.length);
  const title = t("Kinds of events by period");
  const drawing = svg("svg", { class: "chart-drawing", width, height: HEAD + atlas.kinds.length * ROW + 4, role: "group", "aria-label": title });
  eras.forEach((era, i) => drawing.append(chartButton({
    key: `chart-era-${era.id}`, label: t("Show {era}", { era: words(era.title) }), say, press: () => store.set(windowOfEra(era.days)),
  }, svg("rect", { x: left + i * column, y: 0, width: column - 4, height: HEAD - 6, fill: colours.sunken }),
  chartText(left + i * column + 6, 18, fittingText(words(era.title), column - 16), colours["text-1"], { "font-weight": 700 }))));
  atlas.kinds.forEach((kind, row) => {
    const y = HEAD + row * ROW;
    drawing.append(svg("path", { d: symbolPath(kind.symbol, 5), transform: `translate(10 ${y + ROW / 2})`, fill: kindColour(kind, store) }),
      chartText(22, y + ROW / 2 + 4, fittingText(words(kind.title), left - 26), colours["text-1"]),
      ...eras.map((era, i) => {
        const counts = [shown.get(kind.id)[i], all.get(kind.id)[i]];
        const label = `${words(kind.title)}${t(", ")}${words(era.title)}${t(": ")}${tn("{n} event in the window", "{n} events in the window", counts[0])}${t(", ")}${t("{n} in all years", { n: counts[1] })}`;
        return periodCell({ x: left + i * column, y, room: column - 44, top, counts, colour: kindColour(kind, store), colours }, {
          key: `chart-${kind.id}-${era.id}`, label, say, press: () => store.set({ ...windowOfEra(era.days), kinds: [kind.id] }),
        });
      }));
  });
  const rows = () => [[t("Kind"), t("Period"), t("In the window"), t("In all years")],
    ...atlas.kinds.flatMap((kind) => eras.map((era, i) => [words(kind.title), words(era.title), shown.get(kind.id)[i], all.get(kind.id)[i]]))];
  const note = t("solid: in the window; outline: in all years. An event that could lie in two periods counts in both.");
  return chartFigure({ name: "periods", title, note, drawing, rows, store });
}

function periodCell({ x, y, room, top, counts, colour, colours }, act) {
  const [inWindow, inAll] = counts.map((count) => (count / top) * room);
  return chartButton(act,
    svg("rect", { x, y, width: room + 40, height: ROW - 2, fill: colours.panel }),
    inAll ? svg("rect", { x: x + 0.5, y: y + 5.5, width: inAll, height: ROW - 13, fill: "none", stroke: colour, "stroke-width": 1 }) : null,
    inWindow ? svg("rect", { x, y: y + 5, width: inWindow, height: ROW - 12, fill: colour }) : null,
    chartText(x + inAll + 6, y + ROW / 2 + 4, counts[0] === counts[1] ? String(counts[0]) : `${counts[0]} / ${counts[1]}`,
      counts[1] ? colours["text-1"] : colours["text-3"]));
}

/** Events of the window by actor and place; the darker, the more. */
export function matrixChart(store, width, say) {
  const { t, tn, words, atlas, result } = store;
  const nameOfActor = (id) => words(atlas.actorById.get(id)?.name) || id;
  const nameOfPlace = (id) => store.placeName(atlas.placeById.get(id) ?? { id, names: [] });
  const left = width < 500 ? 96 : 170;
  const fits = Math.max(3, Math.min(MATRIX.places, Math.floor((width - left - MATRIX.overhang) / MATRIX.least)));
  const found = actorsByPlace(result.events, MATRIX.actors, fits);
  const cell = Math.min(64, (width - left - MATRIX.overhang) / Math.max(1, found.places.length));
  const colours = chartColours(store);
  const title = t("Actors and places");
  const head = 92;
  const drawing = svg("svg", { class: "chart-drawing", width, height: head + found.actors.length * MATRIX.row + 4, role: "group", "aria-label": title });
  found.places.forEach((id, i) => {
    const x = left + i * cell + cell / 2;
    const label = t("Only: {name}", { name: nameOfPlace(id) });
    drawing.append(chartButton({ key: `chart-place-${id}`, label, say, press: () => store.set({ places: [id] }) },
      chartText(0, 4, fittingText(nameOfPlace(id), 104), colours["text-1"], { transform: `translate(${x} ${head - 8}) rotate(-48)` })));
  });
  found.actors.forEach((actor, row) => {
    const y = head + row * MATRIX.row;
    const label = t("Only: {name}", { name: nameOfActor(actor) });
    drawing.append(chartButton({ key: `chart-actor-${actor}`, label, say, press: () => store.set({ actors: [actor] }) },
      chartText(left - 8, y + 16, fittingText(nameOfActor(actor), left - 14), colours["text-1"], { "text-anchor": "end" })),
    ...found.places.map((place, i) => {
      const count = found.counts[row][i];
      const box = { x: left + i * cell, y, width: cell - 2, height: MATRIX.row - 2 };
      if (!count) return svg("rect", { ...box, fill: colours.sunken });
      const said = `${nameOfActor(actor)}${t(", ")}${nameOfPlace(place)}${t(": ")}${tn("{n} event", "{n} events", count)}`;
      return matrixCell(box, count, found.top, colours, {
        key: `chart-${actor}-${place}`, label: said, say, press: () => store.set({ actors: [actor], places: [place] }),
      });
    }));
  });
  const rows = () => [[t("Actor"), t("Place"), t("Events")], ...found.actors.flatMap((actor, row) =>
    found.places.map((place, i) => [nameOfActor(actor), nameOfPlace(place), found.counts[row][i]]).filter(([, , count]) => count))];
  const note = found.left.actors || found.left.places
    ? t("those with most events; {actors} actors and {places} places more", found.left) : t("events in the window");
  return chartFigure({ name: "matrix", title, note, drawing, rows, store });
}

function matrixCell(box, count, top, colours, act) {
  const strength = 0.18 + 0.82 * (count / top);
  return chartButton(act,
    svg("rect", { ...box, fill: colours.panel }),
    svg("rect", { ...box, fill: colours.accent, "fill-opacity": strength }),
    chartText(box.x + box.width / 2, box.y + 15, String(count), strength > 0.6 ? colours["accent-ink"] : colours["text-1"],
      { "text-anchor": "middle" }));
}
