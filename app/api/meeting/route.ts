import { z } from "zod";
import { runtimeFor } from "@/lib/api/known-host";
import { readJson } from "@/lib/api/read-body";
import { withProblems } from "@/lib/api/with-problems";
import { closestPair } from "@/lib/search/closest-pair";
import { decodeTrail } from "@/lib/trail/decode";
import { MAX_CODE_CHARS } from "@/lib/trail/trail";

/** Two codes and what JSON puts around them. */
const MAX_BODY_BYTES = 2 * MAX_CODE_CHARS + 256;

const meetingRequest = z.object({ a: z.string().min(1), b: z.string().min(1) });

/** Where two trails are nearest to each other. A body, because two links are longer than one may be. */
export const POST = withProblems(async (request) => {
  const runtime = await runtimeFor(request);
  const { a, b } = meetingRequest.parse(await readJson(request, MAX_BODY_BYTES));
  const [one, other] = [decodeTrail(a).trail, decodeTrail(b).trail];
  const meeting = await runtime.doors.meetings.admit(() => closestPair(one, other, runtime));
  return Response.json(meeting, { headers: { "cache-control": "no-store" } });
});
