import fc from "fast-check";
import { expect, test } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { encodeTrail } from "@/lib/trail/encode";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import { readLink } from "./read-link";

const EMPTY = emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 });
const TRAIL = ["AAECAwQFBgA", "AQECAwQFBgc", "AgECAwQFBg4"].reduce(
  (trail, id) => addHop(trail, plainRecipe(id as ImageId)),
  EMPTY,
);
const CODE = encodeTrail(TRAIL);

test.each([
  `https://wave.example/t/${CODE}`,
  `http://localhost:3000/t/${CODE}#play`,
  `/t/${CODE}?from=mail`,
  `  <https://wave.example/t/${CODE}>. `,
  CODE,
])("reads a link as people paste it: %#", (text) => {
  expect(readLink(text)).toEqual({ trail: TRAIL, isWhole: true });
});

test("reads what is left of a link that a mail client cut off, and says that it is not whole", () => {
  const read = readLink(`https://wave.example/t/${CODE.slice(0, -12)}`);
  expect(read).toMatchObject({ isWhole: false, trail: { hops: TRAIL.hops.slice(0, 2) } });
});

test.each([
  ["nothing", "  ", /Paste the link/],
  ["another address", "https://wave.example/about", /no \/t\//],
  ["a sentence", "look at this walk", /no \/t\//],
  ["no code", "/t/hello", /Expected a trail/],
  ["a code of another version", "/t/CQEBAQEB", /Expected a trail/],
  ["a trail without hops", `/t/${encodeTrail(EMPTY)}`, /no hops/],
  ["more than a link may have", `/t/${"A".repeat(9_000)}`, /8000 characters/],
])("says what is wrong with %s", (_, text, problem) => {
  expect(readLink(text)).toEqual({ problem: expect.stringMatching(problem) });
});

test("has an answer to any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, isLink) => {
      const read = readLink(isLink ? `/t/${text}` : text);
      expect("trail" in read || read.problem.length > 0).toBe(true);
    }),
  );
});
