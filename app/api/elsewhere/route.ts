import { z } from "zod";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { elsewhere } from "@/lib/search/elsewhere";
import { decodeTrail } from "@/lib/trail/decode";

const elsewhereRequest = z.object({ trail: z.string().min(1) });

/** An image unlike everything that a trail has asked with. */
export const GET = withProblems(async (request) => {
  const { trail } = elsewhereRequest.parse(Object.fromEntries(new URL(request.url).searchParams));
  const runtime = await runtimeFor(request);
  const id = await runtime.doors.jumps.admit(() => elsewhere(decodeTrail(trail).trail, runtime));
  return Response.json({ id }, { headers: { "cache-control": "no-store" } });
});
