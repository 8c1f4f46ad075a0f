import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ASPECTS, blockOf } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { openMemoryStore } from "@/lib/store/memory-store";
import { sampleRow, sampleSchema } from "@/lib/store/sample-rows";
import type { StoredImage, VectorStore } from "@/lib/store/vector-store";
import { png } from "../ingest.fixture";
import { MemoryThumbnails } from "../memory-thumbnails";
import { thumbnailOf } from "../thumbnail-of";
import { ingestVectors, type VectorsSettings } from "./ingest-vectors";
import { type Column, parquetFile } from "./vectors.fixture";
import { isVectorsFile, openVectorsFile } from "./vectors-file";

const LIMITS = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };
const schema = sampleSchema();
const { layout, copyDims } = schema;
let dir: string;
let store: VectorStore;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-vectors-"));
  store = openMemoryStore(schema);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const rowOf = (n: number) => sampleRow(schema, n);
const range = (count: number) => [...Array(count).keys()];

/** What every file has here, for rows 0 … count − 1; replaced by name, or left out. */
function columnsOf(count: number, changes: Readonly<Record<string, Column | undefined>> = {}) {
  const rows = range(count).map(rowOf);
  const columns: Column[] = [
    { name: "id", type: "text", data: rows.map(({ id }) => id) },
    { name: "width", type: "int", data: rows.map(({ width }) => width) },
    { name: "height", type: "int", data: rows.map(({ height }) => height) },
    { name: "energy", type: "floats", data: rows.map(({ energy }) => [...energy]) },
  ];
  const kept = columns.filter(({ name }) => !(name in changes));
  return [...kept, ...Object.values(changes).filter((column) => column !== undefined)];
}

async function put(file: Buffer, name = "vectors.parquet"): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, file);
  return path;
}

async function add(path: string, changes: Partial<VectorsSettings> = {}) {
  const files = [await openVectorsFile(path, schema)];
  const settings = { store, dataDir: join(dir, "data"), thumbnails: new MemoryThumbnails() };
  return ingestVectors({ files, ...settings, ...changes });
}

