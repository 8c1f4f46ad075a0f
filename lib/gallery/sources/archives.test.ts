import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestGallery, png, type TestGallery } from "../ingest.fixture";
import { listAll, readOrCode, tarOf, writeTar, writeZip } from "./archives.fixture";
import { Downloader } from "./downloader";
import { openSource } from "./open-source";
import { readArchived } from "./read-archived";
import type { Source } from "./source";

const LIMITS = { maxFileBytes: 100_000, maxPixels: 80e6, decodeTimeoutS: 20 };
/** When every member of the fixtures was changed last. */
const MEMBER_MS = Date.UTC(2024, 4, 6, 7, 8, 10);
let dir: string;
let sources: Source[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-archives-"));
  sources = [];
});
afterEach(async () => {
  await Promise.all(sources.map((source) => source.close?.()));
  await rm(dir, { recursive: true });
});

async function open(name: string): Promise<Source> {
  const downloader = new Downloader({ limits: LIMITS });
  const dataDir = join(dir, "data");
  const options = {
    dataDir,
    thumbnailsDir: join(dataDir, "thumbnails"),
    limits: LIMITS,
    downloader,
  };
  const source = await openSource(join(dir, name), options);
  sources.push(source);
  return source;
}

async function written(name: string, members: Readonly<Record<string, Buffer | string>>) {
  await (name.endsWith("zip") ? writeZip : writeTar)(join(dir, name), members);
  return open(name);
}

describe.each(["a.zip", "a.tar", "a.tar.gz"])("%s", (name) => {
  it("lists pictures by archive and name, in order, and reads each whenever it is asked", async () => {
    const pictures = await Promise.all([1, 2, 3].map(png));
    const [first = "", second = "", third = ""] = pictures;
    const source = await written(name, { "b/1.png": first, "a.png": second, "b/3": third });
    const { items, unreadable } = await listAll(source);
    const paths = ["b/1.png", "a.png", "b/3"].map((member) => `${join(dir, name)}!${member}`);
    expect(items.map(({ path }) => path)).toEqual(paths);
    expect(unreadable).toEqual([]);
    // The last first, and all at once.
    const read = await Promise.all([...items].reverse().map(readOrCode));
    expect(read.reverse()).toEqual(pictures);
    expect(items[0]).toMatchObject({
      bytes: pictures[0]?.length,
      modifiedMs: MEMBER_MS,
    });
  });

  it("hears what lies beside a picture, before or after it, and a record more than a caption", async () => {
    const record = { TEXT: "Storm", artist: "A. Painter", license: "CC0", date: "c. 1888" };
    const source = await written(name, {
      "000.jpg": "x",
      "000.json": JSON.stringify(record),
      "000.txt": "a caption",
      "001.txt": "A caption\nof two lines",
      "001.jpg": "x",
      "002.jpg": "x",
      "002.json": "[1, 2",
      "003.jpg": "x",
    });
    const { items } = await listAll(source);
    expect(items.map(({ saying }) => saying?.details)).toEqual([
      { title: "Storm", artist: "A. Painter", licence: "CC0", year: 1888 },
      { title: "A caption of two lines" },
      undefined,
      undefined,
    ]);
  });

  it("takes names that climb, or are absolute, as names alone", async () => {
    const picture = await png(1);
    await writeTar(join(dir, "up.tar"), { "../../up.png": picture, "/etc/x.png": picture });
    const { items } = await listAll(await open("up.tar"));
    expect(items.map(({ path }) => path.split("!")[1])).toEqual(["../../up.png", "/etc/x.png"]);
    expect(await readOrCode(items[0] as never)).toEqual(picture);
    expect(await readdir(dir)).toEqual(["up.tar"]);
  });

  it("refuses what is too large, empty or damaged by name, and passes over what is no picture", async () => {
    const source = await written(name, {
      "large.png": Buffer.alloc(LIMITS.maxFileBytes + 1),
      "empty.png": "",
      "notes.md": "# Notes",
      "folder/.hidden.png": "x",
      "__MACOSX/._a.png": "x",
    });
    const { items } = await listAll(source);
    expect(await Promise.all(items.map(readOrCode))).toEqual([
      "image_too_large",
      "image_empty",
      undefined,
    ]);
  });

  it("that is cut off gives what is whole, or says that it is none", async () => {
    const pictures = await Promise.all([1, 2, 3].map(png));
    const members = Object.fromEntries(pictures.map((picture, i) => [`${i}.png`, picture]));
    await written(name, { ...members, "rest.png": Buffer.alloc(90_000, 7) });
    const whole = await readFile(join(dir, name));
    await writeFile(join(dir, name), whole.subarray(0, whole.length - 64));
    const listing = listAll(await open(name));
    if (name === "a.zip") await expect(listing).rejects.toMatchObject({ code: "source_invalid" });
    else {
      const { items, unreadable } = await listing;
      expect(items.length).toBeGreaterThanOrEqual(3);
      expect(await readOrCode(items[1] as never)).toEqual(pictures[1]);
      expect(unreadable.length).toBeLessThanOrEqual(1);
    }
  });

  it("leaves nothing on disk, and stops listing when it is told to", async () => {
    const picture = await png(1);
    const source = await written(name, { "1.png": picture, "2.png": picture, "3.png": picture });
    const stop = new AbortController();
    let count = 0;
    for await (const _ of source.list(stop.signal)) {
      count++;
      stop.abort();
    }
    expect(count).toBeLessThanOrEqual(2);
    expect((await readdir(dir, { recursive: true })).filter((file) => file !== "data")).toEqual([
      name,
    ]);
  });
});

