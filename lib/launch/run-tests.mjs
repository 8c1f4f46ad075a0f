import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureSite, ensureWorkers, nextBin } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { LaunchError } from "./explain-failure.mjs";
import { ensureInstalled } from "./install.mjs";
import { runProcess, stopOnSignals } from "./processes.mjs";
import { PROJECT_ROOT } from "./project-root.mjs";
import { reportFailure } from "./report-failure.mjs";
import {
  addCounts,
  countPlaywright,
  countVitest,
  mustHaveTests,
  playwrightFailures,
  summaryLine,
  vitestFailures,
} from "./test-counts.mjs";

/** @typedef {import("./test-counts.mjs").Counts} Counts */
/** @typedef {Readonly<Record<string, string | undefined>>} Env */

const PARTS = ["checks", "unit", "e2e"];

/**
 * What a part of the run came to, and what failed of it, a line each.
 *
 * @typedef {object} Outcome
 * @property {Counts} counts
 * @property {readonly string[]} failures
 */

/** @type {Outcome} */
const PASSED = { counts: { passed: 1, failed: 0, skipped: 0 }, failures: [] };

/**
 * @param {string} name
 * @returns {Outcome}
 */
function failed(name) {
  return { counts: { passed: 0, failed: 1, skipped: 0 }, failures: [name] };
}

/**
 * `npm test`: types, lint, dead code, builds, unit and integration tests, then a real browser on the
 * production build. Every check counts as one; the last line is `N passed, N failed, N skipped`.
 *
 * @param {readonly string[]} argv what follows `npm test --`
 * @param {Env} env
 * @returns {Promise<number>} the exit code: 1 when anything failed
 */
