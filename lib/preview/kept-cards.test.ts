import { describe, expect, it, vi } from "vitest";
import { KeptCards } from "./kept-cards";

/** A drawing that ends when it is told to. */
function drawing() {
  let finish: (bytes: Buffer) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const done = new Promise<Buffer>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  return { draw: vi.fn(() => done), finish: (text: string) => finish(Buffer.from(text)), fail };
}

describe("KeptCards", () => {
  it("draws a card once, for those who ask meanwhile and later", async () => {
    const cards = new KeptCards();
    const { draw, finish } = drawing();
    const asked = [cards.get("a", draw), cards.get("a", draw)];
    finish("card");
    expect((await Promise.all(asked)).map(String)).toEqual(["card", "card"]);
    expect(String(await cards.get("a", draw))).toBe("card");
    expect(draw).toHaveBeenCalledTimes(1);
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
    expect(String(await two)).toBe("b");
  });

  it("keeps no failure", async () => {
    const cards = new KeptCards();
    await expect(cards.get("a", () => Promise.reject(new Error("once")))).rejects.toThrow("once");
    expect(String(await cards.get("a", async () => Buffer.from("again")))).toBe("again");
  });

  it("holds no more bytes than it may: what was not asked for longest goes", async () => {
    const cards = new KeptCards(10);
    const draw = vi.fn(async () => Buffer.alloc(4));
    for (const key of ["a", "b", "c", "b", "c"]) await cards.get(key, draw);
    expect(draw).toHaveBeenCalledTimes(3);
    await cards.get("a", draw);
    expect(draw).toHaveBeenCalledTimes(4);
  });
});
