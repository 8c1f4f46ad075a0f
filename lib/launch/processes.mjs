import { spawn } from "node:child_process";
import { availableParallelism, constants } from "node:os";
import { createInterface } from "node:readline";

/** How long a child may take to end by itself after SIGTERM, unless it says otherwise. */
const GRACE_MS = 8_000;
/** Ctrl-C reaches us twice: from the terminal, and from npm, which got it too. */
const SAME_WISH_MS = 500;
/** What is kept of a child's output for its error message. */
const KEPT_CHARS = 200_000;

/**
 * Pictures are decoded in Node's thread pool, which has four threads whatever the machine, and takes
 * another number only from the environment that the process starts with.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {NodeJS.ProcessEnv}
 */
function withThreads(env) {
  const threads = String(Math.max(4, availableParallelism()));
  const complete = { UV_THREADPOOL_SIZE: threads, ...env };
  return /** @type {NodeJS.ProcessEnv} */ (/** @type {unknown} */ (complete));
}

/**
 * Children that run, and how long each may take to end.
 *
 * @type {Map<import("node:child_process").ChildProcess, number>}
 */
const running = new Map();

/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {number} [graceMs] how long it may take to end by itself after SIGTERM
 * @property {boolean} [isShown] the child writes to this terminal itself; nothing is kept
 * @property {boolean} [hasChannel] the child is told when this process dies, however it does
 * @property {(line: string) => void} [onLine] each line of its output, stdout and stderr
 * @property {(child: import("node:child_process").ChildProcess) => void} [onStart]
 */

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<{ code: number, output: string }>} code 127 when it could not be started; 128 + n
 *   for a signal counts as 1; output is the last 200,000 characters.
 */
export function runProcess(command, args, options) {
  return new Promise((resolve) => {
    let output = "";
    /** @param {string} line */
    const keep = (line) => {
      output = `${output}${line}\n`.slice(-KEPT_CHARS);
      options.onLine?.(line);
    };
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: withThreads(options.env),
      stdio: options.isShown
        ? "inherit"
        : ["ignore", "pipe", "pipe", ...(options.hasChannel ? /** @type {const} */ (["ipc"]) : [])],
    });
    running.set(child, options.graceMs ?? GRACE_MS);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", keep);
    }
    child.on("error", (error) => {
      running.delete(child);
      resolve({ code: 127, output: `${output}${error.message}\n` });
    });
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
    options.onStart?.(child);
  });
}

/**
 * Runs a program on this terminal: its keys, its screen, its exit code. Signals that only this
 * process gets are passed on; Ctrl-C on a terminal reaches both by itself.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Readonly<Record<string, string | undefined>> }} options
 * @returns {Promise<number>} the exit code; 128 + n for a program ended by signal n, as shells do
 */
export function runForeground(command, args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: withThreads(env),
      stdio: "inherit",
    });
    const isOnTerminal = Boolean(process.stdin.isTTY);
    process.on("SIGINT", () => {
      if (!isOnTerminal) child.kill("SIGINT");
    });
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 1));
    });
  });
}

/**
 * Asks every child that still runs to stop, then makes it: resolved when all are gone.
 *
 * @param {NodeJS.Signals} [signal]
 */
export async function stopProcesses(signal = "SIGTERM") {
  const children = [...running];
  await Promise.all(
    children.map(
      ([child, graceMs]) =>
        new Promise((resolve) => {
          const hammer = setTimeout(() => child.kill("SIGKILL"), graceMs);
          child.once("close", () => {
            clearTimeout(hammer);
            resolve(undefined);
          });
          child.kill(signal);
        }),
    ),
  );
}

/**
 * Stops the children when this process is asked to end, then ends it with `exitCode()`. Asked a second
 * time it asks them a second time, and waits no longer.
 *
 * @param {() => number} exitCode
 */
export function stopOnSignals(exitCode) {
  /** @type {number | undefined} */
  let firstMs;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (firstMs === undefined) {
        firstMs = performance.now();
        process.stdout.write("\nStopping …\n");
        void stopProcesses().finally(() => process.exit(exitCode()));
      } else if (performance.now() - firstMs > SAME_WISH_MS) {
        for (const child of running.keys()) child.kill("SIGKILL");
      }
    });
  }
}
