// How strongly points are drawn: faint where a window's edge lies in the uncertain stretch of their date, and where the
// past fades. Pure; the rules are those of the page (`presence` and `afterglow` of visible.js), in few steps.

import { OPEN_START } from "./days.js";
import { pointShown, pointsUpTo } from "./points-select.js";
import { afterglow, presence } from "./visible.js";

/** Strengths that are told apart, the full one first. */
export const POINT_GRADES = [1, 0.8, 0.6, 0.4, 0.25];
const GRADE_FULL = 0.95;
const GRADE_NEAR = 400; // days: stretches up to this long are looked for near the window's end only

/** The place in POINT_GRADES for a strength from 0 to 1. */
export function gradeOf(strength) {
  return strength >= GRADE_FULL ? 0 : Math.min(1 + Math.floor((1 - strength) * 4), POINT_GRADES.length - 1);
}

/** The grade of one shown point. An open mark says already that its date is soft, so that alone does not make it fainter. */
function pointGrade(days, ask, trail) {
  const window = [ask.first, ask.last];
  return gradeOf(presence(days, false, window) * afterglow(days, window, trail));
}

/**
 * Grades of all points under a View, by their number; null where all that is shown is at full strength.
 * @param {import("./points-data.js").Points} points @param {object} ask from `pointAsk` @param {number} trail years
 * @returns {Uint8Array|null}
 */
export function pointGrades(points, ask, trail) {
  const end = pointsUpTo(points.days[0], ask.last);
  if (!trail && ask.first === OPEN_START && !gradeStretched(points, ask, end)) return null;
  const grades = new Uint8Array(points.n);
  let some = 0;
  for (let i = 0; i < end; i += 1) {
    if (!(trail || gradeAtEdge(points, ask, i)) || !pointShown(points, ask, i)) continue;
    grades[i] = pointGrade(points.days.map((column) => column[i]), ask, trail);
    some |= grades[i];
  }
  return some ? grades : null;
}

// Does the end of the window lie in the uncertain stretch of a shown point? Few can: those that begin shortly before it,
// and those whose stretch is long.
function gradeStretched(points, ask, end) {
  points.stretches ??= stretchesOf(points);
  const { long, most } = points.stretches;
  const [d0] = points.days;
  const faint = (i) => gradeAtEdge(points, ask, i) && pointShown(points, ask, i) && pointGrade(points.days.map((column) => column[i]), ask, 0) > 0;
  if (long.some((i) => i < end && faint(i))) return true;
  if (most[end] <= ask.last) return false; // as at every end of a year where dates are years
  for (let i = end - 1; i >= 0 && d0[i] > ask.last - GRADE_NEAR; i -= 1) if (faint(i)) return true;
  return false;
}

// Does an edge of the window lie in an uncertain stretch of a point? Without it nothing of `presence` need be reckoned.
function gradeAtEdge({ days: [d0, d1, d2, d3] }, { first, last }, i) {
  if (d0[i] === d2[i] && d1[i] === d3[i]) return d0[i] < first || d3[i] > last;
  return d1[i] > last || d2[i] < first;
}

// The last day of the stretch in which a point begins.
function gradeEnd({ days: [d0, d1, d2, d3] }, i) {
  return d0[i] === d2[i] && d1[i] === d3[i] ? d3[i] : d1[i];
}

// The points whose stretch is long, and of the others, for every number n, the last day of a stretch of the first n.
function stretchesOf(points) {
  const long = [];
  const most = new Float64Array(points.dated + 1).fill(OPEN_START);
  for (let i = 0; i < points.dated; i += 1) {
    const end = gradeEnd(points, i);
    const isLong = end - points.days[0][i] > GRADE_NEAR;
    if (isLong) long.push(i);
    most[i + 1] = isLong ? most[i] : Math.max(most[i], end);
  }
  return { long, most };
}
