import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { applyDials } from "@/lib/energy/query-vector";
import { DEFAULT_DIALS } from "@/lib/energy/recipe";
import { PLACE } from "@/lib/gallery/crew/place";
import { MAX_LINKS, type NeighbourGraph } from "@/lib/graph/neighbour-graph";
import { sampleRow } from "@/lib/store/sample-rows";
import { GalleryMap } from "./gallery-map";
import { idOf, LAYOUT, madeUpGallery } from "./made-up-gallery.fixture";
import type { SearchDeps } from "./search-deps";

let dir: string;
let deps: SearchDeps;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-map-"));
  deps = await madeUpGallery(40);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = () => new GalleryMap(deps.store, deps.calibrator, dir);

function linksOf(graph: NeighbourGraph, id: ImageId): ImageId[] {
  const first = (graph.nodeOf(id) ?? -1) * MAX_LINKS;
  const degree = graph.arrays.degrees[first / MAX_LINKS] ?? 0;
  const targets = graph.arrays.targets.subarray(first, first + degree);
  return Array.from(targets, (target) => graph.idAt(target));
}

describe("a gallery's map", () => {
  it("links every image to its nearest by all aspects and by each", async () => {
    const map = open();
    await map.grow();
    const graph = await map.graph();
    const linked = linksOf(graph, idOf(7));
    const [energy] = await deps.store.energies([idOf(7)]);
    const { light } = deps.store.schema.layout.blocks;
    const byLight = new Float32Array(energy?.length ?? 0);
    byLight.set(energy?.subarray(light.offset, light.offset + light.dims) ?? [], light.offset);
    const nearest = await deps.store.search(byLight, { limit: 3, exclude: new Set([idOf(7)]) });
    expect(linked).toEqual(expect.arrayContaining(nearest.map(({ id }) => id)));
    expect(linked).not.toContain(idOf(7));
  });

  it.each([
    ["among its nearest of all", 40, 2],
    ["far behind these", 260, 65],
  ])("links every image to the nearest that no generator made: %s", async (_, count, every) => {
    deps = await madeUpGallery(count);
    const all = await deps.store.get(await deps.store.ids());
    const changes = all.flatMap((image, i) =>
      image ? [{ ...image, details: { ...image.details, generated: i % every !== 0 } }] : [],
    );
    await deps.store.update(changes);
    const real = { made: ["person", "unknown"] } as const;
    const map = open();
    await map.grow();
    const graph = await map.graph();
    const { sigma } = await deps.calibrator.get();
    for (const id of (await deps.store.ids()).slice(0, 40)) {
      const [energy] = await deps.store.energies([id]);
      const query = applyDials(energy ?? new Float32Array(0), DEFAULT_DIALS, sigma, LAYOUT);
      const options = { limit: 3, exclude: new Set([id]), filters: real };
      const nearest = await deps.store.search(query, options);
      expect(nearest).toHaveLength(3);
      expect(linksOf(graph, id)).toEqual(expect.arrayContaining(nearest.map((hit) => hit.id)));
    }
  });

  it("is kept: the next start searches for nothing but what is new", async () => {
    await open().grow();
    const search = vi.spyOn(deps.store, "search");
    const next = open();
    await next.grow();
    expect(search).not.toHaveBeenCalled();
    await deps.store.upsert([sampleRow(deps.store.schema, 99)]);
    await next.grow();
    const asked = search.mock.calls.length;
    expect(asked).toBeGreaterThan(0);
    await next.grow();
    expect(search).toHaveBeenCalledTimes(asked);
  });

  it.each([
    ["cut short, as a full disk leaves it", (bytes: Buffer) => bytes.subarray(0, 900)],
    ["with a byte changed", (bytes: Buffer) => bytes.fill((bytes[1_000] ?? 0) ^ 1, 1_000, 1_001)],
    ["of nothing", () => Buffer.alloc(0)],
  ])("%s is made anew", async (_, damage) => {
    await open().grow();
    const [name = ""] = await readdir(dir);
    const bytes = await readFile(join(dir, name));
    await writeFile(join(dir, name), damage(Buffer.from(bytes)));
    const map = open();
    expect((await map.graph()).size).toBe(0);
    await map.grow();
    expect(await readFile(join(dir, name))).toEqual(bytes);
  });

  it("of another gallery is not taken for this one's", async () => {
    await open().grow();
    deps = await madeUpGallery(40);
    expect((await open().graph()).size).toBe(0);
  });

  it("survives a process that was killed while it wrote, and clears up after it", async () => {
    await open().grow();
    const left = join(dir, "neighbours.map.4711.new");
    await writeFile(left, "half");
    await utimes(left, 0, 0);
    await deps.store.upsert([sampleRow(deps.store.schema, 99)]);
    await open().grow();
    expect(await readdir(dir)).toEqual(["neighbours.map"]);
  });

  it("is drawn by one of two processes, and the other reads what that keeps", async () => {
    const search = vi.spyOn(deps.store, "search");
    await open().grow();
    const alone = search.mock.calls.length;
    await rm(join(dir, "neighbours.map"));
    const maps = [open(), open()];
    await Promise.all(maps.map((map) => map.grow()));
    for (const map of maps) {
      await map.grow();
      expect((await map.graph()).linked).toBe(40);
    }
    expect(search).toHaveBeenCalledTimes(2 * alone);
    expect(await readdir(dir)).toEqual(["neighbours.map"]);
  });

  it("is drawn on by the next when the one who drew has died", async () => {
    const holder = JSON.stringify({ pid: 2 ** 30, place: PLACE, nonce: "x" });
    await writeFile(join(dir, "map-lock"), holder);
    const map = open();
    await map.grow();
    expect((await map.graph()).linked).toBe(40);
    expect(await readdir(dir)).toEqual(["neighbours.map"]);
  });

  it("that cannot be kept serves all the same", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await mkdir(join(dir, "neighbours.map"));
    const map = open();
    await map.grow();
    expect((await map.graph()).linked).toBe(40);
  });

  it("has links for a gallery of one", async () => {
    deps = await madeUpGallery(1);
    const map = open();
    await map.grow();
    expect(await map.progress(await deps.store.ids())).toEqual({ drawn: 1, count: 1 });
  });
});
