// Where things stand on the picture that the page saves. Pure.

const PICTURE_MARGIN = 24;

/** Height of a row of the legend in pixels. */
export const PICTURE_ROW = 20;

/** Where things stand on the picture of a map of a size with so many rows of a legend. */
export function layOutPicture(width, height, rows) {
  const columns = Math.max(1, Math.floor(width / 260));
  const top = 74;
  const legend = top + height + 24;
  return {
    width: width + 2 * PICTURE_MARGIN, left: PICTURE_MARGIN, top, map: { width, height }, legend, columns,
    across: width / columns, height: legend + Math.ceil(rows / columns) * PICTURE_ROW + 46,
  };
}
