import { beforeAll, describe, expect, it } from "vitest";
import { applyDials } from "@/lib/energy/query-vector";
import { DEFAULT_DIALS } from "@/lib/energy/recipe";
import { FAMILIES, idOf, LAYOUT, madeUpGallery } from "@/lib/search/made-up-gallery.fixture";
import type { SearchDeps } from "@/lib/search/search-deps";
import type { EmbeddedImage } from "./embed-set";
import { type DialFigure, measureCaptions, measureNeighbours } from "./measure-neighbours";
import type { Ranking } from "./neighbour-shares";
import { qualityTable } from "./quality-table";
import { rankImages } from "./rank-images";

const COUNT = 120;

/** The made-up gallery, labelled by its families; all of one style; captioned by family. */
const IMAGES: readonly EmbeddedImage[] = Array.from({ length: COUNT }, (_, n) => ({
  id: idOf(n),
  path: `${n}.jpg`,
  labels: { label: `family ${n % FAMILIES}`, style: "made up" },
  captions: [`family ${n % FAMILIES}`],
}));

let deps: SearchDeps;
let figures: readonly DialFigure[] = [];
beforeAll(async () => {
  deps = await madeUpGallery(COUNT);
  figures = await measureNeighbours({ store: deps.store, images: IMAGES, skipped: [] }, deps);
});

const figure = (what: string) => figures.find((one) => one.what === what);

describe("measureNeighbours", () => {
  it("finds the families of a gallery of families, far above chance", () => {
    const { byDials, chance } = figure("same label") ?? {};
    expect(chance).toBeCloseTo((COUNT / FAMILIES - 1) / (COUNT - 1));
    expect(byDials?.default).toBeGreaterThan(0.9);
  });

  it("says nothing of a label that is the same for all", () => {
    for (const what of ["same style", "same label among other styles"]) {
      expect(figure(what)?.chance).toBeNull();
      expect(Object.values(figure(what)?.byDials ?? { none: 0 })).toEqual(Array(5).fill(null));
    }
  });

  it("has rows for further labels only where they are", () => {
    expect(figure("same palette")).toBeUndefined();
  });

  it("knows the order before images that are near everything were moved down", async () => {
    const { store, calibrator } = deps;
    const [energy = new Float32Array()] = await store.energies([idOf(7)]);
    const { sigma } = await calibrator.get();
    const plain = await store.search(applyDials(energy, DEFAULT_DIALS, sigma, LAYOUT), {
      limit: COUNT,
      exclude: new Set([idOf(7)]),
    });
    const ids = IMAGES.map(({ id }) => id);
    const { shown, beforeHubs } = await rankImages([7], ids, DEFAULT_DIALS, deps);
    const idsOf = ([ranking]: readonly Ranking[]) => ranking?.nearest.map((i) => ids[i]);
    expect(idsOf(beforeHubs)).toEqual(plain.map(({ id }) => id));
    expect(idsOf(shown)).not.toEqual(idsOf(beforeHubs));
    expect(idsOf(shown)?.toSorted()).toEqual(idsOf(beforeHubs)?.toSorted());
  });
});

describe("measureCaptions", () => {
  it("finds an image among the first more often the more are looked at", async () => {
    const set = { store: deps.store, images: IMAGES, skipped: [] };
    const [one, five, ten] = (await measureCaptions(set, deps)).map(
      ({ byDials }) => byDials.subject ?? Number.NaN,
    );
    // A caption names a family of twenty, so one of twenty is its image.
    expect(one).toBeCloseTo(1 / 20, 1);
    expect(five).toBeCloseTo(5 / 20, 1);
    expect(ten).toBeCloseTo(10 / 20, 1);
  });

  it("has nothing to say of a set without captions", async () => {
    const images = IMAGES.map((image) => ({ ...image, captions: [] }));
    expect(await measureCaptions({ store: deps.store, images, skipped: [] }, deps)).toEqual([]);
  });
});

describe("qualityTable", () => {
  it("prints n/a for what cannot be measured", () => {
    const table = qualityTable([
      {
        name: "made up",
        images: COUNT,
        skipped: [],
        neighbours: figures,
        captions: [],
        words: [],
        honesty: null,
        copies: null,
        time: { decodeMs: 1.25, embedMs: 2 },
      },
    ]);
    const row = table.split("\n").find((line) => line.includes("same style "));
    expect(row?.match(/n\/a/g)).toHaveLength(5);
    expect(table).toContain("made up, 120 images");
    expect(table).toContain("3.3 ms: decode 1.3, embed 2.0 (p50)");
  });
});
