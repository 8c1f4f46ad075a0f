import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { createInterface } from "node:readline";
import { AppError } from "@/lib/errors";
import { readOverall } from "@/lib/gallery/crew/overall";
import { Pulse } from "@/lib/gallery/crew/roster";
import { type IngestProgress, ingestProgress } from "@/lib/gallery/ingest-progress";
import { Pace } from "@/lib/gallery/pace";
import { requireQuery } from "@/lib/gallery/sources/open-collection";
import { logEvent } from "@/lib/log-event";
import { workerFile } from "@/lib/worker-file";
import type { AddRequest } from "./add-request";

const IDLE: IngestProgress = {
  state: "idle",
  found: 0,
  done: 0,
  added: 0,
  known: 0,
  removed: 0,
  skippedCount: 0,
  skipped: [],
  imagesPerSecond: 0,
};

interface Job {
  child: ChildProcess | undefined;
  /** Whether the child was asked to stop. */
  isStopped: boolean;
  progress: IngestProgress;
  /** Of all who add to this gallery, whoever started them. */
  readonly pulse: Pulse;
  pace: Pace;
}

const JOB = Symbol.for("wavelength.ingest-job");
const shared = globalThis as typeof globalThis & { [JOB]?: Job };

function job(): Job {
  shared[JOB] ??= {
    ...{ child: undefined, isStopped: false, progress: IDLE },
    ...{ pulse: new Pulse(), pace: new Pace() },
  };
  return shared[JOB];
}

/** How far the ingest that the owner started in the interface has come. */
export function getIngestProgress(): IngestProgress {
  return job().progress;
}

/**
 * How far all have come that add to this gallery: what the owner started in the interface, and
 * commands on this machine or on others.
 */
export async function overallProgress(dataDir: string): Promise<IngestProgress> {
  const current = job();
  const overall = await readOverall(dataDir, current.pulse);
  if (!overall) {
    current.pace = new Pace();
    return current.progress;
  }
  const { labels, skipped: skippedCount, others: _, ...counts } = overall;
  current.pace.mark(counts.done);
  const secondsLeft = current.pace.secondsFor(counts.found - counts.done);
  const { skipped, folder = labels.join(", ") } = current.child ? current.progress : IDLE;
  return {
    ...{ state: "running", folder, ...counts, skippedCount, skipped },
    imagesPerSecond: Math.round(10 * current.pace.perSecond) / 10,
    ...(secondsLeft === undefined ? {} : { secondsLeft: Math.ceil(secondsLeft) }),
    ...(current.child ? { isStoppable: true } : {}),
  };
}

/**
 * Starts `npm run add -- <folder or collection>` as a process of its own, so that decoding does not
 * compete with requests for this one's event loop and a crash costs only itself.
 *
 * @throws {AppError} `folder_not_found`; `invalid_request` for a collection without a query;
 *   `gallery_busy` while one runs.
 */
export async function startIngest(asked: AddRequest, dataDir: string): Promise<IngestProgress> {
  if ("folder" in asked) await requireFolder(asked.folder);
  else requireQuery(asked.collection, asked.query);
  const current = job();
  // Nothing is awaited from here on: of two that ask at once one is refused.
  if (current.child) {
    throw new AppError("gallery_busy", "Pictures are being added already. Wait until it is done.");
  }
  const child = spawn(process.execPath, [workerFile("add"), "--json", ...argumentsOf(asked)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, WAVELENGTH_DATA: dataDir },
  });
  current.child = child;
  current.isStopped = false;
  const folder = "folder" in asked ? asked.folder : asked.collection;
  current.progress = { ...IDLE, state: "running", folder, isStoppable: true };
  follow(current, child);
  return current.progress;
}

/**
 * Asks the ingest that runs, if one does, to finish what it has in hand, and waits until it has: what
 * was added stays, the next one goes on from there.
 */
export async function stopIngest(): Promise<void> {
  const { child } = job();
  if (!child) return;
  const ended = once(child, "close");
  job().isStopped = true;
  child.kill("SIGTERM");
  await ended;
}

/** Nothing that somebody types may be taken for an option. */
function argumentsOf(asked: AddRequest): string[] {
  if ("folder" in asked) return ["--", asked.folder];
  const { collection, query, limit } = asked;
  return [`--limit=${limit}`, ...(query ? [`--query=${query}`] : []), "--", collection];
}

async function requireFolder(folder: string): Promise<void> {
  const found = isAbsolute(folder) ? await stat(folder).catch(() => undefined) : undefined;
  if (!found?.isDirectory()) {
    throw new AppError(
      "folder_not_found",
      `Expected the whole path of a folder on the server's machine but found none at ${JSON.stringify(folder)}.`,
    );
  }
}

function follow(current: Job, child: ChildProcess): void {
  let complaint = "";
  if (child.stdout) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const progress = ingestProgress.safeParse(parseJson(line));
      // It is over when the process is: only then another folder can be added.
      if (progress.success) {
        current.progress = { ...progress.data, state: "running", isStoppable: true };
      }
    });
  }
  child.stderr?.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  child.on("error", (error) => finish(`The ingest could not be started: ${error.message}`));
  child.on("close", (code, signal) => {
    if (code === 0 || current.isStopped) finish(undefined);
    else finish(current.progress.message ?? `It ended early (${signal ?? `exit code ${code}`}).`);
  });

  function finish(message: string | undefined): void {
    if (current.child !== child) return;
    current.child = undefined;
    // What a library wrote to stderr is for the log, not for the panel.
    if (message) logEvent("ingest_failed", { message, output: complaint.trim() });
    const { isStoppable: _, ...progress } = current.progress;
    current.progress = message
      ? { ...progress, state: "failed", message }
      : { ...progress, state: "done", ...(current.isStopped ? { isStopped: true } : {}) };
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Anything else that the command or a library prints is not progress.
    return undefined;
  }
}
