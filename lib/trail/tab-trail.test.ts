import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { nameHop, noteHop, pruneHop } from "./change-hops";
import { wholeTrail } from "./known-trail";
import { type Arrival, changed, comeTo, redo, type TabTrail, undo } from "./tab-trail";
import type { Trail } from "./trail";
import { chain, ids } from "./trails.fixture";
import { addHop, withTip, withTipRecipe } from "./tree";

/** A tab that someone walks in. */
class Tab {
  trails: readonly TabTrail[] = [];
  nowMs = 0;

  come(trail: Trail, arrival: Arrival): this {
    this.nowMs += 10_000;
    this.trails = comeTo(this.trails, trail, arrival, {
      newId: `trail ${this.trails.length}`,
      nowMs: this.nowMs,
    });
    return this;
  }

  get latest(): TabTrail {
    const [latest] = this.trails;
    if (!latest) throw new Error("Expected someone to have come to a trail");
    return latest;
  }

  get whole(): Trail {
    return wholeTrail(this.latest.known, this.latest.tip).trail;
  }

  /** Clicks a tile of the wall that is looked at. */
  click(n: number): this {
    return this.come(addHop(this.whole, asking(n)), "new");
  }

  change(kind: "pruned" | "named" | "noted", index: number, next: Trail): this {
    this.nowMs += 10_000;
    this.trails = [changed(this.latest, { index, next, kind, nowMs: this.nowMs })];
    return this;
  }

  undo(): this {
    this.trails = [undo(this.latest)];
    return this;
  }

  redo(): this {
    this.trails = [redo(this.latest)];
    return this;
  }
}

function asking(n: number): Recipe {
  return plainRecipe(ids[n] as ImageId);
}

function tuned(n: number, wander: number): Recipe {
  return { ...asking(n), wander };
}

/** "parent>image" of each hop. */
function shape({ hops }: Trail): string[] {
  return hops.map(({ parent, recipe }) => {
    const source = recipe.ingredients[0]?.source;
    return `${parent}>${source?.kind === "image" ? ids.indexOf(source.id) : "?"}`;
  });
}

describe("the branches of a tab", () => {
  it("are both there after Back, and the next step has both", () => {
    const tab = new Tab().come(chain(3), "first").come(chain(2), "back");
    expect(shape(tab.whole)).toEqual(["-1>0", "0>1", "1>2"]);
    expect(tab.whole.tip).toBe(1);
    tab.click(7);
    expect(shape(tab.whole)).toEqual(["-1>0", "0>1", "1>2", "1>7"]);
    expect(tab.whole.tip).toBe(3);
  });

  it("are kept apart for trails that begin elsewhere, and found again", () => {
    const tab = new Tab().come(chain(2), "first");
    tab.come(addHop({ ...chain(0) }, asking(9)), "new");
    expect(shape(tab.whole)).toEqual(["-1>9"]);
    tab.come(chain(1), "back");
    expect(shape(tab.whole)).toEqual(["-1>0", "0>1"]);
    expect(tab.trails).toHaveLength(2);
  });

  it("do not double where a hop on the way to them was tuned", () => {
    const before = chain(3);
    const tab = new Tab().come(before, "first").come(withTip(before, 1), "new");
    tab.come(withTipRecipe(tab.whole, tuned(1, 0.5)), "tuned");
    expect(shape(tab.whole)).toEqual(["-1>0", "0>1", "1>2"]);
    tab.come(before, "back");
    expect(tab.whole.hops.map(({ recipe }) => recipe.wander)).toEqual([0, 0.5, 0]);
    expect(tab.whole.tip).toBe(2);
  });

  it("do not double where the root was tuned", () => {
    const tab = new Tab().come(chain(1), "first");
    tab
      .come(withTipRecipe(chain(1), tuned(0, 0.3)), "tuned")
      .click(4)
      .come(chain(1), "back");
    expect(shape(tab.whole)).toEqual(["-1>0", "0>4"]);
  });

  it("keep what a link leaves out for want of room", () => {
    const tab = new Tab().come(chain(3), "first").come(chain(1), "back");
    tab.come(addHop(chain(1), asking(8)), "new");
    expect(shape(tab.whole)).toEqual(["-1>0", "0>1", "1>2", "0>8"]);
  });

  it("show what is on screen at the tip, and elsewhere what was left last", () => {
    const tab = new Tab().come(chain(2), "first");
    tab.come(withTipRecipe(chain(2), tuned(1, 0.4)), "tuned");
    tab.come(chain(2), "back");
    expect(tab.whole.hops[1]?.recipe.wander).toBe(0);
  });
});

