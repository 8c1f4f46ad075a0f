import { z } from "zod";
import { overallProgress, startIngest, stopIngest } from "@/lib/api/ingest-job";
import { runtimeFor } from "@/lib/api/known-host";
import { requireOwner } from "@/lib/api/owner";
import { readJson } from "@/lib/api/read-body";
import { withProblems } from "@/lib/api/with-problems";
import { COLLECTION_NAMES, DEFAULT_WORKS } from "@/lib/gallery/sources/open-collection";

const MAX_BODY_BYTES = 16_384;
const MAX_QUERY_CHARS = 300;
/** More is for the command line, which shows what each page brings. */
const MAX_WORKS = 10_000;

const ingestRequest = z.union([
  z.strictObject({ folder: z.string().min(1).max(4_096) }),
  z.strictObject({
    collection: z.enum(COLLECTION_NAMES),
    query: z.string().trim().min(1).max(MAX_QUERY_CHARS).optional(),
    limit: z.int().min(1).max(MAX_WORKS).default(DEFAULT_WORKS),
  }),
]);

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
  const asked = ingestRequest.parse(await readJson(request, MAX_BODY_BYTES));
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
