import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Embedder } from "@/lib/embedding/embedder";
import { AppError } from "@/lib/errors";
import type { WorkerCard } from "@/lib/gallery/crew/roster";
import { openMemoryStore } from "@/lib/store/memory-store";
import { sampleRows, sampleSchema } from "@/lib/store/sample-rows";
import { readStoreAddress } from "@/lib/store/store-address";
import { checkDisk, type DiskCircumstances } from "./check-disk";
import { checkEmbeddedStore, type EmbeddedCircumstances } from "./check-embedded-store";
import { checkEngine, type EngineCircumstances } from "./check-engine";
import { checkFolder, type FolderCircumstances } from "./check-folder";
import { checkMemory } from "./check-memory";
import { checkModel } from "./check-model";
import { checkNetwork, type NetworkCircumstances } from "./check-network";
import { checkNode } from "./check-node";
import { checkOnline } from "./check-online";
import { type Check, type Finding, lineOf, runChecks } from "./finding";

async function findingsOf(...checks: readonly Check[]): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of runChecks(checks)) all.push(finding);
  // Whatever is not good says what to do: in its advice, or as every AppError does.
  for (const { level, says, advice } of all) {
    if (level !== "good") expect(advice ?? says).toMatch(/[.:]/);
    else expect(advice).toBeUndefined();
  }
  return all;
}

/** "level: sentence" of each. */
const told = async (check: Check) =>
  (await findingsOf(check)).map(({ level, says }) => `${level}: ${says}`);
const matching = (...patterns: RegExp[]) => patterns.map((one) => expect.stringMatching(one));

const schema = sampleSchema();
async function galleryOf(count: number) {
  const store = openMemoryStore(schema, "galleryA");
  await store.upsert(sampleRows(schema, 0, count));
  return store;
}

describe("checks", () => {
  it("go on when one fails, and say so", async () => {
    const fails = (error: Error): Check => ({ about: "odd", run: () => Promise.reject(error) });
    const found = await findingsOf(
      fails(new Error("never\nat line 3")),
      fails(new AppError("model_invalid", "Mend it.", { cause: new Error("EACCES") })),
      checkNode("22.1.0"),
    );
    expect(found).toMatchObject([
      { about: "odd", level: "broken", says: "never" },
      { about: "odd", level: "broken", says: "Mend it. (EACCES)" },
      { about: "node", level: "good" },
    ]);
  });

  it("are a line each, with what to do below", () => {
    expect(lineOf({ about: "disk", level: "good", says: "1 GB free" })).toBe(
      "✓ disk     1 GB free",
    );
    const broken = { about: "disk", level: "broken", says: "full", advice: "Free some." } as const;
    expect(lineOf(broken)).toBe("✗ disk     full\n    → Free some.");
    expect(lineOf({ ...broken, level: "notice" })).toMatch(/^!/);
  });

  it("refuse a Node that is too old", async () => {
    expect(await told(checkNode("18.20.0"))).toEqual(matching(/^broken: .*20\.9/));
  });
});

describe("the model", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "wavelength-doctor-"));
    const image = {
      file: "image.onnx",
      sha256: createHash("sha256").update("network").digest("hex"),
      input: { name: "image", dtype: "uint8", layout: "NHWC", size: 8, fit: "fill" },
      outputs: [{ name: "subject", dims: 4 }],
    };
    await writeFile(join(dir, "manifest.json"), JSON.stringify({ id: "tiny-1", image }));
    await writeFile(join(dir, "image.onnx"), "network");
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** One that runs, or does not. */
  function embedder(provider: "cpu" | "cuda", embedImage?: Embedder["embedImage"]): Embedder {
    const vector = new Float32Array(4) as Awaited<ReturnType<Embedder["embedImage"]>>["subject"];
    const embedding = { subject: vector, style: vector, copy: vector };
    const rejected = provider === "cpu" ? [{ provider: "cuda", reason: "no libcublas" }] : [];
    return {
      model: {
        ...{ id: "tiny-1", provider, rejected, imageSize: 8, fit: "fill", hasText: false },
        dims: { subject: 4, style: 0, copy: 0 },
      },
      status: () => ({ state: "ready", queueDepth: 0, maxQueue: 1, maxBatch: 1 }),
      embedImage: embedImage ?? (async () => embedding),
      embedText: async () => Promise.reject(new Error("no text")),
      close: async () => {},
    };
  }
  const model = (opened: Embedder | Error, gpus = 0) =>
    checkModel({
      modelDir: dir,
      open: async () => {
        if (opened instanceof Error) throw opened;
        return opened;
      },
      gpus: async () => gpus,
    });

  it("is whole and runs", async () => {
    const whole = /^good: tiny-1: 1 files/;
    expect(await told(model(embedder("cpu")))).toEqual(matching(whole, /^good: runs on cpu, one/));
    expect(await told(model(embedder("cuda"), 1))).toEqual(matching(whole, /^good: runs on cuda/));
  });

  it("runs on the processor although there is a GPU", async () => {
    expect(await told(model(embedder("cpu"), 2))).toEqual(
      matching(/^good/, /^notice: runs on cpu.*although.*no libcublas/),
    );
  });

  it("has a file that is missing or another, by name", async () => {
    await writeFile(join(dir, "image.onnx"), "another");
    expect(await told(model(embedder("cpu")))).toEqual(matching(/^broken: image.onnx is not/));
    await rm(join(dir, "image.onnx"));
    expect(await told(model(embedder("cpu")))).toEqual(matching(/^broken: image.onnx .*ENOENT/));
    await rm(join(dir, "manifest.json"));
    expect(await told(model(embedder("cpu")))).toEqual(matching(/^broken: .*manifest.json/));
  });

  it("cannot be loaded, or dies when it runs", async () => {
    const failure = new AppError("embedder_unavailable", "Check WAVELENGTH_PROVIDERS.");
    const dies = embedder("cpu", () => Promise.reject(failure));
    for (const one of [failure, dies]) {
      expect(await told(model(one))).toEqual(matching(/^good/, /^broken: Check WAVELENGTH_PROV/));
    }
  });
});

