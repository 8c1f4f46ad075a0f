import { ensureSite } from "@/lib/launch/build.mjs";
import { freePort } from "@/lib/launch/free-port.mjs";
import { stopProcesses } from "@/lib/launch/processes.mjs";
import { startServer } from "@/lib/launch/serve.mjs";
import { healthResponse } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { emptyTrail } from "@/lib/trail/tree";
import type { BenchContext } from "./bench";
import { ask, jsonOf } from "./http-client";

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
