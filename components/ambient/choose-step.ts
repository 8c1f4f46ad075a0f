import type { ImageId } from "@/lib/energy/image-id";
import { MAX_TILES_REQUEST, type TileDetails, type WallResponse } from "@/lib/search/contract";
import { nextRound, nextStep, passBy, type Stroll } from "@/lib/trail/stroll";
import { openWall } from "../wall/opened-wall";
import type { FetchTiles } from "../wall/tile-details-cache";

/** What a stroll asks on its way. */
export interface StepAsks {
  readonly wallOf: (stroll: Stroll) => Promise<WallResponse>;
  readonly fetchTiles: FetchTiles;
  /** Whether an image may be shown to everyone who passes by. */
  readonly isShown: (tile: TileDetails) => boolean;
  /** Whether nobody waits for an answer any more. */
  readonly isLeft: () => boolean;
}

/** Where a stroll goes, and as what: past pictures that are not shown, or in its next round. */
export interface ChosenStep {
  readonly stroll: Stroll;
  readonly tile: TileDetails;
}

/**
 * Chooses where a stroll goes from a wall.
 *
 * @returns `undefined` where no picture is shown, or it was left. @throws what the asks throw.
 */
export async function chooseStep(
  begun: Stroll,
  begunAt: WallResponse,
  asks: StepAsks,
): Promise<ChosenStep | undefined> {
  let stroll = begun;
  let wall = begunAt;
  /** `undefined` for one that is not in the gallery. */
  const known = new Map<ImageId, TileDetails | undefined>();
  const meet = (tiles: readonly TileDetails[]) => {
    for (const tile of tiles) known.set(tile.id, tile);
  };
  meet(wall.first);
  while (!asks.isLeft()) {
    const { ids } = openWall(wall);
    const next = nextStep(stroll, ids);
    if (next.kind === "alone") return undefined;
    if (next.kind === "round") {
      stroll = nextRound(stroll);
      wall = await asks.wallOf(stroll);
      meet(wall.first);
      continue;
    }
    if (!known.has(next.id)) {
      // Where one is not shown the others around it may not be either: they are asked for together.
      const { visited } = stroll;
      const others = ids.filter((id) => id !== next.id && !known.has(id) && !visited.has(id));
      const asked = [next.id, ...others].slice(0, MAX_TILES_REQUEST);
      const found = await asks.fetchTiles(asked);
      for (const id of asked) known.set(id, undefined);
      meet(found);
    }
    const tile = known.get(next.id);
    if (tile && asks.isShown(tile)) return { stroll, tile };
    stroll = passBy(stroll, next.id);
  }
  return undefined;
}
