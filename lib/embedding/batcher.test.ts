import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onWork, type Work } from "@/lib/metrics/work-told";
import { Batcher } from "./batcher";

const OPTIONS = { maxBatch: 3, maxWaitMs: 5, maxQueue: 4, name: "embed_images" } as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A batcher whose batches end when the test says so. */
function heldBatcher() {
  const batches: { items: readonly number[]; end: () => void; fail: (error: Error) => void }[] = [];
  const batcher = new Batcher<number, number>(OPTIONS, (items) => {
    return new Promise((resolve, reject) => {
      batches.push({ items, end: () => resolve(items.map((n) => 10 * n)), fail: reject });
    });
  });
  return { batcher, batches };
}

describe("Batcher", () => {
  it("waits maxWaitMs for company, then runs what there is", async () => {
    const { batcher, batches } = heldBatcher();
    const answers = Promise.all([batcher.submit(1), batcher.submit(2)]);
    await vi.advanceTimersByTimeAsync(4);
    expect(batches).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches[0]?.items).toEqual([1, 2]);
    batches[0]?.end();
    expect(await answers).toEqual([10, 20]);
  });

  it("tells how long each item waited, how long they ran and how many ran together", async () => {
    const told: Work[] = [];
    onWork((work) => told.push(work));
    const { batcher, batches } = heldBatcher();
    const first = batcher.submit(1);
    await vi.advanceTimersByTimeAsync(3);
    const answers = Promise.all([first, batcher.submit(2)]);
    await vi.advanceTimersByTimeAsync(2);
    await vi.advanceTimersByTimeAsync(40);
    batches[0]?.end();
    await answers;
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([{ kind: "batch", queue: "embed_images", waitedMs: [5, 2], ranMs: 40 }]);
  });

  it("runs a full batch at once, and the next as soon as that has ended", async () => {
    const { batcher, batches } = heldBatcher();
    const answers = Promise.all([1, 2, 3, 4].map((n) => batcher.submit(n)));
    expect(batches.map(({ items }) => items)).toEqual([[1, 2, 3]]);
    batches[0]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(batches[1]?.items).toEqual([4]);
    batches[1]?.end();
    expect(await answers).toEqual([10, 20, 30, 40]);
  });

  it("refuses at once what is past maxQueue, and says when to come back", async () => {
    const { batcher, batches } = heldBatcher();
    const answers = [1, 2, 3, 4, 5, 6, 7].map((n) => batcher.submit(n));
    await expect(batcher.submit(8)).rejects.toMatchObject({
      code: "embedder_overloaded",
      retryAfterS: 1,
    });
    expect(batcher.depth).toBe(4);
    for (let i = 0; i < 3; i++) {
      batches[i]?.end();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50, 60, 70]);
  });

  it("fails a batch's items with its error and goes on with the next", async () => {
    const { batcher, batches } = heldBatcher();
    const answers = Promise.allSettled([1, 2, 3, 4].map((n) => batcher.submit(n)));
    batches[0]?.fail(new Error("poison"));
    await vi.advanceTimersByTimeAsync(0);
    batches[1]?.end();
    expect((await answers).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
  });

  it("takes out an item whose caller has left while it waits", async () => {
    const { batcher, batches } = heldBatcher();
    const caller = new AbortController();
    const left = batcher.submit(1, caller.signal);
    const stays = batcher.submit(2);
    caller.abort();
    await expect(left).rejects.toThrow(/abort/i);
    await vi.advanceTimersByTimeAsync(5);
    expect(batches[0]?.items).toEqual([2]);
    batches[0]?.end();
    expect(await stays).toBe(20);
  });

  it("refuses what waits when it is closed, and ends what runs", async () => {
    const { batcher, batches } = heldBatcher();
    const answers = Promise.allSettled([1, 2, 3, 4].map((n) => batcher.submit(n)));
    const closed = batcher.close();
    batches[0]?.end();
    await closed;
    expect((await answers).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
    ]);
    await expect(batcher.submit(9)).rejects.toMatchObject({ code: "embedder_unavailable" });
  });
});
