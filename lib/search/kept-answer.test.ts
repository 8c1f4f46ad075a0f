import { beforeEach, describe, expect, it, vi } from "vitest";
import { KeptAnswer } from "./kept-answer";

let nowMs: number;
let gallery: { version: number; count: number };
let made: { resolve: (answer: string) => void; reject: (error: Error) => void }[];
let kept: KeptAnswer<string, number>;

const source = {
  look: () => ({ ...gallery }),
  make: () => new Promise<string>((resolve, reject) => made.push({ resolve, reject })),
};
const ask = () => kept.get(source);
/** What is asked for now is made, and comes to `answer`. */
async function askFirst(answer: string): Promise<void> {
  const first = ask();
  made.at(-1)?.resolve(answer);
  await first;
}
/** All that waits for nothing but promises has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const write = (images: number) => {
  gallery = { version: gallery.version + 1, count: gallery.count + images };
};

beforeEach(() => {
  nowMs = 0;
  gallery = { version: 1, count: 100 };
  made = [];
  kept = new KeptAnswer({ name: "tested", now: () => nowMs });
});

describe("an answer that is kept while a gallery changes", () => {
  it("is made once a version, however many ask", async () => {
    const all = Promise.all([ask(), ask(), ask()]);
    made[0]?.resolve("one");
    expect(await all).toEqual(["one", "one", "one"]);
    expect(await ask()).toBe("one");
    expect(made).toHaveLength(1);
    expect(kept.madeFor).toBe(1);
  });

  it("is given on while one new one is made, and no second beside it", async () => {
    await askFirst("one");
    nowMs = 5_000;
    for (let n = 0; n < 5; n++) {
      write(1);
      expect(await ask()).toBe("one");
    }
    expect(made).toHaveLength(2);
    made[1]?.resolve("two");
    await settled();
    expect(await ask()).toBe("two");
  });

  it("rests for 5 s, and for ten times what the last one took", async () => {
    await askFirst("one");
    write(1);
    nowMs = 4_999;
    await ask();
    expect(made).toHaveLength(1);
    nowMs = 5_000;
    await ask();
    expect(made).toHaveLength(2);
    nowMs = 8_000;
    made[1]?.resolve("two");
    await settled();
    write(1);
    nowMs = 37_999;
    expect(await ask()).toBe("two");
    expect(made).toHaveLength(2);
    nowMs = 38_000;
    await ask();
    expect(made).toHaveLength(3);
  });

  it.each([
    ["grown", 6],
    ["shrunk", -6],
  ])("is waited for when the gallery has %s by more than 5 %%", async (_, images) => {
    await askFirst("one");
    write(images);
    const asked = Promise.all([ask(), ask()]);
    expect(made).toHaveLength(2);
    made[1]?.resolve("two");
    expect(await asked).toEqual(["two", "two"]);
  });

  it("is that of an unfinished renewal when that is near enough, and otherwise one more", async () => {
    await askFirst("one");
    nowMs = 5_000;
    write(4);
    await ask();
    write(4);
    const near = ask();
    await settled();
    expect(made).toHaveLength(2);
    made[1]?.resolve("two");
    expect(await near).toBe("two");

    write(50);
    void ask();
    write(50);
    const far = Promise.all([ask(), ask()]);
    await settled();
    expect(made).toHaveLength(3);
    made[2]?.resolve("three");
    await settled();
    expect(made).toHaveLength(4);
    made[3]?.resolve("four");
    expect(await far).toEqual(["four", "four"]);
  });

  it("stays when its renewal fails, which is logged and tried again after a rest", async () => {
    const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await askFirst("one");
    nowMs = 5_000;
    write(1);
    await ask();
    made[1]?.reject(new Error("the engine is away"));
    await settled();
    expect(await ask()).toBe("one");
    expect(log.mock.calls.join()).toMatch(/"renewal_failed","of":"tested".*the engine is away/);
    log.mockRestore();
    expect(made).toHaveLength(2);
    nowMs = 10_000;
    await ask();
    expect(made).toHaveLength(3);
  });

  it("tells whoever has to wait for it of a failure, and is tried again by the next", async () => {
    const all = Promise.allSettled([ask(), ask()]);
    made[0]?.reject(new Error("the engine is away"));
    expect((await all).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await askFirst("one");
    expect(await ask()).toBe("one");
  });

  describe("and shown to visitors", () => {
    beforeEach(() => {
      gallery = { version: 1, count: 3_000 };
      kept = new KeptAnswer({ name: "tested", now: () => nowMs, shownFrom: "feeds" });
    });

    it("is given on while the gallery grows, for a minute", async () => {
      await askFirst("one");
      write(1);
      nowMs = 4_000;
      expect(await ask()).toBe("one");
      nowMs = 60_001;
      const asked = ask();
      made[1]?.resolve("two");
      expect(await asked).toBe("two");
    });

    it("is waited for when fewer images are left than when anybody asked last", async () => {
      await askFirst("one");
      write(3);
      expect(await ask()).toBe("one");
      write(-1);
      const asked = ask();
      made[1]?.resolve("two");
      expect(await asked).toBe("two");
    });

    it("is waited for in a gallery that has room on one wall", async () => {
      gallery = { version: 1, count: 1_990 };
      await askFirst("one");
      write(1);
      const asked = ask();
      made[1]?.resolve("two");
      expect(await asked).toBe("two");
    });
  });

  it("is renewed at rest without anybody asking", async () => {
    await askFirst("one");
    write(1);
    const tick = async () => kept.renew(source);
    await tick();
    expect(made).toHaveLength(1);
    nowMs = 5_000;
    const renewed = tick();
    made[1]?.resolve("two");
    await renewed;
    expect(kept.madeFor).toBe(2);
    nowMs = 60_000;
    await tick();
    expect(made).toHaveLength(2);
  });
});
