/** The value that a share of `values` does not exceed (nearest rank); NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** "p50 1.2 ms · p95 3.4 ms" */
export function describeTimes(ms: readonly number[]): string {
  return `p50 ${percentile(ms, 0.5).toFixed(1)} ms · p95 ${percentile(ms, 0.95).toFixed(1)} ms`;
}