describe("an embedded store", () => {
  const embedded = (changes: Partial<EmbeddedCircumstances> = {}) =>
    checkEmbeddedStore({
      dir: "/data/store",
      isThere: async () => true,
      open: () => galleryOf(20),
      index: async () => "none",
      ...changes,
    });

  it("says what it holds", async () => {
    const held = /^good: gallery galleryA: 20 images of sample-1/;
    expect(await told(embedded())).toEqual(matching(held));
    expect(await told(embedded({ index: async () => "sound" }))).toEqual(
      matching(held, /^good: the index/),
    );
  });

  it("is not there yet, or another model's", async () => {
    expect(await told(embedded({ isThere: async () => false }))).toEqual(
      matching(/^notice: there is no gallery/),
    );
    const mismatch = new AppError("model_mismatch", "Expected a gallery embedded by a, not b.");
    expect(await told(embedded({ open: () => Promise.reject(mismatch) }))).toEqual(
      matching(/^broken: Expected a gallery embedded by a/),
    );
  });

  it("has an index that is of no use, or none where one would help", async () => {
    expect(await told(embedded({ index: async () => "unusable" }))).toEqual(
      matching(/^good/, /^notice: the index .* damaged/),
    );
    const open = async () => {
      const store = await galleryOf(20);
      return Object.assign(store, { state: () => ({ galleryId: "x", revision: 1, count: 5_000 }) });
    };
    expect(await told(embedded({ open }))).toEqual(matching(/^good/, /^notice: no index/));
  });

  it("has lost vectors", async () => {
    const open = async () => {
      const store = await galleryOf(20);
      return Object.assign(store, { energies: async () => [new Float32Array(4), undefined] });
    };
    expect(await told(embedded({ open }))).toEqual(matching(/^good/, /^broken: of 20 .* 20 have/));
  });
});

