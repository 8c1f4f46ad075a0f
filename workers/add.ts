import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { type Config, parseConfig } from "@/lib/config";
import { AppError, isAppError } from "@/lib/errors";
import { crewFolders } from "@/lib/gallery/crew/crew";
import { gpusFor, type Helpers, startHelpers, stopWithParent } from "@/lib/gallery/crew/helpers";
import { makeDataFolder } from "@/lib/gallery/data-folder-failure";
import { type IngestMemory, type IngestState, ingest } from "@/lib/gallery/ingest";
import { IngestPrinter } from "@/lib/gallery/ingest-printer";
import { countsLine, overlapLines, rowLines, skippedTable } from "@/lib/gallery/ingest-report";
import { measureMachineUse } from "@/lib/gallery/machine-use";
import { type OpenGallery, openGallery } from "@/lib/gallery/open-gallery";
import { mirrorGuards } from "@/lib/gallery/sources/collection-mirror";
import { Downloader } from "@/lib/gallery/sources/downloader";
import { collectionName, requireQuery } from "@/lib/gallery/sources/open-collection";
import { isPaced, openSource } from "@/lib/gallery/sources/open-source";
import { ingestVectors } from "@/lib/gallery/vectors/ingest-vectors";
import { isVectorsFile, openVectorsFile } from "@/lib/gallery/vectors/vectors-file";
import { Watch } from "@/lib/gallery/watch/watch-folders";
import { isFolder } from "@/lib/gallery/watch/watched-folder";
import { embeddedFolder } from "@/lib/store/open-store";

/** What shells give out for a program that was ended by Ctrl-C. */
const INTERRUPTED = 130;
const MAX_WORKERS = 64;
const MAX_ROWS = 1e9;
const MAX_POLL_S = 86_400;

const HELP = `
Open collections, by search and without a key:
  npm run add -- met --query "storm" --limit 2000      The Metropolitan Museum of Art
  npm run add -- artic --query "moonlight"             The Art Institute of Chicago
  npm run add -- commons --query "fog harbour"         Wikimedia Commons
  npm run add -- museums                               the first two, of many moods; 500 works
They are asked at the pace that they wish; WAVELENGTH_CONTACT tells them how to reach you.`;

const command = new Command("add")
  .description("Adds pictures to the gallery. A second run adds only what is new.")
  .argument(
    "<what...>",
    "folders, at any depth; archives (.zip, .tar, .tar.gz, WebDataset too); lists of links (.csv, .jsonl, .parquet); .parquet files of vectors; open collections: met, artic, commons, museums",
  )
  .option("--again", "take in anew what is known, and what was removed by hand")
  .option("--workers <n>", "processes that share the work, one a GPU", countOf(MAX_WORKERS), 1)
  .option("--query <words>", "what to look for in an open collection")
  .option(
    "--limit <n>",
    "works of an open collection (500 unless said); rows of vectors (all)",
    countOf(MAX_ROWS),
  )
  .option("--watch", "stay, and take in what comes into the folders, changes, moves or goes")
  .option(
    "--poll <s>",
    "with --watch on a network share: look every s seconds",
    countOf(MAX_POLL_S),
  )
  .option("--json", "print progress as lines of JSON")
  .addOption(new Option("--helper", "what --workers starts").hideHelp())
  .addHelpText("after", HELP)
  .parse();
const options = command.opts<{
  again?: boolean;
  json?: boolean;
  helper?: boolean;
  workers: number;
  limit?: number;
  query?: string;
  watch?: boolean;
  poll?: number;
}>();
const { again = false, json = false, helper = false, workers, limit, query, poll } = options;
// What helpers help with is the beginning.
const isWatching = options.watch === true && !helper;

const stop = new AbortController();
// Once: a second Ctrl-C ends it at once, which loses nothing that was said to be added.
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
// The program that reads our progress has died: without it nobody would know that we run.
process.stdout.on("error", () => json && stop.abort());

// What a helper prints nobody reads.
if (helper) stopWithParent(() => stop.abort());
const [first = ""] = command.args;
const what = query === undefined ? first : `${first} “${query}”`;
const printer = new IngestPrinter(what, json || helper);

/** Rounds of a watch know what those before knew. */
const memory: IngestMemory = {};
const remembers = isWatching ? { memory } : {};

/** Options of what is added, whatever it is. */
const shared = {
  again,
  onProgress: (now: IngestState) => printer.show(now),
  signal: stop.signal,
};

function countOf(most: number): (text: string) => number {
  return (text) => {
    const count = Number(text.replaceAll(/[_,]/g, ""));
    if (Number.isInteger(count) && count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`Expected a number from 1 to ${most}.`);
  };
}

/** One where somebody elsewhere is asked: a pace that each of several keeps is theirs times faster. */
async function countWorkers(config: Config): Promise<number> {
  if (helper || workers === 1) return 1;
  const arePaced = await Promise.all(command.args.map((name) => isPaced(name, config)));
  if (!arePaced.includes(true)) return workers;
  printer.note(
    "One worker does this: several would ask museums and hosts of links faster than they wish.",
  );
  return 1;
}

/** @returns what starts the workers besides this one, each with a GPU of its own where there are several. */
async function prepareHelpers(count: number): Promise<() => Helpers> {
  if (count === 1) return () => startHelpers([], []);
  const [ours, ...others] = await gpusFor(count, process.env.CUDA_VISIBLE_DEVICES);
  const withGpu = (gpu: string | undefined) => (gpu ? { CUDA_VISIBLE_DEVICES: gpu } : {});
  // Before the model is loaded.
  Object.assign(process.env, withGpu(ours));
  const argv = [...process.argv.slice(1, 2), "--helper", ...process.argv.slice(2)];
  return () => {
    const envs = others.map((gpu) => ({ ...process.env, ...withGpu(gpu) }));
    const helpers = startHelpers(argv, envs);
    stop.signal.addEventListener("abort", () => helpers.stop(), { once: true });
    return helpers;
  };
}

