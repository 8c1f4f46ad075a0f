/** A straight line through points. */
export interface Trend {
  /** Of y for 1 of x. */
  readonly slope: number;
  /** Standard error of the slope: how far it may be off by chance. NaN for fewer than three points. */
  readonly error: number;
}

/**
 * The line through points whose squared distances along y are least.
 *
 * @returns NaN as the slope where the points stand at fewer than two places.
 */
export function trendOf(points: readonly { readonly x: number; readonly y: number }[]): Trend {
  const count = points.length;
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / count;
  const meanX = mean(({ x }) => x);
  const meanY = mean(({ y }) => y);
  const sum = (of: (dx: number, dy: number) => number) =>
    points.reduce((total, { x, y }) => total + of(x - meanX, y - meanY), 0);
  const spread = sum((dx) => dx * dx);
  const slope = spread > 0 ? sum((dx, dy) => dx * dy) / spread : Number.NaN;
  const left = sum((dx, dy) => (dy - slope * dx) ** 2);
  const error = count > 2 ? Math.sqrt(left / (count - 2) / spread) : Number.NaN;
  return { slope, error };
}
