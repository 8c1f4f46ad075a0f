import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { explainFailure, LaunchError } from "./explain-failure.mjs";
import { buildWhenStale } from "./fingerprint.mjs";
import { runProcess } from "./processes.mjs";
import { progressLine } from "./progress-line.mjs";

const WORKER_SOURCES = ["workers", "lib", "package-lock.json", "tsconfig.json"];
const SITE_SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/**
 * Bundles every thread and command entry of `workers/` into `dist/` and compiles the scan kernel
 * beside them (docs/adr/0003).
 *
 * @param {string} root
 */
async function buildWorkers(root) {
  // Imported late: neither exists before the dependencies are installed.
  const { build, stop } = await import("esbuild");
  const { buildKernel } = await import("../store/kernel/build-kernel.mjs");
  const folder = join(root, "workers");
  const names = await readdir(folder);
  await Promise.all([
    build({
      entryPoints: names
        .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
        .map((name) => join(folder, name)),
      outdir: join(root, "dist"),
      bundle: true,
      splitting: true,
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
      sourcemap: "linked",
      tsconfig: join(root, "tsconfig.json"),
      logLevel: "warning",
    }),
    buildKernel(join(root, "dist", "scan-kernel.wasm")),
  ]);
  // Its service would stay as long as the server that is started next.
  await stop();
}

/**
 * {@link buildWorkers}, when their sources have changed since.
 *
 * @param {string} root
 * @returns {Promise<boolean>} whether they had to be built
 */
export function ensureWorkers(root) {
  return buildWhenStale({
    root,
    marker: "dist/.wavelength-build.json",
    sources: WORKER_SOURCES,
    outputs: ["dist/scan-kernel.wasm"],
    async build() {
      const progress = progressLine("Building the workers");
      try {
        await buildWorkers(root);
        progress.end();
      } catch (error) {
        progress.end("failed");
        throw error;
      }
    },
  });
}

/** Next's words while another build, perhaps the orphan of a start that was killed, holds its lock. */
const IS_BUILT_ELSEWHERE = /Another next build process is already running/;
/** Before it is asked again, and how often: ten minutes in all. */
const PAUSE_MS = 2_000;
const MAX_WAITS = 300;

/**
 * Builds the site for production when its sources have changed since.
 *
 * @param {{ root: string, env: Readonly<Record<string, string | undefined>>, pauseMs?: number }} project
 * @returns {Promise<boolean>} whether it had to be built
 * @throws {LaunchError} with the compiler's output.
 */
export function ensureSite({ root, env, pauseMs = PAUSE_MS }) {
  return buildWhenStale({
    root,
    marker: ".next/wavelength-build.json",
    sources: SITE_SOURCES,
    outputs: [".next/BUILD_ID"],
    async build() {
      // A build that fails must not leave the old one looking whole.
      await rm(join(root, ".next", "BUILD_ID"), { force: true });
      const progress = progressLine("Building the site");
      let { code, output } = await runBuild(root, env, progress);
      for (let waits = 0; IS_BUILT_ELSEWHERE.test(output) && waits < MAX_WAITS; waits++) {
        progress.update("waiting for another build of it to end");
        await delay(pauseMs);
        ({ code, output } = await runBuild(root, env, progress));
      }
      progress.end(code === 0 ? "done" : "failed");
      if (code !== 0) {
        throw new LaunchError(
          explainFailure(output) ?? `The site could not be built:\n${output.trim()}`,
        );
      }
    },
  });
}

/**
 * @param {string} root
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {{ update(now: string): void }} progress
 */
function runBuild(root, env, progress) {
  return runProcess(process.execPath, [nextBin(root), "build"], {
    cwd: root,
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    onLine(line) {
      const stage =
        /^\s*(?:✓\s*)?((?:Creating|Compil|Finished|Collecting|Generating|Finalizing).{0,50})/.exec(
          line,
        );
      if (stage?.[1]) progress.update(stage[1].trim().replace(/\s*\.\.\.$/, ""));
    },
  });
}

/**
 * Next's command, run by this very Node.
 *
 * @param {string} root
 */
export function nextBin(root) {
  return join(root, "node_modules", "next", "dist", "bin", "next");
}
