/** Where a drawing is seen: a point (x, y) of it is at (left + scale · x, top + scale · y). */
export interface TreeView {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

/** In px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** As far as one zooms out by hand. */
export const MIN_SCALE = 0.12;
export const MAX_SCALE = 2.5;
/** Of a drawing that is dragged away this much stays in sight, in px. */
const REACH_PX = 96;

/** The view zoomed by a factor; what is at (x, y) of the screen stays there. */
export function zoomAt(view: TreeView, factor: number, x: number, y: number): TreeView {
  // All of a long way is smaller than anyone zooms by hand: from there it only grows.
  const least = Math.min(MIN_SCALE, view.scale);
  const scale = Math.min(MAX_SCALE, Math.max(least, view.scale * factor));
  const by = scale / view.scale;
  return { left: x - (x - view.left) * by, top: y - (y - view.top) * by, scale };
}

/** The whole drawing in the middle, as large as there is room for, and never larger than `most`. */
export function fitView(drawing: Size, room: Size, margin: number, most = 1): TreeView {
  const scale = Math.min(
    most,
    Math.max(1, room.width - 2 * margin) / Math.max(1, drawing.width),
    Math.max(1, room.height - 2 * margin) / Math.max(1, drawing.height),
  );
  return {
    left: (room.width - drawing.width * scale) / 2,
    top: (room.height - drawing.height * scale) / 2,
    scale,
  };
}

/**
 * A part of the drawing at some scale: a point of it in the middle. Across a side that has room for all
 * of the drawing, that is in the middle instead.
 */
export function viewAround(
  drawing: Size,
  room: Size,
  margin: number,
  at: { readonly x: number; readonly y: number; readonly scale: number },
): TreeView {
  const along = (point: number, drawn: number, length: number) => {
    const whole = drawn * at.scale;
    if (whole + 2 * margin <= length) return (length - whole) / 2;
    return length / 2 - point * at.scale;
  };
  return {
    left: along(at.x, drawing.width, room.width),
    top: along(at.y, drawing.height, room.height),
    scale: at.scale,
  };
}

/** The view moved no more than it takes for a square of the drawing to be seen, with a margin. */
export function bringIn(
  view: TreeView,
  square: { readonly left: number; readonly top: number; readonly size: number },
  room: Size,
  margin: number,
): TreeView {
  const along = (at: number, from: number, length: number) => {
    const start = at + from * view.scale;
    const end = start + square.size * view.scale;
    const space = Math.max(0, Math.min(margin, (length - (end - start)) / 2));
    if (start < space) return at + space - start;
    return end > length - space ? at + length - space - end : at;
  };
  return {
    ...view,
    left: along(view.left, square.left, room.width),
    top: along(view.top, square.top, room.height),
  };
}

/** The view, with some of the drawing in sight however far it was dragged. */
export function keepInReach(view: TreeView, drawing: Size, room: Size): TreeView {
  const held = (at: number, drawn: number, length: number) => {
    const least = Math.min(REACH_PX, drawn * view.scale, length);
    return Math.min(length - least, Math.max(least - drawn * view.scale, at));
  };
  return {
    ...view,
    left: held(view.left, drawing.width, room.width),
    top: held(view.top, drawing.height, room.height),
  };
}