describe("a zip", () => {
  it("of more than 4 GB's numbers is read too", async () => {
    const picture = await png(1);
    await writeZip(join(dir, "64.zip"), { "1.png": picture }, true);
    const { items } = await listAll(await open("64.zip"));
    expect(await readOrCode(items[0] as never)).toEqual(picture);
  });

  it("names members that are encrypted or packed by a strange method, and goes on", async () => {
    const picture = await png(1);
    await writeZip(join(dir, "e.zip"), { "1.png": picture, "2.png": picture, "3.png": picture });
    const file = await readFile(join(dir, "e.zip"));
    const [first = 0, second = 0] = directoryEntries(file);
    file.writeUInt16LE(file.readUInt16LE(first + 8) | 1, first + 8);
    file.writeUInt16LE(98, second + 10);
    await writeFile(join(dir, "e.zip"), file);
    const { items, unreadable } = await listAll(await open("e.zip"));
    expect(unreadable).toMatchObject([
      { where: `${join(dir, "e.zip")}!1.png`, code: "member_encrypted" },
      { where: `${join(dir, "e.zip")}!2.png`, code: "member_unsupported" },
    ]);
    expect(items).toHaveLength(1);
  });

  it("whose member unpacks to more than it says ends there", async () => {
    await writeZip(join(dir, "bomb.zip"), { "1.png": Buffer.alloc(5_000_000) });
    const file = await readFile(join(dir, "bomb.zip"));
    const [entry = 0] = directoryEntries(file);
    file.writeUInt32LE(1_000, entry + 24);
    await writeFile(join(dir, "bomb.zip"), file);
    const { items } = await listAll(await open("bomb.zip"));
    expect(await readOrCode(items[0] as never)).toBe("image_too_large");
  });

  it("with a gallery.jsonl is heard, wherever that lies in it", async () => {
    await writeZip(join(dir, "g.zip"), {
      "sub/1.png": "x",
      "sub/gallery.jsonl": `${JSON.stringify({ file: "1.png", title: "One" })}\nno line\n`,
    });
    const { items, unreadable } = await listAll(await open("g.zip"));
    expect(items[0]?.saying?.details).toEqual({ title: "One" });
    expect(unreadable).toMatchObject([{ code: "invalid_line" }]);
  });

  it("loses no picture to a word beside one that is damaged or a bomb, and names that", async () => {
    const members = {
      "1.jpg": "x",
      "1.txt": "A caption that is long enough to be packed, packed, packed and packed again",
      "2.jpg": "x",
      "2.json": "B".repeat(5_000_000),
      "3.jpg": "x",
      "3.txt": "Three",
      "sub/gallery.jsonl": JSON.stringify({ file: "4.jpg", title: "A, A, A, A, A, A, A, A, A" }),
      "sub/4.jpg": "x",
      "gallery.jsonl": JSON.stringify({ file: "5.jpg", title: "Five" }),
      "5.jpg": "x",
    };
    await writeZip(join(dir, "w.zip"), members);
    const file = await readFile(join(dir, "w.zip"));
    const entries = directoryEntries(file);
    for (const n of [1, 6]) spoil(file, entries[n] ?? 0);
    // It unpacks to five million bytes.
    file.writeUInt32LE(1_000, (entries[3] ?? 0) + 24);
    await writeFile(join(dir, "w.zip"), file);
    const { items, unreadable } = await listAll(await open("w.zip"));
    expect(items.map(({ saying }) => saying?.details.title)).toEqual([
      undefined,
      undefined,
      "Three",
      undefined,
      "Five",
    ]);
    expect(unreadable.map(({ where, code }) => [where.split("!")[1], code])).toEqual([
      ["sub/gallery.jsonl", "member_damaged"],
      ["1.txt", "member_damaged"],
      ["2.json", "member_damaged"],
    ]);
  });

  it("is shown no more of a picture than it says to hold", async () => {
    await writeZip(join(dir, "b.zip"), { "1.png": Buffer.alloc(5_000_000) });
    const file = await readFile(join(dir, "b.zip"));
    file.writeUInt32LE(1_000, (directoryEntries(file)[0] ?? 0) + 24);
    await writeFile(join(dir, "b.zip"), file);
    const location = { path: `${join(dir, "b.zip")}!1.png`, bytes: 1_000, modifiedMs: MEMBER_MS };
    await expect(readArchived(location)).rejects.toMatchObject({ code: "image_unreadable" });
  });

  it("of random bytes behind its first is refused, never crashed on", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await writeFile(join(dir, "r.zip"), Buffer.concat([Buffer.from("PK\u0003\u0004"), bytes]));
        await expect(listAll(await open("r.zip"))).rejects.toMatchObject({
          code: "source_invalid",
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe("openSource", () => {
  it("says what it could have been given", async () => {
    await writeFile(join(dir, "notes.md"), "# Notes");
    await writeFile(join(dir, "no.tar"), "this is no tar but a text of some length");
    await expect(open("notes.md")).rejects.toMatchObject({ code: "source_unknown" });
    await expect(open("nowhere")).rejects.toMatchObject({ code: "folder_not_found" });
    await expect(listAll(await open("no.tar"))).rejects.toMatchObject({ code: "source_invalid" });
  });
});

describe("ingest of archives", () => {
  let gallery: TestGallery;
  beforeEach(async () => {
    gallery = await makeTestGallery();
  });
  afterEach(() => gallery.dispose());

  it("decodes nothing a second time, and only what has changed a third", async () => {
    const pictures = await Promise.all([1, 2, 3].map(png));
    const members = { "1.png": pictures[0] ?? "", "2.png": pictures[1] ?? "" };
    for (const name of ["a.zip", "b.tar.gz"]) {
      const add = async () => gallery.add({ sources: [await open(name)] });
      await (name.endsWith("zip") ? writeZip : writeTar)(join(dir, name), members);
      await add();
      const { asked } = gallery.embedder;
      expect(await add()).toMatchObject({ added: 0, known: 2 });
      expect(gallery.embedder.asked).toBe(asked);
    }
    const tar = await tarOf({ ...members, "3.png": pictures[2] ?? "" });
    await writeFile(join(dir, "c.tar"), tar);
    expect(await gallery.add({ sources: [await open("c.tar")] })).toMatchObject({
      added: 1,
      known: 2,
    });
    expect(gallery.embedder.asked).toBe(3);
  });
});

/** Damages what a member is packed into. @param entry where its entry in the directory begins. */
function spoil(file: Buffer, entry: number): void {
  const local = file.readUInt32LE(entry + 42);
  const data = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  file.fill(0xff, data, data + 8);
}

/** Where the entries of a zip's directory begin. */
function directoryEntries(file: Buffer): number[] {
  const signature = Buffer.from("PK\u0001\u0002", "latin1");
  const found: number[] = [];
  for (let at = file.indexOf(signature); at >= 0; at = file.indexOf(signature, at + 1)) {
    found.push(at);
  }
  return found;
}
