import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { ownerToken } from "../api/owner-token.mjs";
import { nextBin } from "./build.mjs";
import { explainFailure, LaunchError } from "./explain-failure.mjs";
import { runProcess } from "./processes.mjs";

/**
 * Next sends the URL (up to 8 KB here) again in headers of its own (router state, referrer), which
 * Node's 16 KB for all headers would refuse.
 */
const MAX_HEADER_BYTES = 65_536;
/** How often a server that starts is asked whether it answers. */
const POLL_MS = 50;
/** What a server may take beyond its own deadline before it is made to end. */
const GRACE_BEYOND_S = 3;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "::1"]);
const EVERY_ADDRESS = new Set(["0.0.0.0", "::"]);

/**
 * Refuses a port that another program has, before anything slow is done.
 *
 * @param {number} port
 * @param {string} host
 * @throws {LaunchError} naming the command to use instead.
 */
export async function requireFreePort(port, host) {
  const error = await new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", resolve);
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
  if (!error) return;
  if (error.code === "EADDRINUSE") {
    const next = port < 65_535 ? port + 1 : 3000;
    throw new LaunchError(
      `Port ${port} is taken by another program (perhaps Wavelength already runs): choose another with \`npm start -- --port ${next}\`.`,
    );
  }
  throw new LaunchError(
    `Expected an address of this machine and a port that may be used but ${host}:${port} gave ${error.code}: try \`npm start -- --host 127.0.0.1 --port 3001\`.`,
    { cause: error },
  );
}

/**
 * @typedef {object} ServeOptions
 * @property {string} root
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {string} dataDir
 * @property {string} host
 * @property {number} port
 * @property {boolean} isDev
 * @property {(line: string) => void} [onLine] each line the server writes
 */

/**
 * Starts the web server as a child.
 *
 * @param {ServeOptions} options
 * @returns {{ ready: Promise<void>, ended: Promise<never>, pid: number | undefined }} `ready` when
 *   `/api/health` answers; `ended` rejects with a {@link LaunchError} when the server stops.
 */
export function startServer({ root, env, dataDir, host, port, isDev, onLine }) {
  /** @type {number | undefined} */
  let pid;
  const ended = runProcess(
    process.execPath,
    [
      `--max-http-header-size=${MAX_HEADER_BYTES}`,
      nextBin(root),
      isDev ? "dev" : "start",
      "--hostname",
      host,
      "--port",
      String(port),
    ],
    {
      cwd: root,
      env: {
        // A merge of its files that met another process's commit warns and is made later: no news.
        LANCEDB_LOG: "error",
        ...env,
        NODE_ENV: isDev ? "development" : "production",
        NEXT_TELEMETRY_DISABLED: "1",
        // It ends as lib/shutdown.ts has it; in development there is nothing to finish.
        ...(isDev ? {} : { NEXT_MANUAL_SIG_HANDLE: "1" }),
        WAVELENGTH_DATA: dataDir,
        WAVELENGTH_HOST: host,
      },
      hasChannel: true,
      graceMs: 1_000 * graceOf(env),
      ...(onLine ? { onLine } : {}),
      onStart(child) {
        pid = child.pid;
      },
    },
  ).then(({ code, output }) => {
    throw new LaunchError(
      startFailure(output) ??
        explainFailure(output) ??
        `The server stopped (code ${code}):\n${output.trim()}`,
    );
  });
  const ready = waitForHealth(localUrl(host, port), ended);
  return { ready, ended, pid };
}

/**
 * Seconds that a server may take to end: its own deadline (`lib/config.ts`) and a little more.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 */
function graceOf(env) {
  const delay = Number(env.WAVELENGTH_CLOSE_DELAY_S || 0);
  const timeout = Number(env.WAVELENGTH_CLOSE_TIMEOUT_S || 10);
  return delay + timeout + GRACE_BEYOND_S;
}

/**
 * The sentence of a server that could not open its gallery or its model (`lib/runtime.ts`).
 *
 * @param {string} output
 * @returns {string | undefined}
 */
export function startFailure(output) {
  for (const line of output.split("\n").reverse()) {
    const { event, message, cause } = readEvent(line);
    if (event !== "start_failed" || typeof message !== "string") continue;
    // Its reader cannot look into a log: what the system said is told beside the sentence.
    return typeof cause === "string" ? `${message} (${cause.split("\n")[0]})` : message;
  }
  return undefined;
}

/**
 * @param {string} line
 * @returns {{ event?: unknown, message?: unknown, cause?: unknown }}
 */
function readEvent(line) {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    // Anything else that the server writes.
    return {};
  }
}

/**
 * @param {string} url
 * @param {Promise<never>} ended
 */
async function waitForHealth(url, ended) {
  let hasEnded = false;
  ended.catch(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    const response = await fetch(`${url}/api/health`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await ended;
}

/**
 * Where this machine reaches the server, with the address it really listens on.
 *
 * @param {string} host
 * @param {number} port
 */
function localUrl(host, port) {
  const name = EVERY_ADDRESS.has(host) ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/**
 * What to tell the person: where the wall is, and off the loopback address the owner's link.
 *
 * @param {{ host: string, port: number, dataDir: string }} options
 * @returns {Promise<{ url: string, ownerUrl: string | undefined }>}
 */
export async function addressesOf({ host, port, dataDir }) {
  if (LOOPBACK.has(host)) return { url: `http://localhost:${port}`, ownerUrl: undefined };
  const url = localUrl(EVERY_ADDRESS.has(host) ? outsideAddress() : host, port);
  const token = await ownerToken(dataDir);
  return { url, ownerUrl: `${url}/api/owner/enter?token=${token}` };
}

function outsideAddress() {
  const all = Object.values(networkInterfaces()).flat();
  return all.find((one) => one && !one.internal && one.family === "IPv4")?.address ?? "127.0.0.1";
}
