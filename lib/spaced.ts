/** At most `count` of the entries, evenly spaced, the first and the last among them. */
export function spaced<T>(entries: readonly T[], count: number): T[] {
  if (entries.length <= count) return [...entries];
  if (count < 2) return entries.slice(-count);
  return Array.from({ length: count }, (_, i) =>
    Math.round((i * (entries.length - 1)) / (count - 1)),
  ).flatMap((at) => entries.slice(at, at + 1));
}
