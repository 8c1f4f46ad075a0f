import { withProblems } from "@/lib/api/with-problems";
import { getRuntime } from "@/lib/runtime";
import { listFeeds } from "@/lib/search/list-feeds";

/** The mood feeds that have something close in this gallery. */
export const GET = withProblems(async () => {
  const feeds = await listFeeds(await getRuntime());
  return Response.json({ feeds }, { headers: { "cache-control": "no-store" } });
});
