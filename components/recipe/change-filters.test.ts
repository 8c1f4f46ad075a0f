import { describe, expect, it } from "vitest";
import { countFilters, toggled, withYear } from "./change-filters";

describe("changing filters", () => {
  it("lets a value through, another too, and filters by nothing when none is left", () => {
    const one = toggled({}, "made", "person");
    const two = toggled(one, "made", "unknown");
    expect(two).toEqual({ made: ["person", "unknown"] });
    expect(toggled(toggled(two, "made", "person"), "made", "unknown")).toEqual({});
  });

  it("keeps the other filters as they are", () => {
    const filters = withYear(toggled({ isTwin: true }, "licence", "CC0"), "yearFrom", -300);
    expect(filters).toEqual({ isTwin: true, licence: ["CC0"], yearFrom: -300 });
    expect(countFilters(filters)).toBe(3);
    expect(withYear(filters, "yearFrom", undefined)).not.toHaveProperty("yearFrom");
  });
});
