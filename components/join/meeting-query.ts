import { queryOptions } from "@tanstack/react-query";
import { meetingResponse } from "@/lib/search/contract";
import { encodeTrail } from "@/lib/trail/encode";
import type { Trail } from "@/lib/trail/trail";
import { requestJson } from "../explorer/request";
import { WITHOUT_NETWORK_GUESSES } from "../explorer/wall-query";

/** Where two trails are nearest to each other; for trails that share nothing. */
export function meetingQuery(a: Trail, b: Trail) {
  const codes = { a: encodeTrail(a), b: encodeTrail(b) };
  return queryOptions({
    queryKey: ["meeting", codes.a, codes.b] as const,
    queryFn: async ({ signal }) =>
      meetingResponse.parse(
        await requestJson("/api/meeting", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(codes),
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    ...WITHOUT_NETWORK_GUESSES,
  });
}
