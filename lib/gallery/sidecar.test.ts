import { describe, expect, it } from "vitest";
import { yearOf } from "./sidecar";

describe("yearOf", () => {
  it.each([
    ["1888", 1888],
    ["c. 1888", 1888],
    ["1888–90", 1888],
    ["12 May 1888", 1888],
    ["2019:05:04 10:00:00", 2019],
    ["-300", -300],
    ["480 BC", -480],
    ["480 B.C.", -480],
  ])("of %s is %d", (text, year) => {
    expect(yearOf(text)).toBe(year);
  });

  it.each(["", "unknown", "12", "20190504", "the nineties"])("of %j is not guessed", (text) => {
    expect(yearOf(text)).toBeUndefined();
  });
});
