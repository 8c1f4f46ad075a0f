import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { pruneHop } from "@/lib/trail/change-hops";
import { changed, comeTo } from "@/lib/trail/tab-trail";
import { emptyTrail, growTrail, withTip, withTipRecipe } from "@/lib/trail/tree";
import { keepTabTrails, readTabTrails } from "./kept-tab-trails";

function storage(text?: string) {
  let kept = text ?? null;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

function image(n: number): ImageId {
  return `${String(n).padStart(10, "A")}A` as ImageId;
}

describe("the trails that a tab keeps over a reload", () => {
  it("come back with every branch, what was pruned and what hops asked before", () => {
    const how = { newId: "a", nowMs: 0 };
    // More than a link can carry.
    let whole = emptyTrail("model", { id: "gallery", revision: 1 });
    for (let n = 0; n < 300; n++)
      whole = growTrail(whole, plainRecipe(image(n)), Math.min(0, n - 1));
    const came = comeTo([], withTip(whole, 7), "first", how);
    const tuned = withTipRecipe(withTip(whole, 7), { ...plainRecipe(image(7)), wander: 0.5 });
    const [latest] = comeTo(came, tuned, "tuned", how);
    const next = pruneHop(tuned, 9);
    const left = changed(latest, { index: 9, next, kind: "pruned", nowMs: 1 });
    const disk = storage();
    keepTabTrails(disk, [left]);
    const [read] = readTabTrails(disk);
    expect(read).toEqual({ ...left, done: [], undone: [] });
    expect(read?.known.hops).toHaveLength(300);
    expect(read?.known.hops[7]?.formerly).toHaveLength(1);
  });

  it("are none where something else was written, and keeping them stops nobody", () => {
    for (const text of [
      "",
      "{",
      "null",
      '{"a":1}',
      '[1,{"id":1}]',
      '[{"id":"a","tip":0,"code":"?","formerly":[],"pruned":[]}]',
    ]) {
      expect(readTabTrails(storage(text))).toEqual([]);
    }
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(() => keepTabTrails(full, [])).not.toThrow();
  });
});
