import { join } from "node:path";
import { ensureWorkers } from "./build.mjs";
import { LaunchError } from "./explain-failure.mjs";
import { isThere } from "./fingerprint.mjs";
import { ensureInstalled } from "./install.mjs";
import { runForeground } from "./processes.mjs";
import { PROJECT_ROOT } from "./project-root.mjs";
import { reportFailure } from "./report-failure.mjs";

/**
 * Runs one of our commands with what it needs built first. Relative paths among its arguments
 * count from the project's folder, as npm has it.
 *
 * @param {readonly string[]} argv the command's name, then its arguments
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Promise<number>} its exit code
 */
export async function runCommand([name = "", ...args], env) {
  try {
    await ensureInstalled({ root: PROJECT_ROOT, env });
    await ensureWorkers(PROJECT_ROOT);
    const file = join(PROJECT_ROOT, "dist", `${name}.js`);
    if (!/^[a-z-]+$/.test(name) || !(await isThere(file))) {
      throw new LaunchError(`There is no command ${JSON.stringify(name)}: see \`npm run\`.`);
    }
    return await runForeground(process.execPath, [file, ...args], {
      cwd: PROJECT_ROOT,
      // As in serve.mjs.
      env: { LANCEDB_LOG: "error", ...env },
    });
  } catch (error) {
    reportFailure(error);
    return 1;
  }
}
