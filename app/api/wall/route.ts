import { z } from "zod";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { twinColumn } from "@/lib/search/contract";
import { openingWall, today } from "@/lib/search/opening-wall";
import { trailWall } from "@/lib/search/trail-wall";
import { decodeTrail } from "@/lib/trail/decode";

const wallRequest = z.union([
  z.object({
    trail: z.string().min(1),
    /** Of two side by side. */
    column: z.enum(twinColumn.options).default("made"),
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
          column: asked.column,
        })
      : await openingWall(asked.day, runtime);
  return Response.json(wall, { headers: { "cache-control": "no-store" } });
});