async function images(): Promise<StoredImage[]> {
  const all: StoredImage[] = [];
  for await (const batch of store.scan()) all.push(...batch);
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe("a file of vectors", () => {
  it("is taken in as it was written, row group by row group, and known the next time", async () => {
    const path = await put(parquetFile(columnsOf(250), 100));
    expect(await add(path)).toMatchObject({ found: 250, done: 250, added: 250, skippedCount: 0 });
    const ids = range(250).map((n) => rowOf(n).id);
    const energies = await store.energies(ids);
    range(250).forEach((n) => {
      const { energy } = rowOf(n);
      for (const aspect of ASPECTS) {
        const [mine, theirs] = [energies[n] ?? new Float32Array(0), energy].map((one) =>
          blockOf(one, aspect, layout),
        );
        theirs?.forEach((value, i) => {
          expect(mine?.[i]).toBeCloseTo(value, 5);
        });
      }
    });
    expect(await add(path)).toMatchObject({ done: 250, added: 0, known: 250 });
  });

  it("may have aspects apart, as bytes of float32 too, and is scaled to unit blocks", async () => {
    const block = (n: number, aspect: (typeof ASPECTS)[number]) =>
      blockOf(rowOf(n).energy, aspect, layout);
    const apart = Object.fromEntries(
      ASPECTS.map((name, i): [string, Column] => {
        const values = range(5).map((n) => block(n, name).map((value) => 7 * value));
        return i % 2 === 0
          ? [name, { name, type: "floats", data: values.map((one) => [...one]) }]
          : [name, { name, type: "bytes", data: values.map((one) => new Uint8Array(one.buffer)) }];
      }),
    );
    const copies: Column = {
      name: "copy",
      type: "floats",
      data: range(5).map((n) => [...rowOf(n).copy]),
    };
    const path = await put(parquetFile(columnsOf(5, { energy: undefined, ...apart, copies })));
    expect(await add(path)).toMatchObject({ added: 5 });
    const [energy] = await store.energies([rowOf(3).id]);
    const [copy] = await store.copies([rowOf(3).id]);
    expect(copy).toHaveLength(copyDims);
    rowOf(3).energy.forEach((value, i) => {
      expect(energy?.[i]).toBeCloseTo(value, 5);
    });
  });

  it("says what an image is, where it lies, and how it looks while there is no picture", async () => {
    const text = (name: string, value: string): Column => ({ name, type: "text", data: [value] });
    await writeFile(join(dir, "sea.png"), "x");
    const path = await put(
      parquetFile(
        columnsOf(1, {
          id: undefined,
          path: text("path", "sea.png"),
          title: text("title", "The sea"),
          style: text("style", "Romantic"),
          licence: text("licence", "CC0"),
        }),
      ),
    );
    await add(path);
    const [image] = await images();
    expect(image).toMatchObject({
      details: { title: "The sea", style: "Romantic", licence: "CC0" },
      locations: [{ path: join(dir, "sea.png"), bytes: 1 }],
    });
    expect(image?.thumbhash.length).toBeGreaterThanOrEqual(5);
    // The same path is the same image.
    expect(await add(path)).toMatchObject({ added: 0, known: 1 });
  });

  it("gets its thumbnails when they are asked for, where its file is as it was", async () => {
    await writeFile(join(dir, "sea.png"), await png(1));
    const path: Column = { name: "path", type: "text", data: ["sea.png", "gone.png"] };
    await add(await put(parquetFile(columnsOf(2, { id: undefined, path }))));
    const deps = { store, thumbnails: new MemoryThumbnails(), limits: LIMITS };
    const all = await images();
    const here = all.find(({ locations }) => locations[0]?.path.endsWith("sea.png"));
    const gone = all.find(({ locations }) => locations[0]?.path.endsWith("gone.png"));
    const ask = (image = here) => thumbnailOf(deps, image?.id ?? rowOf(9).id, 320);
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second).toEqual(first);
    expect(await sharp(first).metadata()).toMatchObject({ format: "webp" });
    await expect(ask(gone)).rejects.toMatchObject({ code: "image_not_found" });
    await expect(thumbnailOf(deps, rowOf(9).id, 320)).rejects.toMatchObject({
      code: "image_not_found",
    });
  });

  it("loses rows that cannot be one, by number and reason, and no other", async () => {
    const columns = columnsOf(6);
    const spoil = (name: string, row: number, value: unknown) => {
      const column = columns.find((one) => one.name === name);
      (column?.data as unknown[])[row] = value;
    };
    spoil("energy", 1, [1, 2, 3]);
    spoil("energy", 2, [...Array(layout.total - 1).fill(1), Number.NaN]);
    spoil("energy", 3, Array(layout.total).fill(0));
    spoil("width", 4, 0);
    spoil("id", 5, "no id");
    const { added, skipped, skippedCount } = await add(await put(parquetFile(columns)));
    expect([added, skippedCount]).toEqual([1, 5]);
    expect(skipped.map(({ path, message }) => `${path.split(" ").at(-1)} ${message}`)).toEqual([
      `2 Expected ${layout.total} numbers in energy but received 3.`,
      "3 Expected finite numbers in light.",
      "4 Expected a direction in subject but all its numbers are 0.",
      expect.stringMatching(/^5 Expected a width and a height/),
      expect.stringMatching(/^6 Expected an id/),
    ]);
  });

  it("may have whole numbers of any width, and of text or gaps loses the row by name", async () => {
    const ones = range(layout.total).map(() => 1n);
    const longs: Column = {
      name: "energy",
      type: "longs",
      data: [ones, ones.map((one, i) => (i === 3 ? null : one))],
    };
    const whole = await add(await put(parquetFile(columnsOf(2, { energy: longs }))));
    expect(whole).toMatchObject({ added: 1, skippedCount: 1 });
    expect(whole.skipped[0]?.message).toBe("Expected finite numbers in subject.");
    const texts: Column = { name: "energy", type: "texts", data: [ones.map(String)] };
    const none = await add(
      await put(parquetFile(columnsOf(1, { energy: texts })), "texts.parquet"),
      {
        again: true,
      },
    );
    expect(none).toMatchObject({ added: 0, skippedCount: 1 });
  });

  it("leaves out what was removed by hand, and takes it in when told to take in all", async () => {
    const path = await put(parquetFile(columnsOf(3)));
    await add(path);
    await store.remove([rowOf(1).id]);
    expect(await add(path)).toMatchObject({ added: 0, known: 2, removed: 1 });
    expect(await add(path, { again: true })).toMatchObject({ added: 3 });
  });

  it("gives the first rows when there is a limit, and the rest without", async () => {
    const path = await put(parquetFile(columnsOf(250), 100));
    expect(await add(path, { limit: 130 })).toMatchObject({ found: 130, added: 130 });
    expect(await add(path)).toMatchObject({ found: 250, added: 120, known: 130 });
  });

  it("is shared among workers, each row written once", async () => {
    const path = await put(parquetFile(columnsOf(400), 50));
    const written: ImageId[] = [];
    const counting: VectorStore = Object.assign(Object.create(store), {
      schema,
      ids: () => store.ids(),
      refresh: () => store.refresh(),
      removed: () => store.removed(),
      upsert: (rows: Parameters<VectorStore["upsert"]>[0]) => {
        written.push(...rows.map(({ id }) => id));
        return store.upsert(rows);
      },
    });
    const states = await Promise.all([1, 2, 3].map(() => add(path, { store: counting })));
    // What was there before one joined is known to it.
    for (const { done, added, known } of states) expect([done, added + known]).toEqual([400, 400]);
    expect(written).toHaveLength(400);
    expect(new Set(written).size).toBe(400);
  });
});

