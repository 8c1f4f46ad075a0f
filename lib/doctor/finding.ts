import { isAppError } from "@/lib/errors";

/** How it stands: as it should; worth knowing; something does not work until it is mended. */
type Level = "good" | "notice" | "broken";

/** What a check found. */
export interface Finding {
  /** What was looked at, as in "disk". */
  readonly about: string;
  readonly level: Level;
  /** One sentence. */
  readonly says: string;
  /** What to do, when something is not good and `says` does not tell. */
  readonly advice?: string;
}

/** A check: what it looks at, and what it finds. */
export interface Check {
  readonly about: string;
  run(): Promise<readonly Omit<Finding, "about">[]>;
}

export const good = (says: string) => ({ level: "good", says }) as const;
export const notice = (says: string, advice: string) =>
  ({ level: "notice", says, advice }) as const;
export const broken = (says: string, advice: string) =>
  ({ level: "broken", says, advice }) as const;

/** A failure as a finding: an expected one says what to do itself. */
export function failed(error: unknown): Omit<Finding, "about"> {
  if (isAppError(error)) {
    const cause = error.cause instanceof Error ? ` (${firstLine(error.cause)})` : "";
    return { level: "broken", says: `${error.message}${cause}` };
  }
  const says = firstLine(error as Error);
  return broken(says, "This was not expected: run `npm run doctor -- --json` and report it.");
}

/** Runs checks one after the other; one that fails is a finding, and stops none of the others. */
export async function* runChecks(checks: readonly Check[]): AsyncGenerator<Finding> {
  for (const { about, run } of checks) {
    const found = await run().catch((error: unknown) => [failed(error)]);
    for (const finding of found) yield { about, ...finding };
  }
}

const MARKS = { good: "✓", notice: "!", broken: "✗" } as const;

/** A finding for people: a line, and where it is not good what to do. */
export function lineOf({ about, level, says, advice }: Finding): string {
  const line = `${MARKS[level]} ${about.padEnd(8)} ${says}`;
  return advice === undefined ? line : `${line}\n    → ${advice}`;
}

function firstLine(error: Error): string {
  return String(error.message ?? error).split("\n")[0] ?? "";
}
