import { addRequest } from "@/lib/api/add-request";
import { overallProgress, startIngest, stopIngest } from "@/lib/api/ingest-job";
import { runtimeFor } from "@/lib/api/known-host";
import { requireOwner } from "@/lib/api/owner";
import { readJson } from "@/lib/api/read-body";
import { withProblems } from "@/lib/api/with-problems";

const MAX_BODY_BYTES = 16_384;

/** How far what is being added has come. Paths are the owner's to see. */
export const GET = withProblems(async (request) => {
  const { config, store } = await runtimeFor(request);
  await requireOwner(request, config);
  const progress = await overallProgress(config.dataDir);
  // What is said to be done is there to be seen: the next look at the store may be a second away.
  if (progress.state === "done") await store.refresh();
  return Response.json(progress, { headers: { "cache-control": "no-store" } });
});

/**
 * Starts adding a folder of the server's machine, `{"folder": "/…"}`, or works of an open collection,
 * `{"collection": "met", "query": "storm", "limit": 500}`.
 */
export const POST = withProblems(async (request) => {
  const { config } = await runtimeFor(request);
  await requireOwner(request, config);
  const asked = addRequest.parse(await readJson(request, MAX_BODY_BYTES));
  const progress = await startIngest(asked, config.dataDir);
  return Response.json(progress, { status: 202 });
});

/** Stops what was started here, when what is in hand is written. What was added stays. */
export const DELETE = withProblems(async (request) => {
  const { config, store } = await runtimeFor(request);
  await requireOwner(request, config);
  await stopIngest();
  await store.refresh();
  return Response.json(await overallProgress(config.dataDir));
});
