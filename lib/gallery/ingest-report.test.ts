import { describe, expect, it } from "vitest";
import type { IngestState } from "./ingest";
import { countsLine, limitLines, overlapLines, rowLines, skippedTable } from "./ingest-report";

const STATE: IngestState = {
  found: 20,
  isWhole: true,
  done: 20,
  added: 9,
  known: 5,
  removed: 3,
  others: 1,
  skipped: [{ path: "/a/x.png", code: "image_empty", message: "It is empty." }],
  skippedCount: 1,
  workers: 1,
  stages: [
    { stage: "read", seconds: 1, busy: 0.02, load: 0.02 },
    { stage: "decode", seconds: 6, busy: 0.4, load: 0.5 },
    { stage: "embed", seconds: 8, busy: 0.97, load: 1.6 },
    { stage: "write", seconds: 1, busy: 0.1, load: 0.1 },
  ],
};

describe("the report of an ingest", () => {
  it("says what became of every file, and nothing of what did not happen", () => {
    expect(countsLine(STATE)).toBe(
      "9 images added, 5 known, 3 removed by hand before, so left out, 1 other files, 1 skipped.",
    );
    expect(countsLine({ ...STATE, known: 0, removed: 0, others: 0, skippedCount: 0 })).toBe(
      "9 images added, 0 skipped.",
    );
  });

  it("measures overlap by CPU time on a CPU, without what other programs took", () => {
    const use = { wallS: 20, cpuS: 18, othersCpuS: 20, cores: 2 };
    const text = overlapLines(STATE, use, "cpu").join("\n");
    expect(text).toContain("2.22 × the least possible (goal 1.15)");
    expect(text).toContain("of what they left, it took 1.11 ×");
    expect(overlapLines(STATE, { ...use, othersCpuS: undefined }, "cpu").join("\n")).not.toContain(
      "Other programs",
    );
  });

  it("measures overlap by the slowest stage on a GPU", () => {
    const use = { wallS: 10, cpuS: 32, othersCpuS: 0, cores: 16 };
    expect(overlapLines(STATE, use, "cuda").join("\n")).toContain(
      "1.25 × the slowest stage (goal 1.3)",
    );
  });

  it("names the stage that the others wait for, with what was measured of each", () => {
    expect(limitLines(STATE.stages, "cuda")).toEqual([
      "The limit: embedding (cuda), busy 97 % (reading 2 %, decoding 40 %, writing 10 %).",
    ]);
    const idle = STATE.stages.map((use) => ({ ...use, busy: use.busy / 4 }));
    expect(limitLines(idle, "cuda").join()).toMatch(/none of the stages, embedding .* 24 %/);
    expect(limitLines([], "cpu")).toEqual([]);
  });

  it("says of vectors how many rows a second, without stages that had nothing to do", () => {
    const stages = STATE.stages.map((use) => (use.stage === "embed" ? { ...use, busy: 0.1 } : use));
    const idle = { stage: "thumbnails" as const, seconds: 0, busy: 0, load: 0 };
    const lines = rowLines({ done: 50_000, stages: [...stages, idle] }, { wallS: 10, cpuS: 12 });
    expect(lines[0]).toBe("10.0 s, 5,000 rows/s; 12.0 CPU s.");
    expect(lines[1]).toMatch(/^The limit: decoding, busy 40 % \(reading 2 %/);
    expect(lines[1]).not.toContain("thumbnails");
  });

  it("shows whole names on one line each, whatever they hold, and counts what it does not name", () => {
    const long = `/pictures/${"very-long-".repeat(12)}name.png`;
    const file = (path: string, code = "image_empty") => ({ path, code, message: "Why." });
    const table = skippedTable([file("two\nlines\u001b[2J\u009b.png"), file(long)]);
    expect(table).toContain("two\\nlines\\u001b[2J\uFFFD.png");
    const names = Array.from(table.matchAll(/^│(.{50})│/gm), ([, cell = ""]) => cell.trim());
    expect(names.join("")).toContain(long);
    const many = [...Array(200).fill(file("x")), file("y"), file("z", "image_unreadable")];
    expect(skippedTable(many)).toMatch(/and 1 more: image_empty\nand 1 more: image_unreadable$/);
  });
});