describe("a Qdrant engine", () => {
  const address = readStoreAddress("qdrant://a:1,b:2/gallery");
  const answers = {
    "/": { version: "1.18.3" },
    "/aliases": { result: { aliases: [{ alias_name: "gallery", collection_name: "g--m" }] } },
    "/collections/g--m": { result: { status: "green", optimizer_status: "ok" } },
    "/cluster": {
      result: { status: "enabled", peers: { "1": {}, "2": {} }, message_send_failures: {} },
    },
    "/collections/g--m/cluster": {
      result: {
        local_shards: [{ shard_id: 0, state: "Active" }],
        remote_shards: [{ shard_id: 0, state: "Active" }],
      },
    },
  };
  function engine(changes: Record<string, unknown> = {}, isAway = (_url: string) => false) {
    if (address.kind !== "qdrant") throw new Error("Expected an engine");
    const all: Record<string, unknown> = { ...answers, ...changes };
    const ask: EngineCircumstances["ask"] = async (url, path) => {
      if (isAway(url)) throw new Error("ECONNREFUSED");
      if (all[path] instanceof Error) throw all[path];
      return all[path];
    };
    return checkEngine({ address, ask, open: () => galleryOf(3) });
  }

  it("is well", async () => {
    expect(await told(engine())).toEqual(
      matching(
        /^good: Qdrant 1.18.3 at http:\/\/a:1/,
        /^good: .* at http:\/\/b:2/,
        /^good: gallery galleryA: 3 images/,
        /^good: collection g--m is ready/,
        /^good: 2 nodes, 2 replicas/,
      ),
    );
    expect(await told(engine({ "/cluster": { result: { status: "disabled" } } }))).toHaveLength(4);
  });

  it("has a node that is away, or all", async () => {
    const [first, ...rest] = await told(engine({}, (url) => url.includes("a:1")));
    expect(first).toMatch(/^notice: http:\/\/a:1 cannot be reached \(ECONNREFUSED\)/);
    expect(rest).toHaveLength(4);
    expect((await told(engine({}, () => true))).at(-1)).toMatch(/^broken: no node/);
  });

  it("is too old, or none", async () => {
    expect((await told(engine({ "/": { version: "1.9.0" } })))[0]).toMatch(/^broken: .*older/);
    expect(await told(engine({ "/": { hello: 1 } }))).toEqual(
      matching(/^broken: .* no Qdrant engine/, /^broken/),
    );
  });

  it.each([401, 403])("does not let us in (%d)", async (status) => {
    const refusal = Object.assign(new Error(`HTTP ${status}`), { status });
    const found = await findingsOf(engine({ "/aliases": refusal }));
    expect(found).toHaveLength(3);
    expect(found.at(-1)).toMatchObject({ level: "broken", advice: "Set WAVELENGTH_QDRANT_KEY." });
    const all = await told(engine({ "/": refusal }));
    expect(all).toEqual(matching(/^broken: .*a:1 does not let/, /^broken: .*b:2 does not let/));
  });

  it("has no such gallery yet", async () => {
    const found = await told(engine({ "/aliases": { result: { aliases: [] } } }));
    expect(found.at(-1)).toMatch(/^notice: there is no gallery "gallery" yet/);
  });

  it("has a collection that is busy or damaged", async () => {
    const of = (status: string) =>
      engine({ "/collections/g--m": { result: { status, optimizer_status: { error: "disk" } } } });
    expect((await told(of("yellow")))[3]).toMatch(/^notice: .*tidied up/);
    expect((await told(of("red")))[3]).toMatch(/^broken: .*damaged.*disk/);
  });

  it("has a node that does not answer, a replica that is not active, a shard without a second", async () => {
    const found = await told(
      engine({
        "/cluster": {
          result: {
            ...answers["/cluster"].result,
            message_send_failures: { "http://b:6335/": { count: 3 } },
          },
        },
        "/collections/g--m/cluster": {
          result: {
            local_shards: [{ shard_id: 0, state: "Active" }],
            remote_shards: [
              { shard_id: 0, state: "Dead" },
              { shard_id: 1, state: "Active" },
            ],
          },
        },
      }),
    );
    expect(found.slice(4)).toEqual(
      matching(
        /^notice: node http:\/\/b:6335/,
        /^notice: 1 of 3 replicas/,
        /^notice: 1 of 2 shards/,
      ),
    );
  });
});

describe("the disk", () => {
  const disk = (changes: Partial<DiskCircumstances> = {}, free = 50e9, freeFiles = 1_000_000) =>
    checkDisk({
      dataDir: "/data",
      room: async () => ({ freeBytes: free, freeFiles }),
      count: async () => 100_000,
      tryToWrite: async () => {},
      foreignFolders: async () => [],
      ...changes,
    });
  const refuse = (code: string) => ({
    tryToWrite: () => Promise.reject(Object.assign(new Error("x"), { code })),
  });

  it("has room", async () => {
    expect(await told(disk())).toEqual(matching(/^good: 50.0 GB free, room for some \d+ more/));
    const room = async () => ({ freeBytes: 50e9, freeFiles: undefined });
    expect(await told(disk({ room }))).toEqual(matching(/^good/));
  });

  it("is full or nearly, of bytes or of files", async () => {
    expect(await told(disk({}, 100e6))).toEqual(matching(/^broken: 0.1 GB free/));
    expect(await told(disk({}, 500e6))).toEqual(matching(/^notice: .*tidying up/));
    expect(await told(disk({}, 50e9, 5_000))).toEqual(
      matching(/^good/, /^notice: 5000 more files/),
    );
    expect(await told(disk({}, 50e9, 0))).toEqual(matching(/^good/, /^broken: 0 more files/));
    expect(await told(disk(refuse("ENOSPC")))).toEqual(matching(/^broken: .*is full/));
  });

  it("cannot be written to", async () => {
    expect(await told(disk(refuse("EROFS")))).toEqual(matching(/^broken: .*\(EROFS\)/));
  });

  it("is two", async () => {
    expect(await told(disk({ foreignFolders: async () => ["/data/store"] }))).toEqual(
      matching(/^good/, /^notice: \/data\/store lies on another disk/),
    );
  });
});

