import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { MAX_TILES_REQUEST, type TileDetails, type WallResponse } from "@/lib/search/contract";
import { packTiles } from "@/lib/search/packed-tiles";
import { toBase64Url } from "@/lib/trail/base64url";
import { startStroll } from "@/lib/trail/stroll";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import { passingWallQuery } from "../explorer/wall-query";
import { chooseStep } from "./choose-step";

const id = (n: number) => toBase64Url(Uint8Array.of(n >> 8, n & 255, 2, 3, 4, 5, 6, 7)) as ImageId;
const GALLERY = { id: "abcdefgh", revision: 7 };
const STROLL = startStroll(addHop(emptyTrail("wavelength-1", GALLERY), plainRecipe(id(9_999))));
const IDS = Array.from({ length: 500 }, (_, n) => id(n));
const WALL: WallResponse = {
  model: "wavelength-1",
  gallery: { ...GALLERY, count: IDS.length },
  tiles: packTiles(IDS.map((one) => ({ id: one, aspectRatio: 1, closeness: 0.5 }))),
  first: IDS.slice(0, 20).map(tile),
  closeCount: 0,
  copies: [],
  notices: [],
  missing: [],
};

function tile(one: ImageId): TileDetails {
  return { id: one, width: 1, height: 1, thumbhash: "", details: {} as TileDetails["details"] };
}

function asksOf(isShown: (tile: TileDetails) => boolean, isLeft = () => false) {
  const fetchTiles = vi.fn(async (ids: readonly ImageId[]) => ids.map(tile));
  return { wallOf: async () => WALL, fetchTiles, isShown, isLeft };
}

afterEach(() => void vi.useRealTimers());

describe("where a stroll goes", () => {
  it("is nowhere where no picture is shown, found out in few requests of as many as one may have", async () => {
    const asks = asksOf(() => false);
    expect(await chooseStep(STROLL, WALL, asks)).toBeUndefined();
    const asked = asks.fetchTiles.mock.calls.map(([ids]) => ids);
    expect(asked.every((ids) => ids.length <= MAX_TILES_REQUEST)).toBe(true);
    expect(asked.length).toBe(Math.ceil((IDS.length - WALL.first.length) / MAX_TILES_REQUEST));
    expect(new Set(asked.flat()).size).toBe(asked.flat().length);
  });

  it("is past what is not shown and what is gone, to a picture that is there", async () => {
    const asks = asksOf(({ id: one }) => IDS.indexOf(one) >= 300);
    asks.fetchTiles.mockImplementation(async (ids) =>
      ids.filter((one) => IDS.indexOf(one) !== 300).map(tile),
    );
    expect((await chooseStep(STROLL, WALL, asks))?.tile.id).toBe(id(301));
  });

  it("is not looked for any more once it was left", async () => {
    let isLeft = false;
    const asks = asksOf(
      () => false,
      () => isLeft,
    );
    asks.fetchTiles.mockImplementation(async () => {
      isLeft = true;
      return [];
    });
    expect(await chooseStep(STROLL, WALL, asks)).toBeUndefined();
    expect(asks.fetchTiles).toHaveBeenCalledTimes(1);
  });

  it("leaves no wall behind on a screen that shows others all day", async () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    const query = passingWallQuery({ code: "a", day: "" });
    await client.fetchQuery({ ...query, queryFn: async () => ({ code: "a", response: WALL }) });
    expect(client.getQueryCache().getAll()).toHaveLength(1);
    vi.advanceTimersByTime(10 * 60_000);
    expect(client.getQueryCache().getAll()).toEqual([]);
  });
});
