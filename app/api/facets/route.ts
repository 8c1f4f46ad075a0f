import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { readFacets } from "@/lib/search/facets";

/** What the gallery's images can be filtered by, with counts. */
export const GET = withProblems(async (request) => {
  const { store } = await runtimeFor(request);
  return Response.json(await readFacets(store), { headers: { "cache-control": "no-store" } });
});
