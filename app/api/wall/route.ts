import { z } from "zod";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { openingWall, today } from "@/lib/search/opening-wall";
import { trailWall } from "@/lib/search/trail-wall";
import { decodeTrail } from "@/lib/trail/decode";
import { MADE } from "@/lib/trail/tags";

const wallRequest = z.union([
  z.object({
    trail: z.string().min(1),
    /** One of two columns side by side: only what was made so. */
    made: z.enum(MADE).optional(),
  }),
  z.object({ day: z.iso.date().default(today) }),
]);

/** The wall of a trail's tip, or the opening wall of a day. */
export const GET = withProblems(async (request) => {
  const asked = wallRequest.parse(Object.fromEntries(new URL(request.url).searchParams));
  const runtime = await runtimeFor(request);
  const wall =
    "trail" in asked
      ? await trailWall(decodeTrail(asked.trail).trail, runtime, {
          signal: request.signal,
          ...(asked.made ? { made: [asked.made] } : {}),
        })
      : await openingWall(asked.day, runtime);
  return Response.json(wall, { headers: { "cache-control": "no-store" } });
});