/** What was added, and what is said of how it went. */
interface Added {
  readonly state: IngestState;
  readonly lines: readonly string[];
}

type Add = (config: Config, gallery: OpenGallery, onJoin: () => void) => Promise<Added>;

const addPictures: Add = async (config, gallery, onJoin) => {
  const { collectionsUrl } = config;
  const ofLinks = new Downloader(config);
  // What the mirror may is not what the links of a list may.
  const ofCollections = collectionsUrl
    ? new Downloader({ ...config, guards: mirrorGuards(collectionsUrl) })
    : ofLinks;
  const sources = await Promise.all(
    command.args.map((name) => {
      const downloader = collectionName(name) ? ofCollections : ofLinks;
      return openSource(name, { ...config, downloader, query, limit });
    }),
  );
  try {
    printer.begin();
    const used = measureMachineUse();
    const state = await ingest({ ...config, ...gallery, ...shared, ...remembers, sources, onJoin });
    const { provider } = gallery.embedder.model;
    return { state, lines: overlapLines(state, used(), provider) };
  } finally {
    await Promise.all(sources.map((source) => source.close?.()));
    await Promise.all([...new Set([ofLinks, ofCollections])].map((one) => one.close()));
  }
};

const addVectors: Add = async ({ dataDir }, { store, thumbnails }, onJoin) => {
  const files = await Promise.all(command.args.map((path) => openVectorsFile(path, store.schema)));
  printer.begin();
  const used = measureMachineUse();
  const state = await ingestVectors({
    files,
    store,
    thumbnails,
    dataDir,
    limit,
    ...shared,
    onJoin,
  });
  return { state, lines: rowLines(state, used()) };
};

/** @throws {AppError} `invalid_request`, before anything is opened. */
function checkSearch(): void {
  const collections = command.args.flatMap((name) => collectionName(name) ?? []);
  for (const name of collections) requireQuery(name, query);
  if (query === undefined || collections.length > 0) return;
  throw new AppError(
    "invalid_request",
    "Expected an open collection to look in (met, artic, commons, museums) but --query stands without one.",
  );
}

/**
 * Begins to listen, before anything is added: what comes meanwhile is not lost.
 *
 * @throws {AppError} `invalid_request` for anything but folders.
 */
async function startWatch({ dataDir, thumbnailsDir, limits }: Config): Promise<Watch | undefined> {
  if (!isWatching) return undefined;
  const folders = command.args.map((name) => resolve(name));
  const areFolders = await Promise.all(folders.map(isFolder));
  const other = command.args.find((_, n) => !areFolders[n]);
  if (other !== undefined) {
    throw new AppError(
      "invalid_request",
      `Expected folders to watch but ${JSON.stringify(other)} is none. Add it without --watch.`,
    );
  }
  const leftOut = [thumbnailsDir, crewFolders(dataDir).dir, embeddedFolder(dataDir)];
  const pollMs = poll === undefined ? undefined : 1_000 * poll;
  const onNote = (sentence: string) => printer.note(sentence);
  return Watch.open({ folders, leftOut, limits, pollMs, onNote });
}

/** Takes in what changes until it is stopped. */
async function watchOn(watch: Watch, config: Config, gallery: OpenGallery): Promise<void> {
  printer.note(`Watching ${command.args.join(", ")}. Ctrl-C ends it.`);
  const onProgress = json ? shared.onProgress : () => {};
  const { signal } = stop;
  await watch.run(async (round) => {
    const state = await ingest({ ...config, ...gallery, ...round, memory, onProgress, signal });
    printer.round(state);
  }, signal);
}

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  checkSearch();
  if (poll !== undefined && options.watch !== true) {
    throw new AppError("invalid_request", "Expected --watch: --poll says how it looks.");
  }
  const areVectors = await Promise.all(command.args.map(isVectorsFile));
  if (areVectors.includes(true) && areVectors.includes(false)) {
    throw new AppError("invalid_request", "Expected vectors or pictures: add each by itself.");
  }
  await makeDataFolder(config.dataDir);
  const startOthers = await prepareHelpers(areVectors[0] ? workers : await countWorkers(config));
  const watch = await startWatch(config);
  const gallery = await openGallery(config).catch(async (error) => {
    await watch?.close();
    throw error;
  });
  let helpers: Helpers | undefined;
  const onJoin = () => {
    helpers = startOthers();
  };
  try {
    const add = areVectors[0] ? addVectors : addPictures;
    const { state, lines } = await add(config, gallery, onJoin);
    await helpers?.ended();
    printer.done(state, [
      countsLine(state),
      ...lines,
      ...(stop.signal.aborted ? ["Stopped early: run the same again to go on."] : []),
      ...(state.skipped.length > 0 ? [skippedTable(state.skipped, process.stdout.columns)] : []),
    ]);
    if (stop.signal.aborted) process.exitCode = INTERRUPTED;
    else if (watch) await watchOn(watch, config, gallery);
  } finally {
    helpers?.stop();
    await watch?.close();
    // Its threads would keep this process alive.
    await gallery.close();
  }
}

try {
  await main();
} catch (error) {
  const message = isAppError(error) ? error.message : ((error as Error).stack ?? String(error));
  printer.failed(message);
  process.exitCode = 1;
}
