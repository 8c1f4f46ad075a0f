/** "1 thing", "12 things". */
export function thingsInWords(count: number): string {
  return count === 1 ? "1 thing" : `${count} things`;
}
