import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import packageJson from "@/package.json";

/** What runs here and how busy it is. */
export const GET = withProblems(async (request) => {
  const { embedder, store } = await runtimeFor(request);
  const { id, provider, rejected } = embedder.model;
  const { galleryId, revision, count } = store.state();
  const status = embedder.status();
  return Response.json(
    {
      status: status.state === "ready" ? "ok" : "degraded",
      model: { id, provider, rejected },
      embedder: status,
      gallery: { id: galleryId, revision, count },
      store: "lance",
      version: packageJson.version,
    },
    { headers: { "cache-control": "no-store" } },
  );
});
