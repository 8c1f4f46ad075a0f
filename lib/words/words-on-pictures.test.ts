import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Embedder } from "@/lib/embedding/embedder";
import type { EnergyLayout } from "@/lib/energy/aspects";
import { oklabOf } from "@/lib/energy/oklab";
import { paletteOf } from "@/lib/energy/palette";
import { dot } from "@/lib/energy/unit-vector";
import { PHRASES } from "@/lib/search/phrases";
import { findColours } from "./colour-words";
import { TermBook } from "./load-term-vectors";
import { isNamedBy, nearestTerms } from "./nearest-terms";
import { readWords } from "./read-words";
import { ENGLISH, FOREIGN, NONSENSE } from "./sure-texts.fixture";
import { sureness, type TermVectors } from "./term-vectors";
import { labelledPictures, smallPixels, wavelength1 } from "./wavelength-1.fixture";
import { wordTokens } from "./word-tokens";

/** Embedding the vocabulary takes 11 CPU seconds, the first time. */
const SLOW_MS = 300_000;

let layout: EnergyLayout;
let embedder: Embedder;
let energyOfFile: (file: string) => Promise<Float32Array>;
let vectors: TermVectors;

beforeAll(async () => {
  ({ layout, embedder, energyOfFile } = await wavelength1());
  const dir = join("node_modules", ".cache", "wavelength-words");
  const loaded = await new TermBook(embedder, { dir, phrases: PHRASES }).get();
  if (!loaded) throw new Error("Expected a text tower");
  vectors = loaded;
}, SLOW_MS);

/** Share of texts that the encoder is sure of. */
async function sureShare(texts: readonly string[]): Promise<number> {
  let sure = 0;
  for (const text of texts) {
    const { subject } = await embedder.embedText(text);
    if (sureness(subject, vectors.prompts) >= vectors.floor) sure++;
  }
  return sure / texts.length;
}

describe("the floor of wavelength-1, on texts it was not measured with", () => {
  it("is below at least 93 of 100 English phrases", { timeout: SLOW_MS }, async () => {
    expect(await sureShare(ENGLISH)).toBeGreaterThanOrEqual(0.93);
  });

  it("is above at least 93 of 100 nonsense strings", { timeout: SLOW_MS }, async () => {
    expect(await sureShare(NONSENSE)).toBeLessThanOrEqual(0.07);
  });

  it("is above at least 93 of 100 phrases in 40 other languages", {
    timeout: SLOW_MS,
  }, async () => {
    expect(await sureShare(FOREIGN)).toBeLessThanOrEqual(0.07);
  });
});

const PAINTINGS = labelledPictures(join("bench", "wikistyle"), "labels.jsonl");

describe.skipIf(PAINTINGS.length === 0)("words back on ../shared/bench/wikistyle", () => {
  it("has the right style among the first five for at least 60 of 100", {
    timeout: SLOW_MS,
  }, async () => {
    const sample = PAINTINGS.filter((_, i) => i % 4 === 0);
    const energies = await inOrder(
      sample.map(({ file }) => file),
      energyOfFile,
    );
    const common = meanOf(energies);
    const right = sample.filter(({ style = "" }, i) => {
      const terms = nearestTerms(energies[i] ?? common, layout, vectors, { common });
      return isNamedBy(style, terms.style);
    });
    expect(right.length / sample.length).toBeGreaterThanOrEqual(0.6);
  });
});

const GALLERY = labelledPictures("gallery", "gallery.jsonl");

describe.skipIf(GALLERY.length === 0)("colours on ../shared/gallery", () => {
  it.each(["teal", "pink", "lavender", "olive", "cream"])(
    "ranks pictures with much %s first",
    { timeout: SLOW_MS },
    async (name) => {
      const pictures = await inOrder(
        GALLERY.filter((_, i) => i % 4 === 0).map(({ file }) => file),
        smallPixels,
      );
      const { palette = [] } = readWords(`${name} colour`);
      const shares = pictures.map(({ data }) => shareOf(name, data));
      const order = pictures
        .map(({ data, width, height }, i) => ({
          share: shares[i] ?? 0,
          score: dot(paletteOf(data, width, height), palette),
        }))
        .sort((a, b) => b.score - a.score);
      const found = mean(order.slice(0, 10).map(({ share }) => share));
      const best = mean([...shares].sort((a, b) => b - a).slice(0, 10));
      expect(found).toBeGreaterThan(0.6 * best);
      expect(found).toBeGreaterThan(2 * mean(shares));
    },
  );
});

/** Share of pixels that anyone would call by the name: near to it in OKLab, hue before lightness. */
function shareOf(name: string, rgb: Uint8Array): number {
  const [l = 0, a = 0, b = 0] = findColours(wordTokens(`${name} colour`))[0]?.lab ?? [];
  let near = 0;
  for (let i = 0; i < rgb.length; i += 3) {
    const [pl = 0, pa = 0, pb = 0] = oklabOf(rgb[i] ?? 0, rgb[i + 1] ?? 0, rgb[i + 2] ?? 0);
    if (Math.hypot(0.6 * (pl - l), pa - a, pb - b) < 0.08) near++;
  }
  return near / (rgb.length / 3);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanOf(energies: readonly Float32Array[]): Float32Array {
  const first = energies[0] ?? new Float32Array(layout.total);
  return first.map((_, i) => mean(energies.map((energy) => energy[i] ?? 0)));
}

async function inOrder<T>(
  files: readonly string[],
  read: (file: string) => Promise<T>,
): Promise<T[]> {
  const all: T[] = [];
  for (const file of files) all.push(await read(file));
  return all;
}
