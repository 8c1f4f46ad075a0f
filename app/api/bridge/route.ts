import { z } from "zod";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { bridge } from "@/lib/search/bridge";
import { decodeTrail } from "@/lib/trail/decode";

const bridgeRequest = z.object({
  /** Its last hop but one is where the bridge starts, its tip where it leads. */
  trail: z.string().min(1),
  /** 1: only over works that no generator made. */
  real: z.enum(["0", "1"]).default("0"),
});

/** A way of small steps between two hops. */
export const GET = withProblems(async (request) => {
  const asked = bridgeRequest.parse(Object.fromEntries(new URL(request.url).searchParams));
  const runtime = await runtimeFor(request);
  const { trail } = decodeTrail(asked.trail);
  const answer = await runtime.doors.bridges.admit(() =>
    bridge(trail, runtime, { isReal: asked.real === "1" }),
  );
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
});
