/** "1 hop", "12 hops". */
export function hopsInWords(count: number): string {
  return count === 1 ? "1 hop" : `${count} hops`;
}
