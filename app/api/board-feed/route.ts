import { runtimeFor } from "@/lib/api/known-host";
import { readJson } from "@/lib/api/read-body";
import { withProblems } from "@/lib/api/with-problems";
import { boardFeed } from "@/lib/search/board-feed";
import { boardFeedRequest } from "@/lib/search/contract";

/** 200 hops with a guest each, of some 1 KB. */
const MAX_BODY_BYTES = 512 * 1_024;

/** A feed from the things on a board. It is computed and forgotten. */
export const POST = withProblems(async (request) => {
  const runtime = await runtimeFor(request);
  const asked = boardFeedRequest.parse(await readJson(request, MAX_BODY_BYTES));
  const feed = await runtime.doors.boards.admit(() => boardFeed(asked, runtime));
  return Response.json(feed, { headers: { "cache-control": "no-store" } });
});