export async function runTests(argv, env) {
  const root = PROJECT_ROOT;
  stopOnSignals(() => 130);
  /** @type {Outcome[]} */
  const outcomes = [];
  const reports = await mkdtemp(join(tmpdir(), "wavelength-test-"));
  try {
    const only = parseOnly(argv);
    /** @param {string} part */
    const wants = (part) => only === undefined || only === part;
    await ensureInstalled({ root, env });
    if (wants("checks")) outcomes.push(...(await runChecks(root, env)));
    const workers = await attempt("build of the workers", () => ensureWorkers(root));
    outcomes.push(workers);
    if (wants("unit")) outcomes.push(await runUnitTests(root, env, reports));
    if (wants("e2e")) {
      const site = await attempt("build of the site", () => ensureSite({ root, env }));
      outcomes.push(site);
      if (site.counts.failed + workers.counts.failed === 0)
        outcomes.push(await runBrowserTests(root, env, reports));
    }
  } catch (error) {
    reportFailure(error);
    outcomes.push(failed("the run itself: see above"));
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
  const sum = addCounts(outcomes.map(({ counts }) => counts));
  // Said once more, where whoever sees only the last lines finds it.
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  if (failures.length > 0) process.stdout.write(`\nFailed:\n  ${failures.join("\n  ")}\n`);
  process.stdout.write(`\n${summaryLine(sum)}\n`);
  return sum.failed > 0 ? 1 : 0;
}

/** @param {readonly string[]} argv */
function parseOnly(argv) {
  const { values } = parseArgs({ args: [...argv], options: { only: { type: "string" } } });
  if (values.only !== undefined && !PARTS.includes(values.only)) {
    throw new LaunchError(`Expected --only ${PARTS.join(" or ")} but received ${values.only}.`);
  }
  return values.only;
}

/**
 * @param {string} root
 * @param {Env} env
 */
async function runChecks(root, env) {
  const bin = (/** @type {string[]} */ ...path) => join(root, "node_modules", ...path);
  // Side by side: knip keeps one core busy, whatever there is.
  return Promise.all([
    check("types", root, env, [
      [nextBin(root), "typegen"],
      [bin("typescript", "bin", "tsc"), "--noEmit"],
    ]),
    check("lint and format (Biome)", root, env, [
      [bin("@biomejs", "biome", "bin", "biome"), "ci", "--colors=off", "."],
    ]),
    check("dead code (knip)", root, env, [[bin("knip", "bin", "knip.js")]]),
  ]);
}

/**
 * Runs commands one after the other; they pass or fail as one. Output is shown when they fail.
 *
 * @param {string} name
 * @param {string} root
 * @param {Env} env
 * @param {readonly (readonly string[])[]} commands arguments to Node
 */
function check(name, root, env, commands) {
  return attempt(name, async () => {
    for (const args of commands) {
      const { code, output } = await runProcess(process.execPath, args, {
        cwd: root,
        env: { ...env, NO_COLOR: "1" },
      });
      if (code !== 0) throw new LaunchError(output.trim() || `It ended with code ${code}.`);
    }
  });
}

/**
 * @param {string} name
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Outcome>}
 */
async function attempt(name, work) {
  const startedAt = Date.now();
  try {
    await work();
    process.stdout.write(`✓ ${name} (${seconds(startedAt)} s)\n`);
    return PASSED;
  } catch (error) {
    process.stdout.write(`✗ ${name} (${seconds(startedAt)} s)\n`);
    reportFailure(error);
    return failed(name);
  }
}

/** @param {number} startedAt */
function seconds(startedAt) {
  return ((Date.now() - startedAt) / 1_000).toFixed(1);
}

/**
 * @param {string} root
 * @param {Env} env
 * @param {string} reports
 */
async function runUnitTests(root, env, reports) {
  const report = join(reports, "vitest.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await runProcess(
    process.execPath,
    [join(root, "node_modules", "vitest", "vitest.mjs"), ...args],
    // `test` is what React and Next need to be their testable selves.
    { cwd: root, env: { ...env, NODE_ENV: "test" }, isShown: true },
  );
  return countReport(report, countVitest, vitestFailures, code);
}

/**
 * @param {string} root
 * @param {Env} env
 * @param {string} reports
 */
async function runBrowserTests(root, env, reports) {
  const chromium = await ensureChromium({ root, env });
  const cli = [join(root, "node_modules", "playwright", "cli.js"), "test"];
  const report = join(reports, "playwright.json");
  if (!chromium) return countUnrun(root, env, cli);
  const { code } = await runProcess(process.execPath, [...cli, "--reporter=list,json"], {
    cwd: root,
    env: { ...env, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    isShown: true,
  });
  return countReport(report, countPlaywright, playwrightFailures, code);
}

/**
 * Without a browser: all browser tests are skipped, loudly, or failed where `CI` is set.
 *
 * @param {string} root
 * @param {Env} env
 * @param {readonly string[]} cli
 * @returns {Promise<Outcome>}
 */
async function countUnrun(root, env, cli) {
  const { output } = await runProcess(process.execPath, [...cli, "--list"], { cwd: root, env });
  const count = Number(/Total: (\d+) tests?/.exec(output)?.[1] ?? 1);
  process.stdout.write(
    `\n! NO BROWSER: ${count} browser tests were not run. Install Chromium (e.g. \`apt-get install chromium\`) or set CHROMIUM_PATH.\n`,
  );
  return env.CI
    ? { counts: { passed: 0, failed: count, skipped: 0 }, failures: ["no browser: see above"] }
    : { counts: { passed: 0, failed: 0, skipped: count }, failures: [] };
}

/**
 * @param {string} file
 * @param {(report: unknown) => Counts} count
 * @param {(report: unknown) => string[]} nameFailures
 * @param {number} code
 * @returns {Promise<Outcome>}
 */
async function countReport(file, count, nameFailures, code) {
  try {
    const report = JSON.parse(await readFile(file, "utf8"));
    const counts = mustHaveTests(count(report), code);
    const named = nameFailures(report);
    const isUnnamed = counts.failed > 0 && named.length === 0;
    return { counts, failures: isUnnamed ? [`no test: it ended with ${code}`] : named };
  } catch (error) {
    reportFailure(
      new Error(`Expected a report of the tests (they ended with ${code})`, { cause: error }),
    );
    return failed("a report of the tests that is not there");
  }
}
