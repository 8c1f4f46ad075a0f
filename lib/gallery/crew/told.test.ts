import { expect, it } from "vitest";
import { Told } from "./told";

it("what others have done is told once, and the oldest is forgotten when nobody asks", () => {
  const told = new Told(3);
  for (const claim of ["1", "2", "3"]) told.hear(claim, { outcome: "known" });
  expect(told.take("2")).toEqual({ outcome: "known" });
  expect(told.take("2")).toBeUndefined();
  told.hear("4", { outcome: "added" });
  told.hear("5", { outcome: "added" });
  expect(["1", "3", "4", "5"].map((claim) => told.take(claim)?.outcome)).toEqual([
    undefined,
    "known",
    "added",
    "added",
  ]);
});
