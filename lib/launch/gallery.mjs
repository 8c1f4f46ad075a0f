import { access, constants, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { explainFailure, LaunchError } from "./explain-failure.mjs";
import { isThere } from "./fingerprint.mjs";
import { runProcess } from "./processes.mjs";
import { progressLine } from "./progress-line.mjs";

/** A wall this full is worth opening while the rest comes in. */
const ENOUGH_TO_OPEN = 96;
/** Written when the sample gallery is whole. */
const SAMPLE_MARKER = "sample-complete";

/** @typedef {{ root: string, env: Readonly<Record<string, string | undefined>>, dataDir: string }} Place */
/** @typedef {{ started: Promise<void>, finished: Promise<void> }} Ingest */

/**
 * Refuses what is no folder.
 *
 * @param {string} folder
 * @throws {LaunchError}
 */
export async function requireFolder(folder) {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new LaunchError(
      `There is no folder at ${folder}: check the path, e.g. \`npm start -- ~/Pictures\`.`,
    );
  }
}

/**
 * Makes the data folder where it is missing, and refuses one that cannot be used.
 *
 * @param {string} dataDir
 * @throws {LaunchError}
 */
export async function requireDataFolder(dataDir) {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "ENOSPC" || code === "EDQUOT") throw error;
    throw new LaunchError(
      `Everything is kept in ${dataDir} but that is no folder this user can write to (${code}): choose another with \`npm start -- --data <folder>\`.`,
      { cause: error },
    );
  }
}

/**
 * Whether the sample gallery has to be drawn: there is no gallery, or drawing it was interrupted.
 *
 * @param {string} dataDir
 */
export async function needsSample(dataDir) {
  if (await isThere(join(dataDir, SAMPLE_MARKER))) return false;
  if (await isThere(join(dataDir, "sample"))) return true;
  return !(await hasGallery(dataDir));
}

/**
 * Whether there has been a gallery in this data folder: a Lance table, at its top or one below. An
 * empty one counts, for whoever removed every image does not want ours back.
 *
 * @param {string} dataDir
 */
export async function hasGallery(dataDir) {
  const names = await namesIn(dataDir);
  const below = await Promise.all(
    // The galleries of single folders lie below the default one, see defaultDataDir.
    names.filter((name) => !name.startsWith("folder-")).map((name) => namesIn(join(dataDir, name))),
  );
  return [...names, ...below.flat()].some((name) => name.endsWith(".lance"));
}

/** @param {string} folder */
function namesIn(folder) {
  // A file, or nothing: no names.
  return readdir(folder).catch(() => /** @type {string[]} */ ([]));
}

/**
 * Draws the sample gallery into `<data>/sample`.
 *
 * @param {Place} place
 * @throws {LaunchError}
 */
export async function drawSample(place) {
  const progress = progressLine("Drawing the sample gallery");
  const args = [join(place.root, "dist", "make-sample.js"), join(place.dataDir, "sample")];
  const { code, output } = await runProcess(process.execPath, [...args, "--json"], {
    cwd: place.root,
    env: place.env,
    onLine(line) {
      const now = readProgress(line);
      if (now) progress.update(`${now.done} of ${now.total} images`);
    },
  });
  progress.end(code === 0 ? "done" : "failed");
  if (code !== 0) throw failure("The sample gallery could not be drawn", output);
}

/**
 * Says that the sample gallery is whole.
 *
 * @param {string} dataDir
 */
export async function markSampleComplete(dataDir) {
  await writeFile(join(dataDir, SAMPLE_MARKER), "");
}

/**
 * Adds a folder in a process of its own. `started` resolves when enough images are in for a wall
 * (or all there are), `finished` at the end; both reject with a {@link LaunchError}.
 *
 * @param {Place} place
 * @param {string} folder
 * @param {{ title: string }} words
 * @returns {Ingest}
 */
export function addFolder(place, folder, { title }) {
  /** @type {() => void} */
  let markStarted = () => {};
  /** @type {Promise<void>} */
  const enough = new Promise((resolve) => {
    markStarted = resolve;
  });
  const progress = progressLine(title);
  let skipped = 0;
  /** @type {string | undefined} */
  let complaint;
  const finished = runProcess(
    process.execPath,
    [join(place.root, "dist", "add.js"), "--json", "--", folder],
    {
      cwd: place.root,
      env: place.env,
      onLine(line) {
        complaint = readComplaint(line) ?? complaint;
        const now = readProgress(line);
        if (!now) return;
        skipped = now.skipped;
        const rate = now.rate > 0 ? `, ${now.rate.toFixed(0)} a second` : "";
        progress.update(`${now.done} of ${now.total} images${rate}`);
        if (now.done >= ENOUGH_TO_OPEN) markStarted();
      },
    },
  ).then(({ code, output }) => {
    const rest = skipped > 0 ? `done, ${skipped} skipped` : "done";
    progress.end(code === 0 ? rest : "failed");
    if (code === 0) return;
    // Its own sentence first: what libraries wrote beside it explains nothing.
    throw complaint ? new LaunchError(complaint) : failure(`Adding ${folder} failed`, output);
  });
  const started = Promise.race([enough, finished]);
  // Whoever awaits them gets the failure; until then it must not count as unhandled.
  for (const promise of [started, finished]) promise.catch(() => {});
  return { started, finished };
}

/**
 * Reads one line of progress: JSON with `done` and `found` or `total`; anything else is undefined.
 *
 * @param {string} line
 * @returns {{ done: number, total: number, skipped: number, rate: number } | undefined}
 */
export function readProgress(line) {
  try {
    const { done, total, found, skippedCount, imagesPerSecond } = JSON.parse(line);
    const all = total ?? found;
    if (typeof done !== "number" || typeof all !== "number") return undefined;
    return {
      done,
      total: all,
      skipped: typeof skippedCount === "number" ? skippedCount : 0,
      rate: typeof imagesPerSecond === "number" ? imagesPerSecond : 0,
    };
  } catch {
    // A log line, a library's remark: no progress.
    return undefined;
  }
}

/**
 * The sentence in the last line of a command that failed: JSON with the state "failed".
 *
 * @param {string} line
 * @returns {string | undefined}
 */
export function readComplaint(line) {
  try {
    const { state, message } = JSON.parse(line);
    return state === "failed" && typeof message === "string" ? message : undefined;
  } catch {
    // A log line, a library's remark.
    return undefined;
  }
}

/**
 * @param {string} what
 * @param {string} output
 */
function failure(what, output) {
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !readProgress(line));
  return new LaunchError(explainFailure(output) ?? `${what}: ${lines.slice(-15).join("\n")}`);
}
