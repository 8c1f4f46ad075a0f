import { describe, expect, it } from "vitest";
import { sumOf } from "./overall";
import type { Tally } from "./roster";

const tally = (label: string, counts: Partial<Tally>): Tally => ({
  ...{ label, found: 0, isWhole: false, done: 0, added: 0, known: 0, removed: 0 },
  ...{ others: 0, skipped: 0 },
  ...counts,
});

describe("progress over all workers", () => {
  it("counts a source once, however many work on it, and sources together", () => {
    const cards = [
      { tallies: [tally("folder /a", { found: 90, done: 40, added: 30, skipped: 2 })] },
      { tallies: [tally("folder /a", { found: 100, done: 38, added: 31 }), tally("met", {})] },
      { tallies: [tally("folder /b", { found: 7, done: 7, known: 7 })] },
    ];
    expect(sumOf(cards)).toEqual({
      ...{ found: 107, done: 47, added: 31, known: 7, removed: 0, others: 0, skipped: 2 },
      labels: ["folder /a", "met", "folder /b"],
    });
    expect(sumOf([])).toMatchObject({ found: 0, done: 0, labels: [] });
  });
});