describe("a file that does not fit is refused before anything is written:", () => {
  const refusal = async (file: Buffer) => {
    const path = await put(file);
    return expect(openVectorsFile(path, schema)).rejects;
  };

  it.each([
    ["energy", /no column subject, style, palette, light/],
    ["width", /no column width, but id, height, energy/],
    ["id", /no column id, path or url/],
  ])("without %s", async (name, message) => {
    const file = parquetFile(columnsOf(2, { [name]: undefined }));
    await (await refusal(file)).toMatchObject({ code: "source_invalid" });
    await (await refusal(file)).toThrow(message);
  });

  it("of other dims, naming both", async () => {
    const energy: Column = { name: "energy", type: "floats", data: [[1, 2, 3]] };
    const file = parquetFile(columnsOf(1, { energy }));
    await (await refusal(file)).toMatchObject({ code: "dimension_mismatch" });
    await (await refusal(file)).toThrow(new RegExp(`${layout.total} numbers in energy.* has 3`));
  });

  it("of another model", async () => {
    const file = parquetFile(columnsOf(1), 100, { "wavelength.model": "clip-9" });
    await (await refusal(file)).toMatchObject({ code: "model_mismatch" });
    await (await refusal(file)).toThrow(new RegExp(`${schema.modelId}.*clip-9`));
    const same = parquetFile(columnsOf(1), 100, { "wavelength.model": schema.modelId });
    await expect(openVectorsFile(await put(same), schema)).resolves.toBeDefined();
  });

  it("cut off, or no Parquet at all", async () => {
    const file = parquetFile(columnsOf(2));
    await (await refusal(file.subarray(0, file.length - 9))).toMatchObject({
      code: "source_invalid",
    });
    await (await refusal(Buffer.from("hello"))).toMatchObject({ code: "source_invalid" });
  });
});

it("links in a Parquet file are no vectors", async () => {
  const links: Column = { name: "url", type: "text", data: ["https://example.org/1.jpg"] };
  expect(await isVectorsFile(await put(parquetFile([links]), "links.parquet"))).toBe(false);
  expect(await isVectorsFile(await put(parquetFile(columnsOf(1))))).toBe(true);
  expect(await isVectorsFile(dir)).toBe(false);
});
