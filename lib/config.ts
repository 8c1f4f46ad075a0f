import { join, resolve } from "node:path";
import { z } from "zod";
import { readStoreAddress, type StoreAddress } from "./store/store-address";

const schema = z.object({
  /** Everything we keep lives here: vectors, thumbnails, the owner's token, the sample gallery. */
  WAVELENGTH_DATA: z.string().default(".wavelength"),
  /** A folder of thumbnails that several servers may share; by default one in the data folder. */
  WAVELENGTH_THUMBNAILS: z.string().optional(),
  /** Where images and their vectors are kept: nothing for the data folder, else an engine's address. */
  WAVELENGTH_STORE: z.string().default(""),
  /** The key that the engine asks for; apart from the address, which appears in logs. */
  WAVELENGTH_QDRANT_KEY: z.string().optional(),
  /** A folder with `manifest.json` and ONNX files. */
  WAVELENGTH_MODEL: z.string().default("models/wavelength-1"),
  /** Address the server listens on; anything but a loopback address needs the owner's token. */
  WAVELENGTH_HOST: z.string().default("127.0.0.1"),
  /** Names that a server on a loopback address answers to besides localhost: behind a proxy. */
  WAVELENGTH_HOSTS: z
    .string()
    .default("")
    .transform((list) =>
      list
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  /** Tried in order, one at a time; the first whose warm-up run succeeds wins. */
  WAVELENGTH_PROVIDERS: z
    .string()
    .default("cuda,webgpu,cpu")
    .transform((list) => list.split(",").map((name) => name.trim()))
    .pipe(z.array(z.enum(["cuda", "webgpu", "cpu"])).min(1)),
  /** Micro-batcher: see `lib/embedding/batcher.ts`. */
  WAVELENGTH_EMBED_MAX_BATCH: z.coerce.number().int().min(1).max(256).optional(),
  WAVELENGTH_EMBED_MAX_WAIT_MS: z.coerce.number().min(0).max(100).default(2),
  WAVELENGTH_EMBED_MAX_QUEUE: z.coerce.number().int().min(1).max(10_000).default(64),
  /** How those whose servers we ask can reach whoever runs this: an address or a page. */
  WAVELENGTH_CONTACT: z
    .string()
    .max(200)
    .regex(/^[\x20-\x27\x2a-\x7e]*$/, "Expected letters, digits and signs, without brackets")
    .optional(),
  /** A mirror or proxy that stands before all open collections: see `sources/collection-mirror.ts`. */
  WAVELENGTH_COLLECTIONS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Limits on what a stranger may bring (design §5). */
  WAVELENGTH_MAX_FILE_MB: z.coerce.number().positive().max(1_000).default(25),
  WAVELENGTH_MAX_MEGAPIXELS: z.coerce.number().positive().max(1_000).default(80),
  WAVELENGTH_DECODE_TIMEOUT_S: z.coerce.number().int().min(1).max(600).default(20),
  /** Requests that are logged: those that failed; these and what took over a second; all. */
  WAVELENGTH_LOG: z.enum(["errors", "slow", "all"]).default("slow"),
  /** Between saying that it closes and refusing connections, for a proxy that looks now and then. */
  WAVELENGTH_CLOSE_DELAY_S: z.coerce.number().min(0).max(300).default(0),
  /** What a server that is asked to end may take to finish what is in flight. */
  WAVELENGTH_CLOSE_TIMEOUT_S: z.coerce.number().positive().max(600).default(10),
});

export type LogLevel = z.infer<typeof schema>["WAVELENGTH_LOG"];

/** The settings of a process, parsed once. Paths are absolute. */
export interface Config {
  readonly dataDir: string;
  readonly thumbnailsDir: string;
  readonly store: StoreAddress;
  readonly modelDir: string;
  readonly host: string;
  readonly knownHosts: readonly string[];
  readonly providers: readonly ("cuda" | "webgpu" | "cpu")[];
  readonly embed: {
    /** Absent: 8 on the processor, 32 on a GPU. */
    readonly maxBatch: number | undefined;
    readonly maxWaitMs: number;
    readonly maxQueue: number;
  };
  readonly contact: string | undefined;
  readonly collectionsUrl: string | undefined;
  readonly limits: {
    readonly maxFileBytes: number;
    readonly maxPixels: number;
    readonly decodeTimeoutS: number;
  };
  readonly log: LogLevel;
  readonly close: { readonly delayS: number; readonly timeoutS: number };
}

/**
 * Parses the environment. An empty variable counts as unset.
 *
 * @throws {Error} one message that names every bad variable.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const result = schema.safeParse(present);
  if (!result.success) throw new Error(`Invalid environment:\n${z.prettifyError(result.error)}`);
  const parsed = result.data;
  const store = readStoreAddress(parsed.WAVELENGTH_STORE, parsed.WAVELENGTH_QDRANT_KEY);
  const dataDir = resolve(parsed.WAVELENGTH_DATA);
  return {
    dataDir,
    thumbnailsDir: resolve(parsed.WAVELENGTH_THUMBNAILS ?? join(dataDir, "thumbnails")),
    store,
    modelDir: resolve(parsed.WAVELENGTH_MODEL),
    host: parsed.WAVELENGTH_HOST,
    knownHosts: parsed.WAVELENGTH_HOSTS,
    providers: parsed.WAVELENGTH_PROVIDERS,
    embed: {
      maxBatch: parsed.WAVELENGTH_EMBED_MAX_BATCH,
      maxWaitMs: parsed.WAVELENGTH_EMBED_MAX_WAIT_MS,
      maxQueue: parsed.WAVELENGTH_EMBED_MAX_QUEUE,
    },
    contact: parsed.WAVELENGTH_CONTACT,
    collectionsUrl: parsed.WAVELENGTH_COLLECTIONS_URL,
    limits: {
      maxFileBytes: parsed.WAVELENGTH_MAX_FILE_MB * 1e6,
      maxPixels: parsed.WAVELENGTH_MAX_MEGAPIXELS * 1e6,
      decodeTimeoutS: parsed.WAVELENGTH_DECODE_TIMEOUT_S,
    },
    log: parsed.WAVELENGTH_LOG,
    close: {
      delayS: parsed.WAVELENGTH_CLOSE_DELAY_S,
      timeoutS: parsed.WAVELENGTH_CLOSE_TIMEOUT_S,
    },
  };
}
