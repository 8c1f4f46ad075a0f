import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Files of a minute or so: begun last, one of them would run on beside an idle core. */
const LONG =
  /\/(?:workers\/add|lib\/quality\/sample-gallery|lib\/words\/words-on-pictures)\.test\.ts$/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

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
    sequence: { sequencer: LongFirst },
    // A hang is a failure; a busy machine is not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
