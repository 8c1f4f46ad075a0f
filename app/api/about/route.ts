import { z } from "zod";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { aboutTrail } from "@/lib/search/about";
import { decodeTrail } from "@/lib/trail/decode";

const aboutRequest = z.object({ trail: z.string().min(1) });

/** What a trail is about, in words. */
export const GET = withProblems(async (request) => {
  const { trail } = aboutRequest.parse(Object.fromEntries(new URL(request.url).searchParams));
  const runtime = await runtimeFor(request);
  const about = await aboutTrail(decodeTrail(trail).trail, runtime);
  return Response.json(about, { headers: { "cache-control": "no-store" } });
});
