import { createHash } from "node:crypto";
import type { Embedder } from "@/lib/embedding/embedder";
import { energyLayout } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { seededRandom } from "@/lib/energy/prng";
import { normalize } from "@/lib/energy/unit-vector";
import { openMemoryStore } from "@/lib/store/memory-store";
import { sampleEnergy, sampleId, sampleRow } from "@/lib/store/sample-rows";
import { TermBook } from "@/lib/words/load-term-vectors";
import { Calibrator } from "./calibration";
import { PHRASES } from "./phrases";
import type { SearchDeps } from "./search-deps";

/** Families of {@link madeUpGallery}; image n is of family n mod 6. */
export const FAMILIES = 6;

/** The model of the tests: subject and style of 32 and 16 dims, no `copy`. */
export const LAYOUT = energyLayout({ subject: 32, style: 16 });

/** The id of image `n`. */
export const idOf = (n: number): ImageId => sampleId(n);

/** A centre that images of a family lie around. */
export function familyCentre(family: number): Float32Array {
  return sampleEnergy(LAYOUT, seededRandom(`family ${family}`));
}

/**
 * A gallery in memory of images in six families, and a text tower that knows each family by the
 * words "family 0" … "family 5" and places all other words by their hash.
 *
 * @param options.copies groups of images that are one picture, edited; all others are none's copy.
 */
export async function madeUpGallery(
  count = 300,
  { copies = [] }: { readonly copies?: readonly (readonly number[])[] } = {},
): Promise<SearchDeps> {
  const schema = { modelId: "made-up-1", layout: LAYOUT, copyDims: 32 };
  const copyOf = (n: number) => copies.find((group) => group.includes(n))?.[0] ?? n;
  const store = await openMemoryStore(schema);
  const random = seededRandom("gallery");
  const rows = Array.from({ length: count }, (_, n) => {
    const row = sampleRow(schema, n, {
      energy: sampleEnergy(LAYOUT, random, familyCentre(n % FAMILIES), 0.5),
    });
    const copyRandom = seededRandom(`copy ${copyOf(n)}`);
    return {
      ...row,
      copy: normalize(Array.from({ length: 32 }, () => copyRandom() - 0.5)),
      details: { ...row.details, label: `family ${n % FAMILIES}` },
    };
  });
  if (rows.length > 0) await store.upsert(rows);
  const embedder = madeUpEmbedder();
  return {
    store,
    embedder,
    calibrator: new Calibrator(store, embedder),
    terms: new TermBook(embedder, { phrases: PHRASES }),
    crops: {
      energyOf: async ({ id }, crop) => sampleEnergy(LAYOUT, seededRandom(`${id} ${crop.x}`)),
    },
  };
}

function madeUpEmbedder(): Embedder {
  const { subject, style } = LAYOUT.blocks;
  return {
    model: {
      id: "made-up-1",
      provider: "cpu",
      rejected: [],
      imageSize: 8,
      fit: "fill",
      dims: { subject: subject.dims, style: style.dims, copy: 0 },
      hasText: true,
    },
    status: () => ({ state: "ready", queueDepth: 0, maxQueue: 8, maxBatch: 8 }),
    async embedImage(pixels) {
      const random = seededRandom(createHash("sha256").update(pixels).digest("hex"));
      const energy = sampleEnergy(LAYOUT, random);
      return { ...split(energy), copy: normalize([]) };
    },
    async embedText(text) {
      const family = /^family (\d)$/.exec(text)?.[1];
      const energy =
        family === undefined
          ? sampleEnergy(LAYOUT, seededRandom(text))
          : familyCentre(Number(family));
      return { ...split(energy), usedChars: text.length };
    },
    async close() {},
  };

  function split(energy: Float32Array) {
    return {
      subject: normalize(energy.subarray(subject.offset, subject.offset + subject.dims)),
      style: normalize(energy.subarray(style.offset, style.offset + style.dims)),
    };
  }
}
