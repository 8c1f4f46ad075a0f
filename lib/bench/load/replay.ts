import autocannon from "autocannon";
import { seededRandom } from "@/lib/store/sample-rows";
import type { BenchContext, Figure } from "../bench";
import type { BenchServer } from "../bench-server";
import { processUsage } from "../process-usage";

const SECONDS = 15;
const TIMEOUT_S = 60;

/**
 * Asks for addresses over and over, on as many connections as there were visitors, each asking again as
 * soon as it has its answer: what the server does at most, and what everyone waits then.
 */
export async function replay(
  paths: readonly string[],
  { url, pid }: BenchServer,
  { users }: BenchContext,
): Promise<Figure[]> {
  const requests = paths.map((path) => ({ path, headers: { "accept-encoding": "gzip" } }));
  const random = seededRandom(1);
  const before = processUsage(pid).cpuMs;
  const result = await autocannon({
    url,
    connections: users,
    duration: SECONDS,
    timeout: TIMEOUT_S,
    requests,
    // Each begins elsewhere, or all would ask for the same thing at once.
    setupClient(client) {
      const from = Math.floor(random() * requests.length);
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
    },
  });
  const cpuMs = processUsage(pid).cpuMs - before;
  const { latency, requests: done } = result;
  return [
    {
      what: `the same addresses without a pause, ${users} at a time (autocannon)`,
      value: `${done.average.toFixed(0)} a second · p50 ${latency.p50} · p97.5 ${latency.p97_5} · p99 ${latency.p99} ms`,
    },
    {
      what: "errors, time-outs and answers other than 2xx · CPU a request",
      value: `${result.errors + result.timeouts + result.non2xx} · ${(cpuMs / done.total).toFixed(1)} ms`,
      goal: "0",
    },
  ];
}
