import { setTimeout as delay } from "node:timers/promises";
import { ensureSite } from "@/lib/launch/build.mjs";
import { freePort } from "@/lib/launch/free-port.mjs";
import { stopProcesses } from "@/lib/launch/processes.mjs";
import { startServer } from "@/lib/launch/serve.mjs";
import { healthResponse } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { emptyTrail } from "@/lib/trail/tree";
import type { BenchContext } from "./bench";
import { ask, jsonOf } from "./http-client";
import { processUsage } from "./process-usage";

/** A server counts as warm when it has used next to nothing for so many seconds. */
const QUIET_SECONDS = 5;
const QUIET_CPU_MS = 100;
const MAX_SECONDS = 90;

/** A production server that runs for a benchmark. */
export interface BenchServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly pid: number;
  /** From its start to its first answer. */
  readonly startMs: number;
  /** A trail on its gallery, without hops. */
  readonly emptyTrail: Trail;
}

/** Runs `next start` on a data folder and a free port for as long as `use` takes. */
export async function withServer<T>(
  { root, env, print }: BenchContext,
  dataDir: string,
  use: (server: BenchServer) => Promise<T>,
): Promise<T> {
  await ensureSite({ root, env });
  print("starting the server …");
  const host = "127.0.0.1";
  const port = await freePort();
  const started = performance.now();
  // The default model: made-up galleries are of its layout.
  const server = startServer({
    ...{ root, dataDir, host, port, isDev: false },
    env: { ...env, WAVELENGTH_MODEL: undefined },
  });
  // Its end is an answer only while it starts; afterwards requests fail by themselves.
  server.ended.catch(() => {});
  try {
    await server.ready;
    const startMs = performance.now() - started;
    const url = `http://${host}:${port}`;
    const { model, gallery } = healthResponse.parse(jsonOf(await ask(`${url}/api/health`)));
    return await use({
      url,
      pid: server.pid ?? 0,
      startMs,
      emptyTrail: emptyTrail(model.id, { id: gallery.id, revision: gallery.revision }),
    });
  } finally {
    await stopProcesses();
  }
}

/**
 * Waits until a server is warm: it measures how crowded its gallery is while nobody asks for
 * anything, once after it starts, and a search beside that is not what people meet.
 *
 * @param maxSeconds it is taken for warm after so long at the latest.
 */
export async function warmedUp({ pid }: BenchServer, maxSeconds = MAX_SECONDS): Promise<void> {
  let before = processUsage(pid).cpuMs;
  for (let second = 0, quiet = 0; second < maxSeconds && quiet < QUIET_SECONDS; second++) {
    await delay(1_000);
    const now = processUsage(pid).cpuMs;
    quiet = now - before > QUIET_CPU_MS ? 0 : quiet + 1;
    before = now;
  }
}
