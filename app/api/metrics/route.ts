import { getIngestProgress } from "@/lib/api/ingest-job";
import { runtimeFor } from "@/lib/api/known-host";
import { requireOwner } from "@/lib/api/owner";
import { withProblems } from "@/lib/api/with-problems";
import { renderMetrics } from "@/lib/metrics/metrics";
import packageJson from "@/package.json";

/** What Prometheus asks for. The owner's to see: on this machine, or with the owner's token. */
export const GET = withProblems(async (request) => {
  const { config, embedder, store } = await runtimeFor(request);
  await requireOwner(request, config);
  const { state, added, known, removed, skippedCount, imagesPerSecond } = getIngestProgress();
  const { contentType, text } = await renderMetrics({
    version: packageJson.version,
    model: embedder.model,
    embedder: embedder.status(),
    gallery: store.state(),
    ingest: {
      isRunning: state === "running",
      images: { added, known, removed, skipped: skippedCount },
      imagesPerSecond,
    },
  });
  return new Response(text, {
    headers: { "content-type": contentType, "cache-control": "no-store" },
  });
});
