import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { listFeeds } from "@/lib/search/list-feeds";

/** The mood feeds that have something close in this gallery. */
export const GET = withProblems(async (request) => {
  const feeds = await listFeeds(await runtimeFor(request));
  return Response.json({ feeds }, { headers: { "cache-control": "no-store" } });
});
