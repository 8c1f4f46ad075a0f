import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import { TileDetailsCache } from "./tile-details-cache";

const id = (n: number) => `id${n}` as ImageId;
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, i) => id(from + i));
const tile = (of: ImageId): TileDetails => ({
  id: of,
  width: 1,
  height: 1,
  thumbhash: "",
  details: {},
});

describe("TileDetailsCache", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("gathers what comes into view and asks for at most 120 at a time", async () => {
    const requests: number[] = [];
    const cache = new TileDetailsCache(async (asked) => {
      requests.push(asked.length);
      return asked.map(tile);
    });
    cache.want(ids(100));
    cache.want(ids(100, 50));
    await vi.runAllTimersAsync();
    expect(requests).toEqual([120, 30]);
    expect(cache.get(id(149))).toBeDefined();
  });

  it("asks for what came into view last before what was passed", async () => {
    const first: ImageId[][] = [];
    const cache = new TileDetailsCache(async (asked) => {
      first.push([...asked]);
      return asked.map(tile);
    });
    cache.want(ids(200));
    await vi.runAllTimersAsync();
    expect(first[0]).toContain(id(199));
    expect(first[0]).not.toContain(id(0));
    expect(first[1]).toContain(id(0));
  });

  it("never asks twice for an image that the gallery does not have", async () => {
    const fetchTiles = vi.fn(async () => []);
    const cache = new TileDetailsCache(fetchTiles);
    cache.want([id(1)]);
    await vi.runAllTimersAsync();
    cache.want([id(1)]);
    await vi.runAllTimersAsync();
    expect(fetchTiles).toHaveBeenCalledTimes(1);
  });

  it("asks for nothing where all that was wanted came with something else meanwhile", async () => {
    const fetchTiles = vi.fn(async () => []);
    const cache = new TileDetailsCache(fetchTiles);
    cache.want([id(1)]);
    cache.add([tile(id(1))]);
    await vi.runAllTimersAsync();
    expect(fetchTiles).not.toHaveBeenCalled();
    cache.want([id(2)]);
    await vi.runAllTimersAsync();
    expect(fetchTiles).toHaveBeenCalledTimes(1);
  });

  it("asks again for what failed once some seconds have passed", async () => {
    const fetchTiles = vi
      .fn<(asked: readonly ImageId[]) => Promise<TileDetails[]>>()
      .mockRejectedValueOnce(new Error("offline"))
      .mockImplementation(async (asked) => asked.map(tile));
    const cache = new TileDetailsCache(fetchTiles);
    cache.want([id(1)]);
    await vi.runAllTimersAsync();
    cache.want([id(1)]);
    await vi.runAllTimersAsync();
    expect(fetchTiles).toHaveBeenCalledTimes(1);
    cache.want([id(1)], Date.now() + 3_000);
    await vi.runAllTimersAsync();
    expect(cache.get(id(1))).toBeDefined();
  });

  it("tells its listeners only when something new is known", () => {
    const cache = new TileDetailsCache(async () => []);
    const listener = vi.fn();
    cache.subscribe(listener);
    cache.add([tile(id(1))]);
    cache.add([tile(id(1))]);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(cache.getVersion()).toBe(1);
  });
});
