import type { ImageId } from "@/lib/energy/image-id";
import { encodeTrail } from "@/lib/trail/encode";
import type { Trail } from "@/lib/trail/trail";
import type { BoardItem } from "./board";

/** An image of the gallery, to be saved. */
export function imageItem(id: ImageId): BoardItem {
  return { kind: "image", id };
}

/** The hop that is looked at, without the way to it; with the guests that it asks with. */
export function hopItem(trail: Trail): BoardItem {
  const { name: _, ...rest } = trail;
  const hops = trail.hops.slice(trail.tip, trail.tip + 1).map((hop) => ({ ...hop, parent: -1 }));
  return { kind: "hop", code: encodeTrail({ ...rest, hops, tip: 0 }) };
}

/** The whole trail, looked at where it is. */
export function trailItem(trail: Trail): BoardItem {
  return { kind: "trail", code: encodeTrail(trail) };
}
