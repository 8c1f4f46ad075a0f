import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureSite, ensureWorkers } from "./build.mjs";
import {
  addFolder,
  drawSample,
  hasGallery,
  markSampleComplete,
  needsSample,
  requireDataFolder,
  requireFolder,
} from "./gallery.mjs";
import { ensureInstalled } from "./install.mjs";
import { stopOnSignals, stopProcesses } from "./processes.mjs";
import { PROJECT_ROOT } from "./project-root.mjs";
import { reportFailure } from "./report-failure.mjs";
import { addressesOf, requireFreePort, startServer } from "./serve.mjs";
import { parseStartOptions, START_HELP } from "./start-options.mjs";

/**
 * `npm start`: installs, builds, makes the sample gallery when there is no other, and serves. Every
 * step looks first whether it is still needed.
 *
 * @param {{ argv: readonly string[],
 *   env: Readonly<Record<string, string | undefined>>, cwd: string }} call
 * @returns {Promise<number>} the exit code
 */
export async function start({ argv, env, cwd }) {
  const root = PROJECT_ROOT;
  let isServing = false;
  stopOnSignals(() => (isServing ? 0 : 130));
  try {
    const options = parseStartOptions(argv, env, cwd);
    if (options.wantsHelp) {
      process.stdout.write(`${START_HELP}\n`);
      return 0;
    }
    if (options.folder) await requireFolder(options.folder);
    await requireDataFolder(options.dataDir);
    await requireFreePort(options.port, options.host);
    await ensureInstalled({ root, env });
    await ensureWorkers(root);
    if (!options.isDev) await ensureSite({ root, env });

    const place = {
      root,
      dataDir: options.dataDir,
      env: { ...env, WAVELENGTH_DATA: options.dataDir },
    };
    const hadImages = await hasGallery(options.dataDir);
    const ingest = await startIngest(place, options.folder);
    // A gallery that has images is shown at once; an empty one is worth waiting a few seconds for.
    if (!hadImages) await ingest?.started;
    const server = startServer({
      ...place,
      ...options,
      onLine: (line) => {
        if (isServing || options.isDev) process.stderr.write(`${line}\n`);
        // Nothing is wrong with this machine: it serves as soon as the engine is there.
        else if (line.includes('"event":"start_waiting"')) process.stderr.write(`${line}\n`);
      },
    });
    await server.ready;
    isServing = true;
    await greet(options);
    // A wall that stands is worth keeping when the rest of its images cannot be added.
    ingest?.finished.catch((error) => reportFailure(error));
    return await server.ended;
  } catch (error) {
    await stopProcesses();
    reportFailure(error);
    return 1;
  }
}

/**
 * @param {import("./gallery.mjs").Place} place
 * @param {string | undefined} folder
 * @returns {Promise<import("./gallery.mjs").Ingest | undefined>} what is being added, if anything
 */
async function startIngest(place, folder) {
  if (folder) return addFolder(place, folder, { title: `Adding ${folder}` });
  if (!(await needsSample(place.dataDir))) return undefined;
  await drawSample(place);
  const ingest = addFolder(place, join(place.dataDir, "sample"), {
    title: "Adding the sample gallery",
  });
  const finished = ingest.finished.then(() => markSampleComplete(place.dataDir));
  // As in addFolder: the failure is whoever's that awaits it.
  finished.catch(() => {});
  return { started: ingest.started, finished };
}

/** @param {import("./start-options.mjs").StartOptions} options */
async function greet(options) {
  const { url, ownerUrl } = await addressesOf(options);
  process.stdout.write(`\n  Wavelength is at ${url}\n`);
  if (ownerUrl) process.stdout.write(`  The owner's link, for you alone: ${ownerUrl}\n`);
  if (!options.folder) process.stdout.write("  Your own images: npm start -- ~/Pictures\n");
  process.stdout.write("  Ctrl-C stops it.\n\n");
  if (options.shouldOpen) openBrowser(ownerUrl ?? url);
}

/** Opens a browser where someone sits at a desktop; silent when that fails. @param {string} url */
function openBrowser(url) {
  const hasDesktop =
    process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!process.stdout.isTTY || !hasDesktop) return;
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  const child = spawn(command ?? "open", args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
