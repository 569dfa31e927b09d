// Labels that do not pile up. Pure: boxes in, boxes out.

/**
 * @typedef {object} LabelWish
 * @property {string} id
 * @property {number} x @property {number} y the point that is named
 * @property {number} width @property {number} height of the text
 * @property {number} gap distance from the point to the text (radius of its symbol and a little)
 * @property {number} priority higher goes first
 * @property {string} [group] of wishes with the same group only the first that finds room is placed
 * @property {string[]} places positions to try, of "right", "left", "above", "below", "center", "leader"
 */

/** Boxes taken: [x0, y0, x1, y1], found through a coarse grid. */
export class Taken {
  constructor(cell = 64) {
    this.cell = cell;
    this.cells = new Map();
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  hits(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return true;
      }
    }
    return false;
  }

  keys([x0, y0, x1, y1]) {
    const keys = [];
    for (let i = Math.floor(x0 / this.cell); i <= Math.floor(x1 / this.cell); i += 1) {
      for (let j = Math.floor(y0 / this.cell); j <= Math.floor(y1 / this.cell); j += 1) keys.push(i * 100003 + j);
    }
    return keys;
  }
}

const LEADERS = [[26, -26], [26, 26], [-26, -26], [-26, 26], [44, -40], [44, 40], [-44, -40], [-44, 40]];

/** The boxes to try for a label: {box, leader}. */
export function candidates({ x, y, width, height, gap, places }) {
  const tries = [];
  const box = (left, top) => [left, top, left + width, top + height];
  for (const place of places) {
    if (place === "right") tries.push({ box: box(x + gap, y - height / 2) });
    else if (place === "left") tries.push({ box: box(x - gap - width, y - height / 2) });
    else if (place === "above") tries.push({ box: box(x - width / 2, y - gap - height) });
    else if (place === "below") tries.push({ box: box(x - width / 2, y + gap) });
    else if (place === "center") tries.push({ box: box(x - width / 2, y - height / 2) });
    else if (place === "leader") {
      for (const [dx, dy] of LEADERS) {
        const left = dx > 0 ? x + dx : x + dx - width;
        tries.push({ box: box(left, y + dy - height / 2), leader: [x + dx, y + dy] });
      }
    }
  }
  return tries;
}

/**
 * Place labels by priority; one that finds no free place inside the frame is dropped.
 * @param {LabelWish[]} wishes
 * @param {Taken} taken boxes of symbols; the labels placed are added
 * @param {[number, number, number, number]} frame
 * @returns {{wish: LabelWish, box: number[], leader?: [number, number]}[]}
 */
export function placeLabels(wishes, taken, frame) {
  const placed = [];
  const groups = new Set();
  for (const wish of [...wishes].sort((a, b) => b.priority - a.priority)) {
    if (groups.has(wish.group)) continue;
    const free = candidates(wish).find(
      ({ box }) =>
        box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3] && !taken.hits(box),
    );
    if (!free) continue;
    if (wish.group) groups.add(wish.group);
    taken.add([free.box[0] - 2, free.box[1] - 1, free.box[2] + 2, free.box[3] + 1]);
    placed.push({ wish, ...free });
  }
  return placed;
}
