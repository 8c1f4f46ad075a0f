import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { runProcess } from "./processes.mjs";
import { progressLine } from "./progress-line.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** Where macOS keeps them; they are not on the PATH. */
const MAC_APPS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/**
 * The system's Chromium: `CHROMIUM_PATH`, else the first of the usual names on the PATH.
 *
 * @param {Env} env
 * @returns {Promise<string | undefined>} its absolute path
 */
export async function findChromium(env) {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [
    ...(env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : []),
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(process.platform === "darwin" ? MAC_APPS : []),
  ];
  for (const path of candidates) {
    const isRunnable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isRunnable) return path;
  }
  return undefined;
}

/**
 * A Chromium for the end-to-end tests, got in the order of design §6: the system's, the system's
 * packages when this user may install them, Playwright's own download.
 *
 * @param {{ root: string, env: Env }} project
 * @returns {Promise<string | undefined>} its absolute path; undefined when there is none to be had
 */
export async function ensureChromium({ root, env }) {
  const found = await findChromium(env);
  if (found) return found;
  return (await installWithApt(root, env)) ?? (await downloadWithPlaywright(root, env));
}

/**
 * @param {string} root
 * @param {Env} env
 */
async function installWithApt(root, env) {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const progress = progressLine("Installing Chromium with apt-get");
  const settings = { cwd: root, env: { ...env, DEBIAN_FRONTEND: "noninteractive" } };
  const updated = await runProcess("apt-get", ["update", "-q"], settings);
  const args = ["install", "-qy", "--no-install-recommends", "chromium"];
  const { code } = updated.code === 0 ? await runProcess("apt-get", args, settings) : updated;
  progress.end(code === 0 ? "done" : "not possible");
  return code === 0 ? findChromium(env) : undefined;
}

/**
 * @param {string} root
 * @param {Env} env
 */
async function downloadWithPlaywright(root, env) {
  const progress = progressLine("Downloading Chromium with Playwright");
  const cli = join(root, "node_modules", "playwright", "cli.js");
  const { code } = await runProcess(process.execPath, [cli, "install", "chromium"], {
    cwd: root,
    env,
  });
  progress.end(code === 0 ? "done" : "not possible");
  if (code !== 0) return undefined;
  const { chromium } = await import("playwright");
  return findChromium({ CHROMIUM_PATH: chromium.executablePath() });
}
