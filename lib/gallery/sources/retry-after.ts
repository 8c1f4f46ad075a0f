/**
 * How long a server asks us to stay away: seconds, or a date (RFC 9110 §10.2.3).
 *
 * @param nowMs milliseconds since the epoch.
 * @returns milliseconds, 0 or more; `undefined` when it says nothing that can be read.
 */
export function retryAfterMs(
  header: string | readonly string[] | undefined,
  nowMs: number,
): number | undefined {
  if (typeof header !== "string") return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return 1_000 * Number(text);
  // Only a date as HTTP writes it: `Date` would read a year into almost anything.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
