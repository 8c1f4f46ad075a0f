import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Crew, crewFolders } from "./crew";
import { PLACE } from "./place";
import { Pulse, readCards, type WorkerCard, writeCard } from "./roster";

/** Above what any system numbers its processes with. */
const NOBODY = 2 ** 30;
let dataDir: string;
let crews: Crew[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "wavelength-crew-"));
  crews = [];
});
afterEach(async () => {
  for (const crew of crews) await crew.leave();
  await rm(dataDir, { recursive: true });
});

async function joined(sweep = async () => {}): Promise<Crew> {
  const crew = await Crew.join(dataDir, sweep);
  crews.push(crew);
  return crew;
}

const folder = (name: string) => join(crewFolders(dataDir).dir, name);
const card = (changes: Partial<WorkerCard>): WorkerCard => ({
  ...{ id: "x", pid: process.pid, place: PLACE, beat: 1, state: "working" as const },
  ...{ startedMs: 1, embeds: 0, tallies: [] },
  ...changes,
});

describe("a crew", () => {
  it("gives an item to one worker, and to another once it was given back", async () => {
    const [a, b] = [await joined(), await joined()];
    const takes = await Promise.all([a.take("item"), b.take("item")]);
    expect(takes.filter(Boolean)).toHaveLength(1);
    const [winner, other] = takes[0] ? [a, b] : [b, a];
    expect(await winner.take("item")).toBe(true);
    await winner.giveBack("item");
    expect(await other.take("item")).toBe(false);
    await winner.giveBack("item");
    expect(await other.take("item")).toBe(true);
    expect(await readdir(folder("claims"))).toEqual(["item"]);
  });

  it("tells each worker once what others have settled, and nothing from before it joined", async () => {
    const [a, b] = [await joined(), await joined()];
    const skipped = { path: "/x", code: "image_empty", message: "It is empty." };
    for (const claim of ["1", "2"]) await a.take(claim);
    await a.settle([{ claims: ["1"], outcome: "added" }]);
    const late = await joined();
    await a.settle([{ claims: ["2"], outcome: "skipped", skipped }]);
    await Promise.all([b.news(), late.news(), a.news()]);
    expect(b.settledByOthers("1")).toMatchObject({ outcome: "added" });
    expect(b.settledByOthers("1")).toBeUndefined();
    expect(b.settledByOthers("2")).toMatchObject({ outcome: "skipped", skipped });
    expect(late.settledByOthers("1")).toBeUndefined();
    expect(late.settledByOthers("2")).toMatchObject({ outcome: "skipped" });
    expect(a.settledByOthers("1")).toBeUndefined();
    expect(await readdir(folder("claims"))).toEqual([]);
  });

  it("has told what is done before anybody can claim it", async () => {
    const [a, b] = [await joined(), await joined()];
    for (let n = 0; n < 40; n++) {
      const claim = String(n);
      await a.take(claim);
      const settling = a.settle([{ claims: [claim], outcome: "added" }]);
      while (!(await b.take(claim))) await new Promise(setImmediate);
      await b.news();
      expect(b.settledByOthers(claim)).toBeDefined();
      await Promise.all([settling, b.giveBack(claim)]);
    }
  });

  it("frees what a dead worker held, after saying so, with what it was about to hold", async () => {
    const alive = await joined();
    const other = await joined();
    await writeCard(folder("workers"), card({ id: "dead", pid: NOBODY }));
    for (const [name, owner] of [
      ["held", "dead"],
      ["unnamed", ""],
    ] as const) {
      await writeFile(join(folder("claims"), name), owner);
    }
    await other.take("theirs");
    expect(await alive.take("held")).toBe(false);
    await Promise.all([alive.look(), other.look()]);
    expect(await alive.take("held")).toBe(true);
    expect(await alive.take("unnamed")).toBe(true);
    expect(await alive.take("theirs")).toBe(false);
    // Whoever finds the claim free looks at the store anew, for something may be written.
    await Promise.all([alive.news(), other.news()]);
    expect([alive.heard, other.heard]).toEqual([1, 1]);
    const states = (await readCards(folder("workers"))).map(({ id, state }) => [id, state]);
    expect(states).toContainEqual(["dead", "died"]);
    expect(alive.alive).toBe(2);
  });

  it("is swept by the first to come, and by nobody while others work", async () => {
    const sweep = vi.fn(async () => {});
    await mkdir(folder("claims"), { recursive: true });
    await writeFile(join(folder("claims"), "left over"), "somebody");
    await Promise.all([joined(sweep), joined(sweep), joined(sweep)]);
    expect(sweep).toHaveBeenCalledTimes(1);
    expect(await readdir(folder("claims"))).toEqual([]);
  });

  it("gives back what it holds when it leaves, and is known to have left", async () => {
    const [a, b] = [await joined(), await joined()];
    await a.take("item");
    crews = [b];
    await a.leave();
    expect(await b.take("item")).toBe(true);
    expect((await readCards(folder("workers"))).map(({ state }) => state).sort()).toEqual([
      "left",
      "working",
    ]);
  });
});

describe("the pulse of a worker", () => {
  it("of this machine is its process, elsewhere its beat for 30 s of our own clock", () => {
    let now = 0;
    const pulse = new Pulse(() => now);
    expect(pulse.isAlive(card({ pid: NOBODY }))).toBe(false);
    expect(pulse.isAlive(card({ state: "left" }))).toBe(false);
    const far = (beat: number) => card({ id: "far", pid: NOBODY, place: "elsewhere", beat });
    expect(pulse.isAlive(far(1))).toBe(true);
    now = 29_000;
    expect(pulse.isAlive(far(1))).toBe(true);
    expect(pulse.isAlive(far(2))).toBe(true);
    now = 58_000;
    expect(pulse.isAlive(far(2))).toBe(true);
    now = 60_000;
    expect(pulse.isAlive(far(2))).toBe(false);
    // Its number belongs to another process by now.
    expect(pulse.isAlive(card({ id: "near" }))).toBe(true);
    now = 91_000;
    expect(pulse.isAlive(card({ id: "near" }))).toBe(false);
  });
});
