import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleId, sampleRow, sampleRows, sampleSchema } from "../sample-rows";
import { openQdrantStore } from "./qdrant-store";

/** A Qdrant executable. */
const binary = process.env.QDRANT_BINARY ?? "";
const KILLS = 6;
const BATCH = 200;
const schema = sampleSchema();

describe.skipIf(binary !== "")("a Qdrant server that is killed", () => {
  it.skip("was NOT checked: set QDRANT_BINARY=/path/to/qdrant to have one started and killed in mid-upsert", () => {});
});

describe.runIf(binary !== "")("a Qdrant server that is killed", () => {
  let dir: string;
  let port: number;
  let server: ChildProcess;
  const start = async () => {
    server = spawn(binary, [], {
      stdio: "ignore",
      cwd: dir,
      env: {
        ...process.env,
        QDRANT__SERVICE__HOST: "127.0.0.1",
        QDRANT__SERVICE__HTTP_PORT: String(port),
        QDRANT__SERVICE__GRPC_PORT: String(port + 1),
        QDRANT__STORAGE__STORAGE_PATH: join(dir, "storage"),
        QDRANT__STORAGE__SNAPSHOTS_PATH: join(dir, "snapshots"),
        QDRANT__TELEMETRY_DISABLED: "true",
      },
    });
    while (!(await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok) {
      await delay(50);
    }
  };
  const kill = async () => {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "wavelength-killed-"));
    port = await freePort();
    await start();
  });
  afterEach(async () => {
    await kill();
    await rm(dir, { recursive: true });
  });

  it("loses no row that was acknowledged, and an ingest goes on by itself", async () => {
    const urls = [`http://127.0.0.1:${port}`];
    const store = await openQdrantStore({ urls, collection: "killed", schema });
    let isOver = false;
    let acknowledged = 0;
    const writing = (async () => {
      while (!isOver) {
        await store.upsert(sampleRows(schema, acknowledged, acknowledged + BATCH));
        acknowledged += BATCH;
      }
    })();
    for (let kills = 0; kills < KILLS; kills++) {
      const before = acknowledged;
      while (acknowledged < before + 3 * BATCH) await delay(1);
      // Anywhere in a batch.
      await delay(7 * kills);
      await kill();
      await start();
    }
    isOver = true;
    await writing;
    await kill();
    await start();
    expect((await store.refresh()).count).toBe(acknowledged);
    const ids = await store.ids();
    expect(new Set(ids)).toEqual(
      new Set(Array.from({ length: acknowledged }, (_, n) => sampleId(n))),
    );
    const asked = [0, BATCH, acknowledged - 1];
    expect(await store.energies(asked.map(sampleId))).toEqual(
      asked.map((n) => sampleRow(schema, n).energy),
    );
    await store.close();
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("Expected a port");
  return address.port;
}
