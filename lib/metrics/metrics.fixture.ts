import type { MetricsSnapshot } from "./metrics";

/** A server at rest, for tests of what is counted beside it. */
export const AT_REST: MetricsSnapshot = {
  version: "1",
  model: { id: "m", provider: "cpu" },
  embedder: { state: "ready", queueDepth: 0, maxQueue: 1 },
  gallery: { count: 0, revision: 0 },
  ingest: {
    isRunning: false,
    images: { added: 0, known: 0, removed: 0, skipped: 0 },
    imagesPerSecond: 0,
  },
};
