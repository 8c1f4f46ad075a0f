import type { ImageId } from "@/lib/energy/image-id";
import { roomFor } from "@/lib/trail/fit-link";
import type { Trail } from "@/lib/trail/trail";
import { createHopEncoder, emptyTrail, isTooLong, recipeOnward } from "@/lib/trail/tree";
import type { OpenedWall } from "../wall/opened-wall";

/** Where the tiles of a wall lead. */
export interface WallLinks {
  /** The trail with one more hop to this image. */
  linkTo(id: ImageId): string;
  /** The trail can take no more hops: every link starts a new trail with its image. */
  readonly isFull: boolean;
  /** Hops of other branches for which a link with one more hop has no room. */
  readonly leftOut: number;
}

/**
 * Links of the tiles of a wall, each made once when it is first asked for: near the limit a link is
 * 8 KB, and a wall has 2,000 tiles.
 *
 * @param trail the trail whose tip the wall answers, with all its branches, whether a link has room
 *   for them or not; none for an opening wall.
 */
export function createWallLinks(trail: Trail | undefined, wall: OpenedWall): WallLinks {
  const { gallery, model } = wall.response;
  const here = { id: gallery.id, revision: gallery.revision };
  const fresh = createHopEncoder(emptyTrail(model, here));
  const links = new Map<ImageId, string>();
  const [first] = wall.ids;
  const room = first && trail && fittingTrail({ ...trail, gallery: here }, first);
  const onward = room ? createHopEncoder(room) : trail ? undefined : fresh;
  const linkOnward = (id: ImageId): string | undefined => {
    const link = onward?.linkTo(id);
    return link === undefined || isTooLong(link) ? undefined : link;
  };
  return {
    isFull: first !== undefined && linkOnward(first) === undefined,
    leftOut: trail && room ? trail.hops.length - room.hops.length : 0,
    linkTo(id) {
      const known = links.get(id);
      if (known !== undefined) return known;
      const link = linkOnward(id) ?? fresh.linkTo(id) ?? "/";
      links.set(id, link);
      return link;
    },
  };
}

/**
 * As much of a trail as leaves room for a tile of its wall; `undefined` where there is none. The way
 * counts for more than where it was forked.
 */
function fittingTrail(trail: Trail, tile: ImageId): Trail | undefined {
  const { fork: _, ...own } = trail;
  for (const written of trail.fork ? [trail, own] : [trail]) {
    const link = createHopEncoder(written).linkTo(tile);
    if (link && !isTooLong(link)) return written;
    const room = roomFor(written, recipeOnward(written, tile));
    if (room) return room;
  }
  return undefined;
}
