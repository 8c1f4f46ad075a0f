import { readFileSync } from "node:fs";

/** What another process has used so far. */
export interface ProcessUsage {
  /** CPU time of all its threads; NaN where the system does not tell (no `/proc`). */
  readonly cpuMs: number;
  /** Memory it holds; NaN likewise. */
  readonly rssMb: number;
}

/** Linux counts in hundredths of a second, whatever the kernel's own tick (`man 5 proc`). */
const MS_PER_TICK = 10;

/** CPU time to 10 ms and memory of a process, from Linux's `/proc`. */
export function processUsage(pid: number): ProcessUsage {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in brackets and may hold anything; fields 14 and 15 are counted after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]);
    return { cpuMs: ticks * MS_PER_TICK, rssMb: (kilobytes * 1024) / 1e6 };
  } catch {
    // Another system, or the process has ended: there is nothing to tell.
    return { cpuMs: Number.NaN, rssMb: Number.NaN };
  }
}

/**
 * CPU time of the main thread in ms, from Linux's `/proc`, to the scheduler's tick (1 to 4 ms); where there
 * is none, its clock. Unlike a clock it stands still while other programs have the core.
 */
export function mainThreadMs(): number {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "latin1");
    return Number.parseInt(stat, 10) / 1e6;
  } catch {
    return performance.now();
  }
}
