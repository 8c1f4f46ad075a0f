import { runtimeFor } from "@/lib/api/known-host";
import { isOwner } from "@/lib/api/owner";
import { withProblems } from "@/lib/api/with-problems";

/** Whether this browser may add folders and remove images. */
export const GET = withProblems(async (request) => {
  const { config } = await runtimeFor(request);
  return Response.json(
    { owner: await isOwner(request, config) },
    { headers: { "cache-control": "no-store" } },
  );
});
