import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLanceStore } from "@/lib/store/lance-store";
import { openMemoryStore } from "@/lib/store/memory-store";
import { QdrantFixture } from "@/lib/store/qdrant/qdrant.fixture";
import { openQdrantStore } from "@/lib/store/qdrant/qdrant-store";
import { rowsOf } from "@/lib/store/row-batch";
import { sampleId, sampleRow, sampleRows, sampleSchema } from "@/lib/store/sample-rows";
import { readStoreAddress } from "@/lib/store/store-address";
import { writeRecord } from "@/lib/store/store-event";
import type { VectorStore } from "@/lib/store/vector-store";
import { hasOriginal } from "../best-picture";
import { crewFolders } from "../crew/crew";
import { PLACE } from "../crew/place";
import { writeCard } from "../crew/roster";
import { MemoryThumbnails } from "../memory-thumbnails";
import { openVectorsFile } from "../vectors/vectors-file";
import { BACKUP_CARD, type BackupCard } from "./backup-form";
import { isKeptPath } from "./kept-pictures";
import { type BackupSettings, makeBackup } from "./make-backup";
import { PictureWriter } from "./picture-files";
import { type RestoreSettings, restoreBackup } from "./restore-backup";

const schema = sampleSchema();
const rows = sampleRows(schema, 0, 40);
const webp = (n: number, width: number) => Buffer.from(`thumbnail ${n} of ${width}`);
let dir: string;
let store: VectorStore;
let thumbnails: MemoryThumbnails;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-backup-"));
  store = openMemoryStore(schema, "galleryA");
  await store.upsert(rows);
  await store.remove([sampleId(3), sampleId(99)]);
  thumbnails = new MemoryThumbnails();
  for (const n of [0, 1, 2]) {
    await thumbnails.write(sampleId(n), { 320: webp(n, 320), 640: webp(n, 640) });
  }
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const backup = (changes: Partial<BackupSettings> = {}) =>
  makeBackup({
    ...{ store, thumbnails, dataDir: join(dir, "data"), target: join(dir, "kept", "backup") },
    withPictures: true,
    ...changes,
  });

async function restore(changes: Partial<RestoreSettings> = {}) {
  const restored = new MemoryThumbnails();
  const config = { dataDir: join(dir, "new"), store: { kind: "embedded" } as const };
  const settings = { backup: join(dir, "kept", "backup"), config, schema, merge: false };
  const report = await restoreBackup({ ...settings, thumbnails: restored, ...changes });
  return { report, thumbnails: restored };
}

/** All that a store holds, to the last bit, as text. */
async function contentOf(opened: VectorStore) {
  const content: string[] = [];
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  for await (const batch of opened.scan()) {
    for (const { energy, copy, ...image } of await rowsOf(opened, batch)) {
      content.push([image.id, writeRecord(image), bytes(energy), bytes(copy)].join(" "));
    }
  }
  const { galleryId } = opened.state();
  return { galleryId, content: content.sort(), removed: [...(await opened.removed())].sort() };
}

async function withEmbedded<T>(use: (opened: VectorStore) => Promise<T>): Promise<T> {
  const opened = await openLanceStore({ dir: join(dir, "new", "store"), schema });
  return use(opened).finally(() => opened.close());
}

const restoredContent = () => withEmbedded(contentOf);
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Puts a picture into the data folder, as the sample gallery's are. */
async function keepPicture() {
  const path = join(dir, "data", "sample", "moon.jpg");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "a picture");
  await writeFile(join(dir, "data", "sample", "gallery.jsonl"), "{}\n");
  await writeFile(join(dir, "data", "sample-complete"), "");
  await utimes(path, 1_700_000_000.789, 1_700_000_000.789);
  const { size, mtimeMs } = await stat(path);
  const locations = [{ path, bytes: size, modifiedMs: mtimeMs }];
  await store.upsert([{ ...sampleRow(schema, 50), locations }]);
}

