import { headers } from "next/headers";
import { cache } from "react";
import { imagesOn } from "@/components/trail/describe-query";
import { runtimeFor } from "@/lib/api/known-host";
import { problemOf } from "@/lib/api/with-problems";
import type { TileDetails } from "@/lib/search/contract";
import { readTiles } from "@/lib/search/wall-of";
import { type DecodedTrail, decodeTrail } from "@/lib/trail/decode";
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
    return { damage: problemOf(error).detail, path: [] };
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
