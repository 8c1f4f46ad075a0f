import { beforeAll, describe, expect, it } from "vitest";
import { blockOf } from "@/lib/energy/aspects";
import { DEFAULT_DIALS, type Recipe } from "@/lib/energy/recipe";
import { dot } from "@/lib/energy/unit-vector";
import { readWords } from "@/lib/words/read-words";
import { describeEnergy, termsWorthSaying } from "./describe-energy";
import { familyCentre, LAYOUT, madeUpGallery } from "./made-up-gallery.fixture";
import type { SearchDeps } from "./search-deps";
import { embedWords, understandWords } from "./understand-words";

let deps: SearchDeps;
beforeAll(async () => {
  deps = await madeUpGallery();
});
const withoutTower = (): SearchDeps => ({
  ...deps,
  embedder: { ...deps.embedder, model: { ...deps.embedder.model, hasText: false } },
  terms: { get: async () => undefined, now: () => undefined } as unknown as SearchDeps["terms"],
});

describe("words as an ingredient", () => {
  it("have the subject and style of the text tower, and the palette and light that they name", async () => {
    const energy = await embedWords("a teal sky, bright top", deps);
    const { palette = [], light = [] } = readWords("teal, bright top");
    expect(dot(blockOf(energy, "palette", LAYOUT), palette)).toBeCloseTo(1, 5);
    expect(dot(blockOf(energy, "light", LAYOUT), light)).toBeCloseTo(1, 5);
    const { subject } = await deps.embedder.embedText("a teal sky, bright top");
    expect(dot(blockOf(energy, "subject", LAYOUT), subject)).toBeCloseTo(1, 5);
  });

  it("have no subject and no style when they name colour and light alone", async () => {
    const energy = await embedWords("rust and cream, backlit", deps);
    for (const aspect of ["subject", "style"] as const) {
      expect(blockOf(energy, aspect, LAYOUT).every((value) => value === 0)).toBe(true);
    }
    expect(Math.max(...blockOf(energy, "palette", LAYOUT))).toBeGreaterThan(0.1);
  });

  it("have neither palette nor light when they name none", async () => {
    const energy = await embedWords("family 2", deps);
    expect(Math.max(...energy.subarray(48).map(Math.abs))).toBe(0);
  });

  it("still name colours to a model without a text tower, which refuses other words", async () => {
    const energy = await embedWords("teal", withoutTower());
    expect(Math.max(...blockOf(energy, "palette", LAYOUT))).toBeGreaterThan(0.1);
    await expect(embedWords("a dog", withoutTower())).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining("no text tower"),
    });
  });
});

describe("understandWords", () => {
  it("says what was cut at the encoder's limit", async () => {
    const short = {
      ...deps,
      embedder: {
        ...deps.embedder,
        embedText: async (text: string) => ({
          ...(await deps.embedder.embedText(text)),
          usedChars: 12,
        }),
      },
    };
    expect(await understandWords("one two three four", short)).toMatchObject({
      text: "one two three four",
      cut: "e four",
    });
    expect(await understandWords("one two three four", deps)).not.toHaveProperty("cut");
  });

  it("names the nearest terms of each kind", async () => {
    const { nearest } = await understandWords("a lighthouse", deps);
    expect(nearest?.place[0]?.word).toBe("lighthouse");
    expect(nearest?.style).toHaveLength(5);
  });

  it("is sure of colours and light whatever the encoder knows", async () => {
    const read = await understandWords("#3b5b92, low key", deps);
    expect(read).toMatchObject({ isUnsure: false });
    expect(read.palette).toHaveLength(64);
    expect(read.light).toHaveLength(64);
  });

  it.each([
    ["300 characters and one", "x".repeat(301), "at most 300"],
    ["nothing but control characters", "\u0000\u0007", "none"],
    ["ten megabytes", "a".repeat(10_000_000), "10000000"],
  ])("refuses %s", async (_, text, message) => {
    await expect(understandWords(text, deps)).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining(message),
    });
    await expect(embedWords(text, deps)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it.each(["كلب على الشاطئ", "犬", "👩‍👩‍👧 🏳️‍🌈", "\u202eright to left"])(
    "takes any script: %j",
    async (text) => {
      expect((await understandWords(text, deps)).nearest?.thing).toHaveLength(5);
    },
  );
});

describe("a description", () => {
  it("says what is there: terms, colours and light, and a line of them", async () => {
    await deps.terms.get();
    const energy = familyCentre(1);
    energy.set(readWords("teal").palette ?? [], LAYOUT.blocks.palette.offset);
    energy.set(readWords("bright top").light ?? [], LAYOUT.blocks.light.offset);
    const description = await describeEnergy(energy, deps);
    expect(description.terms?.thing).toHaveLength(5);
    expect(description).toMatchObject({ palette: [{ name: "teal" }], light: "bright top" });
    expect(await describeEnergy(new Float32Array(LAYOUT.total), deps)).toMatchObject({
      terms: { thing: [], style: [] },
      palette: [],
    });
    expect(termsWorthSaying({ palette: [] })).toEqual([]);
  });
});

describe("a wall of colour words", () => {
  it("is measured against phrases that look like something too", async () => {
    const { readQueries } = await import("./rank");
    const recipe: Recipe = {
      ingredients: [{ source: { kind: "words", text: "teal" }, weight: 1 }],
      dials: DEFAULT_DIALS,
      wander: 0,
      filters: {},
    };
    const trail = { model: "made-up-1", guests: [], hops: [], tip: 0 } as never;
    const [query] = (await readQueries(recipe, trail, deps)).queries;
    expect(query?.active).toEqual(["palette"]);
    expect(query?.closeness(-10)).toBe(0);
    expect(query?.closeness(100)).toBe(1);
    const palettes = query?.calibration.words.pairs.values.palette ?? new Float32Array(0);
    expect(Math.max(...palettes)).toBeGreaterThan(Math.min(...palettes) + 0.1);
  });
});
