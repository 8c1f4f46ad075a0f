import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onWork, type Work } from "@/lib/metrics/work-told";
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

/**
 * Answers as a thread does, until it is asked for 666, then dies; for 667 once it has sifted. Finds one row: the
 * slot is 10 × the limit and which thread it is.
 */
const MORTAL = `
import { parentPort, workerData } from "node:worker_threads";
let limit = 0;
parentPort.on("message", ({ id, work }) => {
  const done = (result) => parentPort.postMessage({ type: "done", id, result });
  if (work.type === "densities") {
    done({ type: "densities", values: Float32Array.from([...work.slots].flatMap((slot) => [slot, slot, slot, slot])) });
  } else if (work.type === "sift") {
    if (work.limit === 666) process.exit(1);
    limit = work.limit;
    done({ type: "sift", lowers: new Float32Array([work.part]) });
    if (limit === 667) process.exit(1);
  } else {
    const slots = new Int32Array([10 * limit + workerData.thread]);
    const scores = new Float32Array([work.threshold + workerData.thread]);
    done({ type: "rank", slots, scores, ids: new Uint32Array(2), bounded: 1, rescored: 1 });
  }
});`;

describe("the scanner", () => {
  let dir: string;
  let scanner: Scanner;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "wavelength-"));
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    scanner = new Scanner({ workerPath: join(dir, "mortal.mjs"), memory, layout, threads: 2 });
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
    expect([...(await waiting).slots]).toEqual([70]);
  });

  it("names a thread that died in the middle of a search", async () => {
    const dying = scanner.run(() => ({ ...question(), limit: 667 }));
    await expect(dying).rejects.toMatchObject({ code: "store_unavailable" });
    expect([...(await scanner.run(question)).slots]).toEqual([10]);
  });

  it("shares a large search among two threads and merges what they find", async () => {
    const { slots, scores, rescored } = await scanner.run(() => ({
      ...question(),
      limit: 2,
      slots: 100_000,
    }));
    // Two rows reach the lower of two bounds, 0.
    expect([...slots]).toEqual([21, 20]);
    expect([...scores]).toEqual([1, 0]);
    expect(rescored).toBe(2);
  });

  it("puts densities that two threads measured in the order asked", async () => {
    const { values } = await scanner.run(() => ({
      type: "densities",
      slots: Int32Array.of(5, 3, 8),
      sample: new Int32Array(0),
      revision: 1,
      energies: [],
    }));
    expect([...values]).toEqual([5, 3, 8].flatMap((slot) => [slot, slot, slot, slot]));
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

  it("tells how long each piece of work waited and ran, apart, also of one that fails", async () => {
    const told: Work[] = [];
    onWork((done) => told.push(done));
    await Promise.allSettled([
      scanner.run(question),
      scanner.run(() => ({ ...question(), limit: 666 })),
    ]);
    await scanner.run(question);
    const [first, failed] = told.flatMap((done) => (done.kind === "batch" ? [done] : []));
    expect([first?.queue, failed?.queue]).toEqual(["scan", "scan"]);
    expect(first?.ranMs).toBeGreaterThan(0);
    // The first was taken in the turn it came in, the second when a thread had started and answered.
    expect(failed?.waitedMs[0]).toBeGreaterThan(first?.waitedMs[0] ?? Number.POSITIVE_INFINITY);
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
