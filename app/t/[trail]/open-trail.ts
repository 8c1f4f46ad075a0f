import { headers } from "next/headers";
import { cache } from "react";
import { imagesOn } from "@/components/trail/describe-query";
import { originOf, runtimeFor } from "@/lib/api/known-host";
import { reportProblem } from "@/lib/api/with-problems";
import { aboutTrailIfKnown } from "@/lib/search/about";
import type { AboutResponse, TileDetails } from "@/lib/search/contract";
import { readTiles } from "@/lib/search/wall-of";
import { type DecodedTrail, decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import { previewTrail } from "@/lib/trail/preview-trail";
import type { Trail } from "@/lib/trail/trail";
import { pathTo } from "@/lib/trail/tree";

/** A trail as its page needs it. */
interface OpenedTrail {
  readonly decoded?: DecodedTrail;
  /** Why nothing could be read. */
  readonly damage?: string;
  /** Details of the images on its path. */
  readonly path: readonly TileDetails[];
}

/** Reads a trail's code once a request: the page and its title both ask. */
export const openTrail = cache(async (code: string): Promise<OpenedTrail> => {
  let decoded: DecodedTrail;
  try {
    decoded = decodeTrail(code);
  } catch (error) {
    return { damage: reportProblem(error, "/t/*").detail, path: [] };
  }
  return { decoded, path: await readPath(decoded.trail) };
});

async function readPath(trail: Trail): Promise<TileDetails[]> {
  try {
    const runtime = await runtimeFor({ headers: await headers() });
    return await readTiles(imagesOn(trail, pathTo(trail)), runtime);
  } catch {
    // The wall says what is wrong with the store; the path does without titles until then.
    return [];
  }
}

/** What a link to a trail is shown by where it is shared. */
export interface LinkPreview {
  /** Words back; absent where they cannot be told. */
  readonly about?: AboutResponse;
  /** Address of its picture; absent where the request did not come by a name that is ours. */
  readonly image?: string;
}

/** What a trail's page says of itself to whoever makes previews of links. */
export async function previewLink(trail: Trail): Promise<LinkPreview> {
  try {
    const received = await headers();
    const runtime = await runtimeFor({ headers: received });
    const preview = previewTrail(trail);
    const origin = originOf(received, runtime.config);
    const about = await aboutTrailIfKnown(trail, runtime);
    return {
      ...(about ? { about } : {}),
      ...(origin ? { image: previewAddress(origin, preview, pathTo(trail).length) } : {}),
    };
  } catch {
    // A page without a preview is still a page; it says itself what is wrong.
    return {};
  }
}

function previewAddress(origin: string, preview: Trail, hops: number): string {
  const address = `${origin}/api/preview/${encodeTrail(preview)}`;
  // What was left out of a long path cannot be counted from the code.
  return hops > preview.hops.length ? `${address}?hops=${hops}` : address;
}
