import { z } from "zod";
import { compareVersions } from "@/lib/launch/node-version.mjs";
import type { StoreAddress } from "@/lib/store/store-address";
import type { VectorStore } from "@/lib/store/vector-store";
import { readSome } from "./check-embedded-store";
import { broken, type Check, type Finding, good, notice } from "./finding";

type Engine = Extract<StoreAddress, { kind: "qdrant" }>;
type Found = Omit<Finding, "about">;

/** Older ones lack what we ask for (a collection's metadata). */
const OLDEST_ENGINE = "1.16.0";

export interface EngineCircumstances {
  readonly address: Engine;
  /** A node's answer to GET. @throws when it cannot be reached; with its `status` when that is an error. */
  ask(url: string, path: string): Promise<unknown>;
  /** Only for a gallery that is there. @throws {AppError} */
  open(): Promise<VectorStore>;
}

const root = z.object({ version: z.string() });
const aliases = z.object({
  result: z.object({
    aliases: z.array(z.object({ alias_name: z.string(), collection_name: z.string() })),
  }),
});
const collection = z.object({
  result: z.object({ status: z.string(), optimizer_status: z.unknown() }),
});
const cluster = z.object({
  result: z.object({
    status: z.string(),
    peers: z.optional(z.record(z.string(), z.unknown())),
    message_send_failures: z.optional(z.record(z.string(), z.unknown())),
  }),
});
const shard = z.object({ shard_id: z.number(), state: z.string() });
const shards = z.object({
  result: z.object({ local_shards: z.array(shard), remote_shards: z.array(shard) }),
});

/** A Qdrant engine: its nodes, its version, the gallery's collection and its replicas. */
export function checkEngine(engine: EngineCircumstances): Check {
  return {
    about: "store",
    async run() {
      const { nodes, url } = await checkNodes(engine);
      if (url === undefined) return nodes;
      try {
        return [...nodes, ...(await checkInside(engine, url))];
      } catch (error) {
        // It tells anybody its version, and all else only those who have its key.
        if (!isRefusal(error)) throw error;
        return [...nodes, refused(url)];
      }
    },
  };
}

/** What only an engine tells that lets us in. */
async function checkInside(engine: EngineCircumstances, url: string): Promise<readonly Found[]> {
  const { collection: alias } = engine.address;
  const { result } = aliases.parse(await engine.ask(url, "/aliases"));
  const target = result.aliases.find(({ alias_name }) => alias_name === alias);
  if (!target) {
    const advice =
      "`npm run add` makes it, `npm run move -- --to …` takes one there from the data folder.";
    return [notice(`there is no gallery ${JSON.stringify(alias)} yet`, advice)];
  }
  const name = target.collection_name;
  return [
    ...(await checkGallery(engine)),
    ...(await checkCollection(engine, url, name)),
    ...(await checkCluster(engine, url, name)),
  ];
}

function isRefusal(error: unknown): boolean {
  const status = (error as { status?: unknown } | undefined)?.status;
  return status === 401 || status === 403;
}

function refused(url: string): Found {
  return broken(`${url} does not let us in: it has another key`, "Set WAVELENGTH_QDRANT_KEY.");
}

async function checkNodes({ address, ask }: EngineCircumstances) {
  const nodes: Found[] = [];
  let first: string | undefined;
  let away = 0;
  for (const url of address.urls) {
    const said = await ask(url, "/").then(
      (answer) => root.safeParse(answer).data,
      (error: Error) => error,
    );
    if (isRefusal(said)) {
      nodes.push(refused(url));
      continue;
    }
    if (said instanceof Error) {
      away++;
      nodes.push(notice(`${url} cannot be reached (${said.message})`, "Start that node again."));
      continue;
    }
    if (!said) {
      nodes.push(broken(`${url} is no Qdrant engine`, "Check WAVELENGTH_STORE."));
      continue;
    }
    first ??= url;
    if (compareVersions(said.version, OLDEST_ENGINE) >= 0) {
      nodes.push(good(`Qdrant ${said.version} at ${url}`));
    } else {
      const says = `Qdrant ${said.version} at ${url} is older than ${OLDEST_ENGINE}`;
      nodes.push(broken(says, "Put a newer one in its place."));
    }
  }
  if (away === address.urls.length) {
    const says = "no node of the engine can be reached";
    nodes.push(broken(says, "Start the engine, or check WAVELENGTH_STORE."));
  }
  return { nodes, url: first };
}

async function checkGallery({ open }: EngineCircumstances): Promise<Found[]> {
  const store = await open();
  try {
    const { count, galleryId } = store.state();
    return [
      good(`gallery ${galleryId}: ${count} images of ${store.schema.modelId}`),
      ...(await readSome(store)),
    ];
  } finally {
    await store.close();
  }
}

async function checkCollection(
  { ask }: EngineCircumstances,
  url: string,
  name: string,
): Promise<Found[]> {
  const { result } = collection.parse(await ask(url, `/collections/${name}`));
  if (result.status === "green") return [good(`collection ${name} is ready`)];
  const reason = JSON.stringify(result.optimizer_status);
  if (result.status === "red") {
    return [broken(`collection ${name} is damaged (${reason})`, "See the engine's own log.")];
  }
  return [
    notice(
      `collection ${name} is being tidied up (${result.status}), so searches take longer`,
      "Wait; after a restart of the engine the next write begins it.",
    ),
  ];
}

async function checkCluster(
  { ask }: EngineCircumstances,
  url: string,
  name: string,
): Promise<Found[]> {
  const { result } = cluster.parse(await ask(url, "/cluster"));
  const peers = Object.keys(result.peers ?? {}).length;
  if (result.status !== "enabled" || peers < 2) return [];
  const findings: Found[] = [];
  const unreached = Object.keys(result.message_send_failures ?? {});
  for (const peer of unreached) {
    findings.push(notice(`node ${peer} does not answer the others`, "Start that node again."));
  }
  const placed = shards.parse(await ask(url, `/collections/${name}/cluster`)).result;
  const replicas = [...placed.local_shards, ...placed.remote_shards];
  const waiting = replicas.filter(({ state }) => state !== "Active").length;
  if (waiting > 0) {
    findings.push(
      notice(`${waiting} of ${replicas.length} replicas are not active`, "Wait until they are."),
    );
  }
  const ids = new Set(replicas.map(({ shard_id }) => shard_id));
  const single = [...ids].filter(
    (id) => replicas.filter(({ shard_id }) => shard_id === id).length < 2,
  );
  if (single.length > 0) {
    findings.push(
      notice(
        `${single.length} of ${ids.size} shards lie on one node only: with it their images are away`,
        "Give the collection a replication factor of 2.",
      ),
    );
  }
  return findings.length > 0 ? findings : [good(`${peers} nodes, ${replicas.length} replicas`)];
}
