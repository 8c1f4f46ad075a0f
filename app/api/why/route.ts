import { z } from "zod";
import { parseImageId } from "@/lib/api/image-id-param";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { why } from "@/lib/search/why";
import { decodeTrail } from "@/lib/trail/decode";

const whyRequest = z.object({ trail: z.string().min(1), id: z.string() });

/** Which aspects make a tile close to what a trail's tip asks for. */
export const GET = withProblems(async (request) => {
  const asked = whyRequest.parse(Object.fromEntries(new URL(request.url).searchParams));
  const runtime = await runtimeFor(request);
  const answer = await why(decodeTrail(asked.trail).trail, parseImageId(asked.id), runtime);
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
});
