import { z } from "zod";
import { overallProgress, startIngest } from "@/lib/api/ingest-job";
import { runtimeFor } from "@/lib/api/known-host";
import { requireOwner } from "@/lib/api/owner";
import { readJson } from "@/lib/api/read-body";
import { withProblems } from "@/lib/api/with-problems";

const MAX_BODY_BYTES = 16_384;
const ingestRequest = z.object({ folder: z.string().min(1).max(4_096) });

/** How far the folder that is being added has come. Paths are the owner's to see. */
export const GET = withProblems(async (request) => {
  const { config, store } = await runtimeFor(request);
  await requireOwner(request, config);
  const progress = await overallProgress(config.dataDir);
  // What is said to be done is there to be seen: the next look at the store may be a second away.
  if (progress.state === "done") await store.refresh();
  return Response.json(progress, { headers: { "cache-control": "no-store" } });
});

/** Starts adding a folder of the server's machine: `{"folder": "/…"}`. */
export const POST = withProblems(async (request) => {
  const { config } = await runtimeFor(request);
  await requireOwner(request, config);
  const { folder } = ingestRequest.parse(await readJson(request, MAX_BODY_BYTES));
  const progress = await startIngest(folder, config.dataDir);
  return Response.json(progress, { status: 202 });
});
