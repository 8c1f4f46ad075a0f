import { describe, expect, it, vi } from "vitest";
import { onWork, type Work } from "@/lib/metrics/work-told";
import { type DrawnCard, KeptCards } from "./kept-cards";

const whole = (jpeg: Buffer): DrawnCard => ({ jpeg, isWhole: true });
const text = ({ jpeg }: DrawnCard) => String(jpeg);

/** A drawing that ends when it is told to. */
function drawing() {
  let finish: (card: DrawnCard) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const done = new Promise<DrawnCard>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  return {
    draw: vi.fn(() => done),
    finish: (said: string) => finish(whole(Buffer.from(said))),
    fail,
  };
}

describe("KeptCards", () => {
  it("draws a card once, for those who ask meanwhile and later", async () => {
    const cards = new KeptCards();
    const { draw, finish } = drawing();
    const asked = [cards.get("a", draw), cards.get("a", draw)];
    finish("card");
    expect((await Promise.all(asked)).map(text)).toEqual(["card", "card"]);
    expect(text(await cards.get("a", draw))).toBe("card");
    expect(draw).toHaveBeenCalledTimes(1);
  });

  it("tells whether it knew a card; one that is being drawn is not known yet", async () => {
    const told: Work[] = [];
    onWork((done) => told.push(done));
    const cards = new KeptCards();
    const { draw, finish } = drawing();
    const asked = [cards.get("a", draw), cards.get("a", draw)];
    finish("card");
    await Promise.all(asked);
    await cards.get("a", draw);
    const previews = { kind: "cache", cache: "previews" };
    expect(told).toEqual([false, false, true].map((isHit) => ({ ...previews, isHit })));
  });

  it("draws one at a time, and the next also after a failure", async () => {
    const cards = new KeptCards();
    const [first, second] = [drawing(), drawing()];
    const one = cards.get("a", first.draw);
    const two = cards.get("b", second.draw);
    await Promise.resolve();
    expect(first.draw).toHaveBeenCalled();
    expect(second.draw).not.toHaveBeenCalled();
    first.fail(new Error("no memory"));
    await expect(one).rejects.toThrow("no memory");
    second.finish("b");
    expect(text(await two)).toBe("b");
  });

  it("keeps no failure", async () => {
    const cards = new KeptCards();
    await expect(cards.get("a", () => Promise.reject(new Error("once")))).rejects.toThrow("once");
    expect(text(await cards.get("a", async () => whole(Buffer.from("again"))))).toBe("again");
  });

  it("keeps no card that is not whole, and gives it to those who asked meanwhile", async () => {
    const cards = new KeptCards();
    const wordless = { jpeg: Buffer.from("wordless"), isWhole: false };
    const draw = vi.fn(async () => wordless);
    expect(await Promise.all([cards.get("a", draw), cards.get("a", draw)])).toEqual([
      wordless,
      wordless,
    ]);
    expect(draw).toHaveBeenCalledTimes(1);
    expect(text(await cards.get("a", async () => whole(Buffer.from("whole"))))).toBe("whole");
  });

  it("holds no more bytes than it may: what was not asked for longest goes", async () => {
    const cards = new KeptCards(10);
    const draw = vi.fn(async () => whole(Buffer.alloc(4)));
    for (const key of ["a", "b", "c", "b", "c"]) await cards.get(key, draw);
    expect(draw).toHaveBeenCalledTimes(3);
    await cards.get("a", draw);
    expect(draw).toHaveBeenCalledTimes(4);
  });
});