describe("a backup", () => {
  it("brings back a gallery to the last bit, with its name and what was removed by hand", async () => {
    const card = await backup();
    expect(card).toMatchObject({ images: 39, removed: 2, pictures: { thumbnails: 3, kept: 0 } });
    const { report, thumbnails: restored } = await restore();
    expect(report).toEqual({ galleryId: "galleryA", restored: 39, skipped: 0, pictures: 3 });
    expect(await restoredContent()).toEqual(await contentOf(store));
    for (const n of [0, 1, 2]) expect(await restored.read(sampleId(n), 640)).toEqual(webp(n, 640));
    expect(await restored.has(sampleId(4))).toBe(false);
    expect((await readdir(join(dir, "new"))).sort()).toEqual(["ingest", "store"]);
    expect(await readdir(crewFolders(join(dir, "new")).dir)).toEqual([]);
  });

  it("takes the pictures along that we keep, to where the new data folder is", async () => {
    await keepPicture();
    expect(await backup()).toMatchObject({ pictures: { kept: 1 } });
    await restore();
    const path = join(dir, "new", "sample", "moon.jpg");
    expect(await readFile(path, "utf8")).toBe("a picture");
    expect(await readFile(join(dir, "new", "sample", "gallery.jsonl"), "utf8")).toBe("{}\n");
    expect(await exists(join(dir, "new", "sample-complete"))).toBe(true);
    const locations = await withEmbedded(
      async (opened) => (await opened.get([sampleId(50)]))[0]?.locations ?? [],
    );
    expect(locations).toMatchObject([{ path }]);
    // Known as the same file: it is not taken in anew.
    expect(await hasOriginal(locations)).toBe(true);
  });

  it("can leave pictures out", async () => {
    await keepPicture();
    const card = await backup({ withPictures: false });
    expect(card.pictures).toBeUndefined();
    expect(card.files.map(({ name }) => name)).toEqual(["rows-00001.parquet", "removed.txt"]);
    expect((await restore()).report).toMatchObject({ restored: 40, pictures: 0 });
  });

  it("has rows in the form that `npm run add` reads", async () => {
    await backup();
    const file = await openVectorsFile(join(dir, "kept", "backup", "rows-00001.parquet"), schema);
    expect(file.groups).toEqual([{ rowStart: 0, rowEnd: 39 }]);
    const [first] = await file.read({ rowStart: 0, rowEnd: 1 });
    expect(first).toMatchObject({ id: rows[0]?.id, width: rows[0]?.width });
  });

  it("is refused of nothing, which would be found out when it is needed", async () => {
    const empty = openMemoryStore(schema);
    await expect(backup({ store: empty })).rejects.toMatchObject({ code: "invalid_request" });
    expect(await readdir(join(dir, "kept"))).toEqual([]);
    await empty.remove([sampleId(1)]);
    expect(await backup({ store: empty })).toMatchObject({ images: 0, removed: 1 });
    expect((await restore()).report).toMatchObject({ restored: 0 });
    expect((await restoredContent()).removed).toEqual([sampleId(1)]);
  });

  it("is of one moment, whoever writes into the data folder meanwhile", async () => {
    const open = () => openLanceStore({ dir: join(dir, "data", "store"), schema });
    const [embedded, other] = [await open(), await open()];
    try {
      await embedded.upsert(rows);
      const expected = await contentOf(embedded);
      await other.refresh();
      const meanwhile = new MemoryThumbnails();
      let isFirst = true;
      meanwhile.read = async (id, width) => {
        if (isFirst) {
          isFirst = false;
          await other.upsert([sampleRow(schema, 500), sampleRow(schema, 7, { seed: 3 })]);
          await other.remove([sampleId(8)]);
        }
        return thumbnails.read(id, width);
      };
      await backup({ store: embedded, thumbnails: meanwhile });
      expect((await other.refresh()).count).toBe(40);
      await restore();
      expect(await restoredContent()).toEqual(expected);
    } finally {
      await Promise.all([embedded.close(), other.close()]);
    }
  });

  it("does not go where something is, and leaves it alone", async () => {
    await mkdir(join(dir, "kept", "backup"), { recursive: true });
    await expect(backup()).rejects.toMatchObject({ code: "invalid_request" });
    expect(await readdir(join(dir, "kept", "backup"))).toEqual([]);
  });

  it.each([
    ["full disk", "ENOSPC", { code: "disk_full", message: /without-pictures/ }],
    ["read-only disk", "EROFS", { code: "invalid_request", message: /EROFS/ }],
  ])("on a %s says so and leaves nothing", async (_, code, expected) => {
    thumbnails.read = async () => {
      throw Object.assign(new Error("write"), { code });
    };
    const failed = backup();
    await expect(failed).rejects.toMatchObject({ code: expected.code });
    await expect(failed).rejects.toThrow(expected.message);
    expect(await readdir(join(dir, "kept"))).toEqual([]);
  });

  it("names a picture that it may not read, and not the target", async () => {
    const path = join(dir, "data", "sample", "moon.jpg");
    thumbnails.read = async () => {
      throw Object.assign(new Error("open"), { code: "EACCES", path });
    };
    await expect(backup()).rejects.toThrow(`to read ${JSON.stringify(path)}`);
    const target = join(dir, "kept", "backup");
    thumbnails.read = async () => {
      throw Object.assign(new Error("open"), { code: "EACCES", path: `${target}.unfinished-1/x` });
    };
    await expect(backup()).rejects.toThrow(`to write to ${JSON.stringify(target)}`);
  });

  it("that is stopped leaves nothing, and what a dead one left goes with the next", async () => {
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(backup({ signal })).rejects.toThrow("stopped");
    expect(await readdir(join(dir, "kept"))).toEqual([]);
    const stop = new AbortController();
    let left: string[] = [];
    thumbnails.has = async () => false;
    const read = thumbnails.read.bind(thumbnails);
    thumbnails.read = async (id, width) => {
      left = await readdir(join(dir, "kept"));
      return read(id, width);
    };
    await backup();
    // As if the process of that number had been killed; this number no system gives.
    const [name = ""] = left;
    expect(name).toContain(`-${process.pid}-`);
    await mkdir(join(dir, "kept", name.replace(`-${process.pid}-`, "-4194999-")));
    await rm(join(dir, "kept", "backup"), { recursive: true });
    await backup({ signal: stop.signal });
    expect(await readdir(join(dir, "kept"))).toEqual(["backup"]);
  });
});

