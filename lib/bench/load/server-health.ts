import { readExposition, sampleValue } from "@/lib/metrics/exposition";
import { ask } from "../http-client";

/** What a server says of its event loop and memory in its metrics. */
export interface ServerHealth {
  /**
   * How late the event loop came to a timer of 10 ms, since it was asked last; in ms. Over nothing at
   * all the timer itself is some tenths late.
   */
  readonly lagMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly heapMb: number;
  /** Buffers and what native code holds for JavaScript. */
  readonly externalMb: number;
  readonly rssMb: number;
}

/** What the timer that measures the event loop waits for by itself (`lib/metrics/metrics.ts`). */
const TIMER_MS = 10;

/** Reads a server's metrics. */
export async function serverHealth(url: string): Promise<ServerHealth> {
  const page = readExposition((await ask(`${url}/api/metrics`)).body.toString("utf8"));
  const read = (name: string) => sampleValue(page, name) ?? Number.NaN;
  const lagMs = (part: string) =>
    Math.max(0, read(`nodejs_eventloop_lag_${part}_seconds`) * 1_000 - TIMER_MS);
  const megabytes = (name: string) => read(name) / 1e6;
  return {
    lagMs: { p50: lagMs("p50"), p99: lagMs("p99"), max: lagMs("max") },
    heapMb: megabytes("nodejs_heap_size_used_bytes"),
    externalMb: megabytes("nodejs_external_memory_bytes"),
    rssMb: megabytes("process_resident_memory_bytes"),
  };
}
