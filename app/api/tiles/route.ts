import { z } from "zod";
import { parseImageId } from "@/lib/api/image-id-param";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { MAX_TILES_REQUEST } from "@/lib/search/contract";
import { readTiles } from "@/lib/search/wall-of";

const tilesRequest = z.object({
  ids: z
    .string()
    .transform((list) => list.split(","))
    .pipe(z.array(z.string()).max(MAX_TILES_REQUEST)),
});

/** Details of tiles: `?ids=a,b,c`. Those that are not in the gallery are left out. */
export const GET = withProblems(async (request) => {
  const { ids } = tilesRequest.parse(Object.fromEntries(new URL(request.url).searchParams));
  const runtime = await runtimeFor(request);
  const tiles = await readTiles(ids.map(parseImageId), runtime);
  return Response.json({ tiles }, { headers: { "cache-control": "private, max-age=60" } });
});
