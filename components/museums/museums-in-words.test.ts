import { describe, expect, it } from "vitest";
import type { IngestProgress } from "@/lib/gallery/ingest-progress";
import { museumsInWords, worksToCome } from "./museums-in-words";

const RUNNING: IngestProgress = {
  ...{ state: "running", folder: "museums", isStoppable: true },
  ...{ found: 120, done: 60, added: 58, known: 0, removed: 0, skippedCount: 2, skipped: [] },
  imagesPerSecond: 2,
};

describe("museumsInWords", () => {
  it("counts towards what was asked for, not towards what was found so far", () => {
    expect(worksToCome(RUNNING)).toBe(500);
    expect(worksToCome({ ...RUNNING, isStoppable: false })).toBe(120);
    expect(museumsInWords(RUNNING, false).text).toBe(
      "60 of 500, the newest first on the wall. About 4 min left.",
    );
  });

  it.each<[string, Partial<IngestProgress>, string, string]>([
    ["asks", { found: 0, done: 0, added: 0 }, "Works are coming", "Asking the museums …"],
    ["has no pace yet", { done: 0 }, "Works are coming", "0 of 500, the newest first on the wall."],
    ["fails at once", { state: "failed", added: 0, message: "Away." }, "No works came", "Away."],
    ["fails late", { state: "failed", message: "Full." }, "It ended after 58 works", "Full."],
    [
      "is done",
      { state: "done", known: 1 },
      "58 works have come",
      "1 work was here already. 2 works could not be had.",
    ],
    [
      "is stopped",
      { state: "done", isStopped: true },
      "Stopped",
      "58 works came and stay. 2 works could not be had.",
    ],
    [
      "brings nothing",
      { state: "done", added: 0, skippedCount: 0 },
      "No new works came",
      "The museums found none.",
    ],
  ])("that %s says so", (_what, changes, title, text) => {
    expect(museumsInWords({ ...RUNNING, ...changes }, false)).toEqual({ title, text });
  });
});
