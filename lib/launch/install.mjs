import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { explainFailure, LaunchError } from "./explain-failure.mjs";
import { runProcess } from "./processes.mjs";
import { progressLine } from "./progress-line.mjs";

/** npm's warning about a file that it could not write whole. */
const CUT_OFF = /TAR_ENTRY_ERROR (?:ENOSPC|EDQUOT|EIO)/;

/** @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[] }} LockPackage */
/** @typedef {Readonly<Record<string, LockPackage>>} LockPackages */

/**
 * The packages of the lock file that are not installed in that version. npm writes what it has
 * installed to `node_modules/.package-lock.json` as the last thing it does, so an interrupted
 * installation shows. Optional packages are for other platforms and may be missing.
 *
 * @param {LockPackages} locked
 * @param {LockPackages} installed
 * @returns {string[]} paths such as `node_modules/next`
 */
export function missingPackages(locked, installed) {
  return Object.entries(locked)
    .filter(([path, { optional }]) => path !== "" && !optional)
    .filter(([path, { version }]) => installed[path]?.version !== version || !installed[path])
    .map(([path]) => path);
}

/**
 * Installs the dependencies when they are missing or the lock file asks for others.
 *
 * @param {{ root: string, env: Readonly<Record<string, string | undefined>> }} project
 * @throws {LaunchError} one sentence: disk full, download failed …
 */
export async function ensureInstalled({ root, env }) {
  const locked = await readPackages(join(root, "package-lock.json"));
  if (!locked) {
    throw new LaunchError(
      "There is no package-lock.json here: clone the project again, it belongs to it.",
    );
  }
  const installed = await readPackages(join(root, "node_modules", ".package-lock.json"));
  if (installed && missingPackages(locked, installed).length === 0) return;

  const total = Object.entries(locked).filter(([path, one]) => path && isForHere(one)).length;
  const progress = progressLine("Installing the dependencies");
  let fetched = 0;
  const { code, output } = await runProcess(...npm(env), {
    cwd: root,
    env: { ...env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" },
    onLine(line) {
      if (!/http (?:fetch|cache) .*\.tgz/.test(line)) return;
      fetched += 1;
      progress.update(`${fetched} of about ${total} packages`);
    },
  });
  const complaint = code === 0 ? await incomplete(root, locked, output) : output;
  progress.end(complaint === undefined ? "done" : "failed");
  if (complaint !== undefined) {
    const lines = complaint.split("\n").filter((line) => !line.includes("npm http"));
    throw new LaunchError(
      explainFailure(complaint) ??
        `The dependencies could not be installed (npm ended with ${code}): ${lines.slice(-15).join("\n")}`,
    );
  }
}

/**
 * What is wrong with an installation that npm calls a success; undefined when nothing is. On a full
 * disk npm 11 warns, leaves files cut off, and ends with 0.
 *
 * @param {string} root
 * @param {LockPackages} locked
 * @param {string} output npm's
 * @returns {Promise<string | undefined>}
 */
async function incomplete(root, locked, output) {
  const record = join(root, "node_modules", ".package-lock.json");
  if (CUT_OFF.test(output)) {
    await rm(record, { force: true });
    return output;
  }
  const installed = await readPackages(record);
  const missing = missingPackages(locked, installed ?? {});
  if (missing.length === 0) return undefined;
  return `${output}\nnpm left out ${missing.length} packages, ${missing[0]} among them: run the same command again.`;
}

/**
 * Whether a package is for this platform: the lock file lists those of all.
 *
 * @param {LockPackage} locked
 */
function isForHere({ os, cpu }) {
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
}

/**
 * The npm that started us, else the one on the PATH.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {[command: string, args: string[]]}
 */
function npm(env) {
  const args = ["ci", "--include=dev", "--loglevel=http", "--no-progress"];
  const script = env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script)) return [process.execPath, [script, ...args]];
  return [process.platform === "win32" ? "npm.cmd" : "npm", args];
}

/**
 * @param {string} file
 * @returns {Promise<LockPackages | undefined>}
 */
async function readPackages(file) {
  try {
    return JSON.parse(await readFile(file, "utf8")).packages;
  } catch {
    // Missing or half written: as good as not installed.
    return undefined;
  }
}
