import { expect, it } from "vitest";
import { nameOfAxis, offeredAxes, wordsAxis } from "./good-axes";

it("offers one's own axes first, each once, and the one in force wherever it came from", () => {
  const own = wordsAxis("near", "far");
  const fromLink = wordsAxis("wet", "dry");
  const offered = offeredAxes([own, wordsAxis("calm", "wild")], fromLink);
  const names = offered.map(({ axis }) => nameOfAxis(axis));
  expect(names.slice(0, 2)).toEqual(["near ↔ far", "calm ↔ wild"]);
  expect(names).toContain("wet ↔ dry");
  expect(new Set(names).size).toBe(names.length);
  expect(offered.filter(({ isOwn }) => isOwn)).toHaveLength(2);
});
