import { z } from "zod";
import { parseImageId } from "@/lib/api/image-id-param";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { MAX_TILES_REQUEST } from "@/lib/search/contract";
import { readCredits } from "@/lib/search/credits";

const creditsRequest = z.object({
  ids: z
    .string()
    .transform((list) => list.split(",").filter(Boolean))
    .pipe(z.array(z.string()).max(MAX_TILES_REQUEST)),
});

/** Whose images are and what is left of their files: `?ids=a,b,c`. Those not in the gallery are left out. */
export const GET = withProblems(async (request) => {
  const { ids } = creditsRequest.parse(Object.fromEntries(new URL(request.url).searchParams));
  const runtime = await runtimeFor(request);
  const credits = await readCredits(ids.map(parseImageId), runtime, runtime.thumbnails);
  return Response.json(credits, { headers: { "cache-control": "no-store" } });
});