it("the memory suffices, barely, or not", async () => {
  const memory = (rows: number | undefined, bytes: number) =>
    checkMemory({ count: async () => rows, bytes });
  expect(await told(memory(1_000_000, 4e9))).toEqual(matching(/^good: 1.6 GB of 4.0 GB .*1000000/));
  expect(await told(memory(1_000_000, 2e9))).toEqual(matching(/^notice/));
  expect(await told(memory(1_000_000, 1e9))).toEqual(matching(/^broken/));
  expect(await told(memory(undefined, 1e9))).toEqual(
    matching(/^good: 0.6 GB of 1.0 GB are needed$/),
  );
});

describe("the network", () => {
  const network = (changes: Partial<NetworkCircumstances> = {}) =>
    checkNetwork({
      ...{ host: "127.0.0.1", port: 3_000, knownHosts: [] },
      holder: async () => "free",
      tokenMode: async () => 0o600,
      ...changes,
    });

  it.each([
    ["free", /^good: port 3000 is free/],
    ["ours", /^good: port 3000: Wavelength/],
    ["taken", /^notice: port 3000 is taken/],
    ["refused", /^broken: 127.0.0.1:3000/],
  ] as const)("has a port that is %s", async (holder, expected) => {
    expect(await told(network({ holder: async () => holder }))).toEqual(
      matching(expected, /^good: 127.0.0.1: for this machine only/),
    );
  });

  it("is this machine's, with names of a proxy, or everybody's with an owner", async () => {
    expect((await told(network({ knownHosts: ["example.org"] })))[1]).toMatch(/example.org/);
    const open = { host: "0.0.0.0" };
    expect((await told(network(open)))[1]).toMatch(/^good: 0.0.0.0: whoever .*owner's link$/);
    expect((await told(network({ ...open, tokenMode: async () => undefined })))[1]).toMatch(
      /makes$/,
    );
    expect((await told(network({ ...open, tokenMode: async () => 0o644 })))[1]).toMatch(
      /^notice: other users/,
    );
  });
});

describe("the data folder", () => {
  const card = (id: string): WorkerCard => ({
    ...{ id, pid: 1, place: "here", beat: 0, state: "working", startedMs: 0, embeds: 0 },
    tallies: [],
  });
  const folder = (changes: Partial<FolderCircumstances> = {}) =>
    checkFolder({
      dataDir: "/data",
      cards: async () => [],
      isAlive: ({ id }) => id === "alive",
      claims: async () => 0,
      isLockDead: async () => undefined,
      unfinished: async () => ({ files: 0, bytes: 0 }),
      ...changes,
    });

  it("has nothing left over, whoever is at work", async () => {
    expect(await told(folder())).toEqual(matching(/^good: .*nothing left over$/));
    const busy = {
      cards: async () => [card("alive")],
      claims: async () => 5,
      isLockDead: async () => false,
      unfinished: async () => ({ files: 3, bytes: 9 }),
    };
    expect(await told(folder(busy))).toEqual(matching(/^good: .*1 at work$/));
  });

  it("has what dead ones left", async () => {
    const left = {
      cards: async () => [card("dead"), { ...card("gone"), state: "left" as const }],
      claims: async () => 5,
      isLockDead: async () => true,
      unfinished: async () => ({ files: 3, bytes: 2_500_000 }),
    };
    expect(await told(folder(left))).toEqual(
      matching(
        /^notice: 1 of 1 workers/,
        /^notice: 5 claims/,
        /^notice: a lock/,
        /^notice: 3 files .*2.5/,
      ),
    );
  });
});

it("museums are reached or not, and know whom to ask", async () => {
  const ask = async (url: string) => {
    if (url.includes("artic")) throw new Error("ENOTFOUND");
    return url.includes("wikimedia") ? 503 : 404;
  };
  expect(await told(checkOnline(ask, undefined))).toEqual(
    matching(/^good: The Metro/, /^notice: .*ENOTFOUND/, /^notice: .*503/, /^notice: hosts cannot/),
  );
  expect(await told(checkOnline(async () => 200, "me@example.org"))).toHaveLength(3);
});