describe("a restore", () => {
  const file = (name: string) => join(dir, "kept", "backup", name);
  const rejection = async (changes: Partial<RestoreSettings> = {}) => {
    const error: unknown = await restore(changes).catch((thrown: unknown) => thrown);
    expect(await exists(join(dir, "new", "store"))).toBe(false);
    return error;
  };

  it("refuses a file that is not as it was written, by name, before it writes", async () => {
    await backup();
    const whole = await readFile(file("rows-00001.parquet"));
    const flipped = Buffer.from(whole);
    flipped.writeUInt8((flipped[5_000] ?? 0) ^ 1, 5_000);
    for (const [content, words] of [
      [flipped, /rows-00001.parquet .* another content/],
      [whole.subarray(0, -1), /rows-00001.parquet .* bytes instead of/],
    ] as const) {
      await writeFile(file("rows-00001.parquet"), content);
      expect(await rejection()).toMatchObject({
        code: "backup_damaged",
        message: expect.stringMatching(words),
      });
    }
    await rm(file("rows-00001.parquet"));
    expect(await rejection()).toMatchObject({
      code: "backup_damaged",
      message: expect.stringContaining("ENOENT"),
    });
    expect(await exists(join(dir, "new"))).toBe(false);
  });

  it("refuses what is no backup, and a form that is newer", async () => {
    expect(await rejection({ backup: dir })).toMatchObject({ code: "invalid_request" });
    const card = await backup();
    await writeFile(file(BACKUP_CARD), JSON.stringify({ ...card, format: 2 }));
    expect(await rejection()).toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining("newer"),
    });
  });

  it("refuses vectors of another model, naming both", async () => {
    await backup();
    expect(await rejection({ schema: { ...schema, modelId: "other-2" } })).toMatchObject({
      code: "model_mismatch",
      message: expect.stringMatching(/other-2.*sample-1/),
    });
  });

  it("refuses names that lead out of the data folder, or over what is ours alone", async () => {
    for (const name of ["../x", "a/../../x", "/etc/x", "a//b", "store/x", "owner-token", "x", ""]) {
      expect(isKeptPath(name), name).toBe(false);
    }
    // As macOS and Windows see them.
    for (const name of [
      "Store/x",
      "OWNER-TOKEN/x",
      "store./x",
      "store /x",
      "sample/x.",
      "a/.. /x",
    ]) {
      expect(isKeptPath(name), name).toBe(false);
    }
    expect(isKeptPath("sample/moon.jpg")).toBe(true);
    const card = await backup();
    await rm(file("pictures-00001.tar"));
    const writer = new PictureWriter(join(dir, "kept", "backup"));
    await writer.add("kept/../../outside.jpg", Buffer.from("x"), 0);
    const changed: BackupCard = {
      ...card,
      files: [
        ...card.files.filter(({ name }) => !name.endsWith(".tar")),
        ...(await writer.finish()),
      ],
    };
    await writeFile(file(BACKUP_CARD), JSON.stringify(changed));
    expect(await rejection()).toMatchObject({ code: "backup_damaged" });
    expect((await readdir(dir)).sort()).toEqual(["kept", "new"]);
  });

  it("refuses a gallery that has images, or remembers some, and leaves it as it is", async () => {
    await backup();
    await withEmbedded((opened) => opened.remove([sampleId(1)]));
    await expect(restore()).rejects.toMatchObject({ code: "gallery_not_empty" });
    await withEmbedded((opened) => opened.upsert([sampleRow(schema, 200)]));
    await expect(restore()).rejects.toThrow(/1 images.*1 that were removed.*--merge/);
    expect((await restoredContent()).content).toHaveLength(1);
  });

  it("takes the place of a gallery without images", async () => {
    await backup();
    await withEmbedded(async () => {});
    await restore();
    expect(await restoredContent()).toEqual(await contentOf(store));
  });

  /** A restore during which something else happens, once. */
  async function restoreWhile(happens: () => Promise<unknown>) {
    await backup();
    const kept = new MemoryThumbnails();
    const write = kept.write.bind(kept);
    kept.write = async (id, files) => {
      kept.write = write;
      await happens();
      await write(id, files);
    };
    return restore({ thumbnails: kept });
  }

  it("leaves alone what others have added while it ran", async () => {
    await withEmbedded(async () => {});
    const added = restoreWhile(() =>
      withEmbedded((opened) => opened.upsert([sampleRow(schema, 200)])),
    );
    await expect(added).rejects.toMatchObject({ code: "gallery_not_empty" });
    expect((await restoredContent()).content).toHaveLength(1);
    expect((await readdir(join(dir, "new"))).sort()).toEqual(["ingest", "store"]);
  });

  it("waits for nobody who adds: it says who, and takes no place", async () => {
    const { cards } = crewFolders(join(dir, "new"));
    const card = { id: "w", pid: process.pid, place: PLACE, beat: 1, state: "working" } as const;
    const begins = async () => {
      await mkdir(cards, { recursive: true });
      await writeCard(cards, { ...card, startedMs: 1, embeds: 0, tallies: [] });
    };
    const expected = {
      code: "gallery_busy",
      message: expect.stringMatching(new RegExp(`process ${process.pid} .*w\\.json`)),
    };
    await expect(restoreWhile(begins)).rejects.toMatchObject(expected);
    expect(await readdir(join(dir, "new"))).toEqual(["ingest"]);
    expect(await rejection()).toMatchObject(expected);
    // It died.
    await writeCard(cards, { ...card, pid: 4_194_999, startedMs: 1, embeds: 0, tallies: [] });
    expect((await restore()).report).toMatchObject({ restored: 39 });
  });

  it("puts in what is missing when it is told to merge, and nothing else", async () => {
    await backup();
    const mine = sampleRow(schema, 7, { seed: 3 });
    await withEmbedded(async (opened) => {
      await opened.upsert([mine, sampleRow(schema, 3), sampleRow(schema, 200)]);
      await opened.remove([sampleId(8)]);
    });
    const { report } = await restore({ merge: true });
    expect(report).toMatchObject({ restored: 37, skipped: 2 });
    await withEmbedded(async (opened) => {
      expect(opened.state().count).toBe(40);
      expect(await opened.energies([mine.id])).toEqual([mine.energy]);
      expect([...(await opened.removed())].sort()).toEqual([sampleId(8), sampleId(99)].sort());
    });
    expect((await restore({ merge: true })).report).toMatchObject({ restored: 0, skipped: 39 });
  });

  it("into an engine goes on where it broke off when it is told to merge", async () => {
    await backup();
    const engine = await QdrantFixture.start();
    const address = readStoreAddress(`${engine.url.replace("http", "qdrant")}/gallery`);
    const config = { dataDir: join(dir, "new"), store: address };
    const restored = await openQdrantStore({ urls: [engine.url], collection: "gallery", schema });
    try {
      await restored.upsert(rows.slice(0, 1));
      await expect(restore({ config })).rejects.toMatchObject({ code: "gallery_not_empty" });
      const { report } = await restore({ config, merge: true });
      expect(report).toMatchObject({ restored: 38, skipped: 1 });
      await restored.refresh();
      const { content, removed } = await contentOf(store);
      expect(await contentOf(restored)).toMatchObject({ content, removed });
    } finally {
      await restored.close();
      await engine.down();
    }
  });

  it("that breaks off leaves no gallery, and is made again over its pictures", async () => {
    await backup();
    const stop = new AbortController();
    const kept = new MemoryThumbnails();
    const write = kept.write.bind(kept);
    kept.write = async (id, files) => {
      await write(id, files);
      stop.abort(new Error("stopped"));
    };
    const error = await rejection({ thumbnails: kept, signal: stop.signal });
    expect(error).toMatchObject({ message: "stopped" });
    expect(await readdir(join(dir, "new"))).toEqual([]);
    const { report } = await restore({ thumbnails: kept });
    expect(report).toMatchObject({ restored: 39, pictures: 2 });
    expect(await restoredContent()).toEqual(await contentOf(store));
  });

  it("on a full disk says so and leaves no gallery", async () => {
    await backup();
    const full = new MemoryThumbnails();
    full.write = async () => {
      throw Object.assign(new Error("write"), { code: "ENOSPC" });
    };
    expect(await rejection({ thumbnails: full })).toMatchObject({ code: "disk_full" });
    expect(await readdir(join(dir, "new"))).toEqual([]);
  });
});
