import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";

/** Where Linux lists the GPUs that NVIDIA's driver runs. */
const GPUS = "/proc/driver/nvidia/gpus";

/** Further processes that do the same as this one. */
export interface Helpers {
  /** Asks them to finish what they have in hand. */
  stop(): void;
  /** Resolves when all have ended, however they did: what they left undone others do. */
  ended(): Promise<void>;
}

/**
 * Starts further workers of a command. They print nothing but what goes wrong, and stop when this
 * process dies.
 *
 * @param argv the script and its arguments.
 * @param envs one environment each.
 */
export function startHelpers(argv: readonly string[], envs: readonly NodeJS.ProcessEnv[]): Helpers {
  const children: ChildProcess[] = envs.map((env) => {
    const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
    return spawn(process.execPath, [...argv], { stdio: [...stdio], env });
  });
  const ends = children.map((child) => once(child, "close").catch(() => {}));
  return {
    stop() {
      for (const child of children) child.kill("SIGTERM");
    },
    async ended() {
      await Promise.all(ends);
    },
  };
}

/** In a helper: calls `stop` when the process that started it has died. */
export function stopWithParent(stop: () => void): void {
  process.once("disconnect", stop);
  // The channel alone does not keep us alive.
  process.channel?.unref();
}

/**
 * The GPU of each of several workers, as `CUDA_VISIBLE_DEVICES` names it; `undefined` where there is
 * no more than one, which they share.
 *
 * @param visible what that variable says now.
 */
export async function gpusFor(
  workers: number,
  visible: string | undefined,
): Promise<(string | undefined)[]> {
  const gpus =
    visible === undefined
      ? (await readdir(GPUS).catch(() => [])).map((_, n) => String(n))
      : visible.split(",").filter((gpu) => gpu !== "");
  return Array.from({ length: workers }, (_, n) =>
    gpus.length > 1 ? gpus[n % gpus.length] : undefined,
  );
}
