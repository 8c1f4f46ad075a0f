import { randomBytes } from "node:crypto";
import {
  access,
  constants,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { listAbandoned } from "../gallery/backup/unfinished";
import { crewFolders } from "../gallery/crew/crew";
import { mayRun } from "../gallery/crew/file-lock";
import { REQUEST_ID_HEADER } from "../request-context";
import type { DiskRoom } from "./check-disk";
import type { PortHolder } from "./check-network";

/** Longer than this, and whoever is asked is as good as away. */
const ASK_MS = 5_000;
/** Where Linux lists the GPUs that NVIDIA's driver runs. */
const GPUS = "/proc/driver/nvidia/gpus";

const health = z.object({ gallery: z.object({ id: z.string() }) });
/** What a server of ours says that cannot open its store: the id is in the answer's head too. */
const problem = z.object({ code: z.string(), requestId: z.string() });

/** GPUs that this machine lists; 0 where it does not. */
export async function countGpus(): Promise<number> {
  return (await readdir(GPUS).catch(() => [])).length;
}

/** Bytes of memory that we may use: of the machine, or what its container allows. */
export function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Room where a folder is, or would be made. */
export async function roomAt(folder: string): Promise<DiskRoom> {
  const { bavail, bsize, files, ffree } = await statfs(await nearest(folder));
  return { freeBytes: bavail * bsize, freeFiles: files > 0 ? ffree : undefined };
}

/** Makes a file, moves it and deletes it; where the folder is not there yet, asks for the right to. */
export async function tryToWrite(folder: string): Promise<void> {
  const place = await nearest(folder);
  if (place !== folder) return access(place, constants.W_OK | constants.X_OK);
  const [path, moved] = ["a", "b"].map((end) =>
    join(folder, `doctor-${randomBytes(6).toString("hex")}-${end}`),
  ) as [string, string];
  try {
    await writeFile(path, Buffer.alloc(4_096));
    await rename(path, moved);
  } finally {
    await rm(path, { force: true });
    await rm(moved, { force: true });
  }
}

/** Those of some folders that lie on another disk than the data folder. */
export async function foreignFolders(
  dataDir: string,
  folders: readonly string[],
): Promise<readonly string[]> {
  const device = (path: string) =>
    stat(path).then(
      ({ dev }) => dev,
      () => undefined,
    );
  const own = await device(dataDir);
  const devices = await Promise.all(folders.map(device));
  return folders.filter((_, i) => devices[i] !== undefined && devices[i] !== own);
}

/** Who has a port: asks for a server of ours, then tries to take it. */
export async function portHolder(host: string, port: number): Promise<PortHolder> {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const address = `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
  if (await isOurs(address).catch(() => false)) return "ours";
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", ({ code }: NodeJS.ErrnoException) =>
      resolve(code === "EADDRINUSE" ? "taken" : "refused"),
    );
    probe.listen(port, host, () => probe.close(() => resolve("free")));
  });
}

/** Whether a server of ours answers, well or not. @throws when nobody does, or says no JSON. */
async function isOurs(address: string): Promise<boolean> {
  const response = await ask(`${address}/api/health`);
  const said: unknown = await response.json();
  const requestId = problem.safeParse(said).data?.requestId;
  if (requestId !== undefined && requestId === response.headers.get(REQUEST_ID_HEADER)) return true;
  return health.safeParse(said).success;
}

/** Bits that say who may do what with the owner's token; `undefined` when there is none. */
export async function tokenMode(dataDir: string): Promise<number | undefined> {
  // Windows has other ways to say so.
  if (process.platform === "win32") return undefined;
  const found = await stat(join(dataDir, "owner-token")).catch(() => undefined);
  return found && found.mode & 0o777;
}

/** Files by which workers hold what they have in hand. */
export async function countClaims(dataDir: string): Promise<number> {
  return (await readdir(join(crewFolders(dataDir).dir, "claims")).catch(() => [])).length;
}

/** Whether the workers' lock is held by nobody who lives; `undefined` when nobody holds it. */
export async function isLockDead(dataDir: string): Promise<boolean | undefined> {
  const holder = await readFile(crewFolders(dataDir).lock, "utf8").catch(() => undefined);
  return holder === undefined ? undefined : holder !== "" && !mayRun(holder);
}

/** What was being written into a data folder by somebody who died. */
export async function findUnfinished(dataDir: string, thumbnailsDir: string) {
  const left = await listAbandoned(dataDir).catch(() => []);
  const beside = await readdir(dataDir).catch(() => []);
  const folder = join(thumbnailsDir, "unfinished");
  const paths = [
    ...left.map((name) => join(dataDir, name)),
    ...beside.filter((name) => name.endsWith(".new")).map((name) => join(dataDir, name)),
    ...(await readdir(folder).catch(() => [])).map((name) => join(folder, name)),
  ];
  const sizes = await Promise.all(paths.map(sizeOf));
  return { files: paths.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The JSON at an address. @throws when it cannot be reached; with its `status` when that is an error. */
export async function askJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await ask(url, headers);
  const { ok, status } = response;
  if (!ok) throw Object.assign(new Error(`HTTP ${status}`), { status });
  return response.json();
}

/** The status at an address. @throws when it cannot be reached. */
export async function askStatus(url: string, userAgent: string): Promise<number> {
  const response = await ask(url, { "user-agent": userAgent });
  await response.body?.cancel();
  return response.status;
}

/** @throws what keeps an address from being reached. */
function ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers, signal: AbortSignal.timeout(ASK_MS) }).catch((error: Error) => {
    throw error.cause instanceof Error ? error.cause : error;
  });
}

async function nearest(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found || dirname(folder) === folder) return folder;
  return nearest(dirname(folder));
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const inside = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
  return inside.reduce((sum, size) => sum + size, 0);
}
