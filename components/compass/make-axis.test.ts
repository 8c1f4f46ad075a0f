import { expect, it } from "vitest";
import { MAX_POLE_NAME_CHARS, plainRecipe } from "@/lib/energy/recipe";
import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import { chain, ids } from "@/lib/trail/trails.fixture";
import { addHop } from "@/lib/trail/tree";
import { poleOf } from "./make-axis";

it("names an end with no more than a link carries, also in a script that NFC lengthens", () => {
  const [low, high] = [
    poleOf({ words: "\u0958".repeat(MAX_POLE_NAME_CHARS), pictures: [] }, "these"),
    poleOf({ words: "wild", pictures: [] }, "those"),
  ];
  const [id] = ids;
  if (!low || !high || !id) throw new Error("Expected two ends and an image");
  const compass = { axis: { low, high }, amount: 0.5 };
  const trail = addHop(chain(1), { ...plainRecipe(id), compass });
  expect(decodeTrail(encodeTrail(trail)).trail).toEqual(trail);
});
