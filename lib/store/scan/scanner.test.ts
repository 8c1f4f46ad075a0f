import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleSchema } from "../sample-rows";
import { Scanner } from "./scanner";

const { layout } = sampleSchema();
const question = () => ({
  type: "search" as const,
  query: new Float32Array(layout.total),
  limit: 1,
  slots: 0,
  moment: 0,
  exclude: new Int32Array(0),
  energies: [],
  filter: {},
});

/** Answers until it is asked for 666, then dies. */
const MORTAL = `
import { parentPort } from "node:worker_threads";
parentPort.on("message", ({ id, work: { limit } }) => {
  if (limit === 666) process.exit(1);
  const result = { type: "search", slots: new Int32Array([limit]), scores: new Float32Array(1), rescored: 0 };
  parentPort.postMessage({ type: "done", id, result });
});`;

describe("the scanner", () => {
  let dir: string;
  let scanner: Scanner;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "wavelength-"));
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    scanner = new Scanner({ workerPath: join(dir, "mortal.mjs"), memory, layout });
    await writeFile(join(dir, "mortal.mjs"), MORTAL);
    await writeFile(join(dir, "scan-kernel.wasm"), "");
  });
  afterEach(async () => {
    await scanner.close();
    await rm(dir, { recursive: true });
  });

  it("names a thread that died and starts another for the searches that wait", async () => {
    const dying = scanner.run(() => ({ ...question(), limit: 666 }));
    const waiting = scanner.run(() => ({ ...question(), limit: 7 }));
    await expect(dying).rejects.toMatchObject({ code: "store_unavailable" });
    expect([...(await waiting).slots]).toEqual([7]);
  });

  it("takes an aborted search out of the queue and never asks its question", async () => {
    const reason = new Error("no longer wanted");
    const controller = new AbortController();
    const running = scanner.run(question);
    let isAsked = false;
    const queued = scanner.run(() => {
      isAsked = true;
      return question();
    }, controller.signal);
    controller.abort(reason);
    await expect(queued).rejects.toBe(reason);
    await running;
    await scanner.run(question);
    expect(isAsked).toBe(false);
  });

  it("says what to run when the thread's files were not built", async () => {
    await rm(join(dir, "scan-kernel.wasm"));
    await expect(scanner.run(question)).rejects.toThrow("npm run build");
  });

  it("refuses what waits when it is closed, and what comes after", async () => {
    const [running, waiting] = [scanner.run(question), scanner.run(question)];
    const settled = Promise.allSettled([running, waiting]);
    await scanner.close();
    for (const { status } of await settled) expect(status).toBe("rejected");
    await expect(scanner.run(question)).rejects.toMatchObject({ code: "store_unavailable" });
  });
});
