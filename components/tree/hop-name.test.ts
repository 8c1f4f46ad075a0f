import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { readTree } from "@/lib/layout/tree-walk";
import { hopName } from "./hop-name";

const recipe = plainRecipe("AAAAAAAAAAA" as ImageId);
const parents = [-1, 0, 0, 1];

function nameOf(index: number, folded = -1, extra: { note?: string } = {}, isCurrent = false) {
  const item = readTree(parents, (at) => at === folded).find((one) => one.index === index);
  if (!item) throw new Error(`Expected hop ${index} to be seen`);
  return hopName(
    "Storm at sea",
    item,
    { parent: parents[index] ?? -1, recipe, ...extra },
    isCurrent,
  );
}

describe("the name of a hop for screen readers", () => {
  it("says which it is, where it came from and what goes on from it", () => {
    expect(nameOf(0)).toBe("Hop 1: Storm at sea, where it begins, 2 branches");
    expect(nameOf(3)).toBe("Hop 4: Storm at sea, from hop 2");
  });

  it("says what cannot be seen: that it is current, folded, noted", () => {
    expect(nameOf(0, 0)).toBe(
      "Hop 1: Storm at sea, where it begins, 2 branches, folded, holds 3 hops",
    );
    expect(nameOf(1, 1, { note: "!" }, true)).toBe(
      "Hop 2: Storm at sea, from hop 1, folded, holds 1 hop, has a note, you are here",
    );
  });
});
