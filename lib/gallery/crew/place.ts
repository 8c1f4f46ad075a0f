import { readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Where process numbers mean what they mean here: this machine, and on it this container. */
export const PLACE = `${hostname()} ${pidNamespace()}`.trim();

/** Whether a process of this place runs. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    // No Linux: there are no containers that share its name.
    return "";
  }
}
