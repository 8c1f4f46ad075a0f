import { describe, expect, it } from "vitest";
import { gpusFor } from "./helpers";

describe("workers on a machine with GPUs", () => {
  it("have one each, in turn, of those that may be used", async () => {
    expect(await gpusFor(3, "4,GPU-6f")).toEqual(["4", "GPU-6f", "4"]);
  });

  it("share the only one", async () => {
    expect(await gpusFor(2, "0")).toEqual([undefined, undefined]);
    expect(await gpusFor(2, "")).toEqual([undefined, undefined]);
  });
});