describe("undo", () => {
  it("takes every kind of change back, in order, and does it again", () => {
    const tab = new Tab().come(chain(2), "first").click(5);
    tab.change("named", 1, nameHop(tab.whole, 1, "Storm"));
    tab.change("noted", 2, noteHop(tab.whole, 2, "look here"));
    tab.come(withTipRecipe(tab.whole, tuned(5, 0.6)), "tuned");
    tab.change("pruned", 1, pruneHop(tab.whole, 1));
    const states: Trail[] = [tab.whole];
    for (let i = 0; i < 5; i++) states.push(tab.undo().whole);
    expect(states.map(({ hops }) => hops.length)).toEqual([1, 3, 3, 3, 3, 2]);
    expect(states.map(({ hops }) => hops[1]?.name)).toEqual([
      undefined,
      "Storm",
      "Storm",
      "Storm",
      undefined,
      undefined,
    ]);
    expect(states.map(({ hops }) => hops[2]?.note)).toEqual([
      undefined,
      "look here",
      "look here",
      undefined,
      undefined,
      undefined,
    ]);
    expect(states.map(({ hops }) => hops[2]?.recipe.wander)).toEqual([
      undefined,
      0.6,
      0,
      0,
      0,
      undefined,
    ]);
    expect(states.map(({ tip }) => tip)).toEqual([0, 2, 2, 2, 2, 1]);
    expect(tab.latest.done).toEqual([]);
    for (const before of states.slice(0, -1).reverse()) expect(tab.redo().whole).toEqual(before);
    expect(tab.redo().whole).toEqual(states[0]);
  });

  it("is not Back: looking about is no change, and what came by Back is not lost by it", () => {
    const tab = new Tab().come(chain(2), "first").click(3);
    tab.come(withTip(tab.whole, 0), "new").come(chain(2), "back");
    expect(tab.latest.done).toHaveLength(1);
    expect(shape(tab.undo().whole)).toEqual(["-1>0", "0>1"]);
    expect(tab.whole.tip).toBe(1);
  });

  it("says nothing of an address that follows from it", () => {
    const tab = new Tab().come(chain(2), "first").click(3);
    const after = tab.undo().whole;
    tab.come(after, "new");
    expect(tab.latest.done).toHaveLength(0);
    expect(tab.latest.undone).toHaveLength(1);
    expect(shape(tab.redo().whole)).toEqual(["-1>0", "0>1", "1>3"]);
  });

  it("takes a turn of a dial back as one, however many walls it passed", () => {
    const tab = new Tab().come(chain(1), "first");
    for (let i = 1; i <= 20; i++) {
      tab.nowMs -= 9_900;
      tab.come(withTipRecipe(tab.whole, tuned(0, i / 100)), "tuned");
    }
    expect(tab.latest.done).toHaveLength(1);
    expect(tab.undo().whole.hops[0]?.recipe.wander).toBe(0);
  });

  it("ends what could be done again where something else is done", () => {
    const tab = new Tab().come(chain(2), "first").click(3).undo().click(4);
    expect(tab.latest.undone).toEqual([]);
    expect(shape(tab.whole)).toEqual(["-1>0", "0>1", "1>4"]);
  });

  it("brings a pruned branch back only where it is asked for", () => {
    const tab = new Tab().come(chain(3), "first");
    tab.change("pruned", 1, pruneHop(tab.whole, 1));
    expect(shape(tab.whole)).toEqual(["-1>0"]);
    tab.come(chain(1), "back");
    expect(shape(tab.whole)).toEqual(["-1>0"]);
    tab.come(chain(2), "back");
    expect(shape(tab.whole)).toEqual(["-1>0", "0>1", "1>2"]);
  });
});
