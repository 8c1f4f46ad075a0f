import type { WorkerCard } from "../gallery/crew/roster";
import { type Check, type Finding, good, notice } from "./finding";

export interface FolderCircumstances {
  readonly dataDir: string;
  cards(): Promise<readonly WorkerCard[]>;
  isAlive(card: WorkerCard): boolean;
  /** What workers have in hand, by the files that they made. */
  claims(): Promise<number>;
  /** Whether the workers' lock is held by somebody who is gone; `undefined` where nobody holds it. */
  isLockDead(): Promise<boolean | undefined>;
  /** Files that somebody was writing, and their bytes. */
  unfinished(): Promise<{ readonly files: number; readonly bytes: number }>;
}

/** What ingests, backups and restores have left in the data folder. */
export function checkFolder(folder: FolderCircumstances): Check {
  return {
    about: "folder",
    async run() {
      const working = (await folder.cards()).filter(({ state }) => state === "working");
      const alive = working.filter((card) => folder.isAlive(card)).length;
      const dead = working.length - alive;
      const findings: Omit<Finding, "about">[] = [];
      const atWork = alive > 0 ? `, ${alive} at work` : "";
      if (dead > 0) {
        findings.push(
          notice(
            `${dead} of ${working.length} workers died in the middle of an add`,
            "Run the same `npm run add` again: it goes on, and nothing that was said to be added is lost.",
          ),
        );
      }
      const claims = await folder.claims();
      if (alive === 0 && claims > 0) {
        findings.push(
          notice(`${claims} claims of nobody`, "Nothing: the next `npm run add` removes them."),
        );
      }
      if (await folder.isLockDead()) {
        findings.push(
          notice("a lock of nobody", "Nothing: whoever needs it takes it over within 30 s."),
        );
      }
      const { files, bytes } = await folder.unfinished();
      if (alive === 0 && files > 0) {
        findings.push(
          notice(
            `${files} files that were never finished (${(bytes / 1e6).toFixed(1)} MB)`,
            "Nothing: once they are an hour old, the next `npm run add`, backup or restore removes them.",
          ),
        );
      }
      return findings.length > 0
        ? findings
        : [good(`${folder.dataDir}: nothing left over${atWork}`)];
    },
  };
}
