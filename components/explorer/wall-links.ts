import type { ImageId } from "@/lib/energy/image-id";
import type { Trail } from "@/lib/trail/trail";
import { createHopEncoder, emptyTrail, isTooLong } from "@/lib/trail/tree";
import type { OpenedWall } from "../wall/opened-wall";

/** Where the tiles of a wall lead. */
export interface WallLinks {
  /** The trail with one more hop to this image. */
  linkTo(id: ImageId): string;
  /** The trail can take no more hops: every link starts a new trail with its image. */
  readonly isFull: boolean;
}

/**
 * Links of the tiles of a wall, each made once when it is first asked for: near the limit a link is
 * 8 KB, and a wall has 2,000 tiles.
 *
 * @param trail the trail whose tip the wall answers; none for an opening wall.
 */
export function createWallLinks(trail: Trail | undefined, wall: OpenedWall): WallLinks {
  const { gallery, model } = wall.response;
  const here = { id: gallery.id, revision: gallery.revision };
  const fresh = createHopEncoder(emptyTrail(model, here));
  const onward = trail ? createHopEncoder({ ...trail, gallery: here }) : fresh;
  const links = new Map<ImageId, string>();
  const linkOnward = (id: ImageId): string | undefined => {
    const link = onward.linkTo(id);
    return link === undefined || isTooLong(link) ? undefined : link;
  };
  const [first] = wall.ids;
  return {
    isFull: first !== undefined && linkOnward(first) === undefined,
    linkTo(id) {
      const known = links.get(id);
      if (known !== undefined) return known;
      const link = linkOnward(id) ?? fresh.linkTo(id) ?? "/";
      links.set(id, link);
      return link;
    },
  };
}
