import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      "@": root.replace(/\/$/, ""),
      "server-only": `${root}node_modules/server-only/empty.js`,
    },
  },
  test: {
    environment: "node",
    include: ["{lib,components,workers,app}/**/*.test.{ts,tsx}"],
    // A merge that met another process's commit warns and is made later: no news (lance-log.ts).
    // ONNX Runtime reports to nobody: see lib/embedding/model-thread.ts.
    env: { LANCEDB_LOG: "error", ORT_DISABLE_TELEMETRY: "1" },
    restoreMocks: true,
    unstubEnvs: true,
    maxWorkers: 2,
    // A hang is a failure; a busy machine is not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
