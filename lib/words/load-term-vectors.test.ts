import { mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Embedder } from "@/lib/embedding/embedder";
import { energyLayout } from "@/lib/energy/aspects";
import { seededRandom } from "@/lib/energy/prng";
import { normalize } from "@/lib/energy/unit-vector";
import { TermBook } from "./load-term-vectors";
import { isNamedBy, nearestTerms } from "./nearest-terms";
import { sureness } from "./term-vectors";
import { VOCABULARY } from "./vocabulary";

const LAYOUT = energyLayout({ subject: 24, style: 12 });
let asked: string[] = [];
let dir: string;

beforeEach(async () => {
  asked = [];
  dir = await mkdtemp(join(tmpdir(), "wavelength-words-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A text tower that places a text by its words, whatever the prompt around them. */
function tower(id = "model-a", hasText = true): Embedder {
  const model = { id, hasText, dims: { subject: 24, style: 12, copy: 0 } };
  const embedText = async (text: string) => {
    asked.push(text);
    const random = seededRandom(text.replace(/^(?:a photo of )?(?:an? )?/, ""));
    const draw = (dims: number) => normalize(Array.from({ length: dims }, () => random() - 0.5));
    return { subject: draw(24), style: draw(12), usedChars: text.length };
  };
  return { model, embedText } as unknown as Embedder;
}
const book = (embedder: Embedder) => new TermBook(embedder, { dir, phrases: ["a dog", "an owl"] });

describe("TermBook", () => {
  it("embeds each text once, and reads them from the folder at the next start", async () => {
    const first = await book(tower()).get();
    const count = asked.length;
    expect(count).toBeGreaterThan(VOCABULARY.length);
    const second = await book(tower()).get();
    expect(asked).toHaveLength(count);
    expect(second).toEqual(first);
  });

  it("keeps a file a model: another model's words are embedded anew", async () => {
    await book(tower("model-a")).get();
    const count = asked.length;
    await book(tower("model-b")).get();
    expect(asked).toHaveLength(2 * count);
    expect(await readdir(dir)).toHaveLength(2);
  });

  it("embeds again where the file is not whole", async () => {
    await book(tower()).get();
    const count = asked.length;
    const [file = ""] = await readdir(dir);
    await truncate(join(dir, file), 100);
    await book(tower()).get();
    expect(asked).toHaveLength(2 * count);
  });

  it("goes on without a folder that can be written", async () => {
    const nowhere = new TermBook(tower(), { dir: "/dev/null/words", phrases: ["a dog"] });
    expect((await nowhere.get())?.terms).toHaveLength(VOCABULARY.length);
  });

  it("has nothing for a model without a text tower, and nothing to wait for before it is there", async () => {
    expect(await book(tower("model-a", false)).get()).toBeUndefined();
    const waiting = book(tower());
    expect(waiting.now()).toBeUndefined();
    const there = await waiting.get();
    expect(waiting.now()).toBe(there);
  });

  it("tries again after a failure", async () => {
    const embedder = tower();
    let isDown = true;
    const flaky = {
      ...embedder,
      embedText: (text: string) =>
        isDown ? Promise.reject(new Error("down")) : embedder.embedText(text),
    };
    const words = book(flaky);
    await expect(words.get()).rejects.toThrow("down");
    isDown = false;
    expect((await words.get())?.terms).toHaveLength(VOCABULARY.length);
  });
});

describe("nearestTerms", () => {
  it("says a term of an energy that is that term, in the kind's aspects alone", async () => {
    const vectors = await book(tower()).get();
    if (!vectors) throw new Error("Expected vectors");
    const at = (word: string) => VOCABULARY.findIndex((term) => term.word === word);
    const energy = new Float32Array(LAYOUT.total);
    energy.set(vectors.terms[at("lighthouse")]?.subject ?? [], 0);
    energy.set(vectors.terms[at("fauvism")]?.style ?? [], 24);
    const found = nearestTerms(energy, LAYOUT, vectors, { limit: 2 });
    expect(found.place[0]?.word).toBe("lighthouse");
    expect(found.style[0]?.word).toBe("fauvism");
    expect(found.thing).toHaveLength(2);
    expect(found.style[0]?.score).toBeGreaterThan(found.style[1]?.score ?? 0);
    energy.fill(0, 0, 24);
    expect(nearestTerms(energy, LAYOUT, vectors)).toMatchObject({ thing: [], place: [] });
    expect(nearestTerms(energy, LAYOUT, vectors).style).toHaveLength(5);
  });

  it("leaves out some of what all pictures have in common", async () => {
    const vectors = await book(tower()).get();
    if (!vectors) throw new Error("Expected vectors");
    const of = (word: string) =>
      vectors.terms[VOCABULARY.findIndex((term) => term.word === word)]?.subject ?? [];
    const energy = new Float32Array(LAYOUT.total);
    const common = new Float32Array(LAYOUT.total);
    common.set(of("harbour"), 0);
    const [harbour, castle] = [of("harbour"), of("castle")];
    for (let i = 0; i < 24; i++) energy[i] = 0.75 * (harbour[i] ?? 0) + 0.7 * (castle[i] ?? 0);
    expect(nearestTerms(energy, LAYOUT, vectors).place[0]?.word).toBe("harbour");
    expect(nearestTerms(energy, LAYOUT, vectors, { common }).place[0]?.word).toBe("castle");
  });

  it("knows a label by any name of the term, whatever its case and dashes", () => {
    const style = (word: string) => [{ word, kind: "style" as const }];
    expect(isNamedBy("Ukiyo e", style("ukiyo-e"))).toBe(true);
    expect(isNamedBy("Naive Art Primitivism", style("naive art"))).toBe(true);
    expect(isNamedBy("Abstract Expressionism", style("expressionism"))).toBe(false);
    expect(isNamedBy("Ukiyo e", [])).toBe(false);
  });
});

describe("sureness", () => {
  it("is high near a few of many, low in the middle of all", () => {
    const random = seededRandom("prompts");
    const prompts = Array.from({ length: 500 }, () =>
      normalize(Array.from({ length: 16 }, () => random() - 0.4)),
    );
    const [one] = prompts;
    const middle = normalize(
      Array.from({ length: 16 }, (_, i) =>
        prompts.reduce((sum, vector) => sum + (vector[i] ?? 0), 0),
      ),
    );
    if (!one) throw new Error("Expected a prompt");
    expect(sureness(one, prompts)).toBeGreaterThan(sureness(middle, prompts) + 0.3);
  });
});
