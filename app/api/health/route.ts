import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { isClosing } from "@/lib/shutdown";
import packageJson from "@/package.json";

/** What runs here and how busy it is. */
export const GET = withProblems(async (request) => {
  const { config, embedder, store } = await runtimeFor(request);
  const closing = isClosing();
  const { id, provider, rejected } = embedder.model;
  const { galleryId, revision, count } = store.state();
  const status = embedder.status();
  return Response.json(
    {
      status: closing ? "closing" : status.state === "ready" ? "ok" : "degraded",
      model: { id, provider, rejected },
      embedder: status,
      gallery: { id: galleryId, revision, count },
      store: config.store.kind,
      version: packageJson.version,
    },
    // A proxy takes a server that answers so out of its list.
    { status: closing ? 503 : 200, headers: { "cache-control": "no-store" } },
  );
});
