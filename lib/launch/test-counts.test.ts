import { describe, expect, it } from "vitest";
import {
  addCounts,
  countPlaywright,
  countVitest,
  mustHaveTests,
  playwrightFailures,
  summaryLine,
  vitestFailures,
} from "./test-counts.mjs";

describe("the counts of npm test", () => {
  it("reads vitest's report and counts a file that could not be loaded as a failure", () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] },
        { status: "failed", assertionResults: [] },
        { status: "passed", assertionResults: [{ status: "passed" }] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it("counts a flaky browser test and an error outside any test as failures", () => {
    const report = {
      stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: "the global setup broke" }],
    };
    expect(countPlaywright(report)).toEqual({ passed: 7, failed: 3, skipped: 2 });
  });

  it.each([{}, null, "text", { stats: {} }])("refuses %j as a report", (report) => {
    expect(() => countPlaywright(report)).toThrow(TypeError);
    expect(() => countVitest(report)).toThrow(TypeError);
  });

  it("fails a run that found no tests, and one that ended badly without saying why", () => {
    const none = { passed: 0, failed: 0, skipped: 0 };
    const some = { passed: 3, failed: 0, skipped: 0 };
    expect(mustHaveTests(none, 0).failed).toBe(1);
    expect(mustHaveTests(some, 1).failed).toBe(1);
    expect(mustHaveTests(some, 0)).toEqual(some);
  });

  it("names what failed, so that the last lines of a log say it", () => {
    const vitest = {
      testResults: [
        {
          name: "a.test.ts",
          status: "failed",
          assertionResults: [
            { status: "failed", fullName: "adds up" },
            { status: "passed", fullName: "is there" },
          ],
        },
        { name: "b.test.ts", status: "failed", assertionResults: [] },
        { name: "c.test.ts", status: "passed", assertionResults: [] },
      ],
    };
    expect(vitestFailures(vitest)).toEqual(["a.test.ts › adds up", "b.test.ts"]);
    const test = (status: string) => ({ projectName: "phone", status });
    const spec = (title: string, status: string) => ({
      file: "x.spec.ts",
      line: 7,
      title,
      tests: [test(status)],
    });
    const playwright = {
      suites: [
        {
          specs: [spec("taps", "unexpected"), spec("scrolls", "expected")],
          suites: [{ specs: [spec("pinches", "flaky")] }],
        },
      ],
      errors: [{ message: "the setup broke" }],
    };
    expect(playwrightFailures(playwright)).toEqual([
      "[phone] x.spec.ts:7 › taps",
      "[phone] x.spec.ts:7 › pinches",
      "the setup broke",
    ]);
  });

  it("ends with the line that CI reads", () => {
    const sum = addCounts([
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 4, failed: 3, skipped: 0 },
    ]);
    expect(summaryLine(sum)).toBe("5 passed, 3 failed, 2 skipped");
  });
});
