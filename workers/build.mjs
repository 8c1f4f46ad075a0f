// Bundles every thread and command entry of this folder into dist/; with --site builds the site too.
import { ensureSite, ensureWorkers } from "../lib/launch/build.mjs";
import { PROJECT_ROOT } from "../lib/launch/project-root.mjs";
import { reportFailure } from "../lib/launch/report-failure.mjs";

try {
  await ensureWorkers(PROJECT_ROOT);
  if (process.argv.includes("--site")) await ensureSite({ root: PROJECT_ROOT, env: process.env });
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}
