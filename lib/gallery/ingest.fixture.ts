import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import type { Embedder } from "@/lib/embedding/embedder";
import { energyLayout } from "@/lib/energy/aspects";
import { normalize } from "@/lib/energy/unit-vector";
import { openMemoryStore } from "@/lib/store/memory-store";
import type { StoredImage, VectorStore } from "@/lib/store/vector-store";
import { type IngestSettings, type IngestState, ingest } from "./ingest";
import { Downloader } from "./sources/downloader";
import { openSource } from "./sources/open-source";
import { ThumbnailFolder } from "./thumbnail-folder";
import type { Thumbnails } from "./thumbnails";

const DIMS = { subject: 3, style: 2, copy: 2 };
const SIDE = 8;
const LIMITS = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };

/** An embedder that needs no model: subject is the mean colour. It counts what it is asked. */
export function countingEmbedder(maxQueue = 64): Embedder & { asked: number; atOnce: number } {
  let inHand = 0;
  const embedder = {
    asked: 0,
    atOnce: 0,
    model: {
      id: "counting",
      provider: "cpu" as const,
      rejected: [],
      imageSize: SIDE,
      fit: "fill" as const,
      dims: DIMS,
      hasText: false,
    },
    status: () => ({ state: "ready" as const, queueDepth: inHand, maxQueue, maxBatch: 8 }),
    async embedImage(pixels: Uint8Array) {
      embedder.asked++;
      embedder.atOnce = Math.max(embedder.atOnce, ++inHand);
      await new Promise(setImmediate);
      inHand--;
      const mean = [0, 1, 2].map((channel) =>
        pixels.reduce((sum, byte, i) => (i % 3 === channel ? sum + byte : sum), 1),
      );
      return {
        subject: normalize(Float32Array.from(mean)),
        style: normalize(Float32Array.of(1, 1)),
        copy: normalize(Float32Array.of(1, 0)),
      };
    },
    embedText: () => Promise.reject(new Error("Expected no words")),
    close: async () => {},
  };
  return embedder;
}

type Changes = Partial<IngestSettings> & {
  readonly folders?: readonly string[];
  readonly downloader?: Downloader;
};

/** A folder of pictures and a gallery to take them into. */
export interface TestGallery {
  /** Where pictures are put. */
  readonly folder: string;
  readonly dataDir: string;
  readonly store: VectorStore;
  readonly thumbnails: Thumbnails;
  readonly embedder: ReturnType<typeof countingEmbedder>;
  /** Writes a file below the folder. @returns its path. */
  put(name: string, content: Buffer | string): Promise<string>;
  /** @param changes of what is used else; `folders`, archives or lists instead of the one folder. */
  add(changes?: Changes): Promise<IngestState>;
  /** All images, those with the first path first. */
  images(): Promise<StoredImage[]>;
  dispose(): Promise<void>;
}

export async function makeTestGallery(): Promise<TestGallery> {
  const root = await mkdtemp(join(tmpdir(), "wavelength-ingest-"));
  const [folder, dataDir] = [join(root, "pictures"), join(root, "data")];
  await mkdir(folder);
  const thumbnailsDir = join(dataDir, "thumbnails");
  const thumbnails = new ThumbnailFolder(thumbnailsDir);
  const embedder = countingEmbedder();
  const layout = energyLayout(DIMS);
  const store = openMemoryStore({ modelId: "counting", layout, copyDims: DIMS.copy });
  return {
    folder,
    dataDir,
    store,
    thumbnails,
    embedder,
    async put(name, content) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    async add({ folders = [folder], ...changes } = {}) {
      const downloader = new Downloader({ limits: LIMITS });
      const settings = {
        ...{ store, embedder, dataDir, thumbnails, thumbnailsDir, limits: LIMITS, downloader },
        ...changes,
      };
      const sources = await Promise.all(folders.map((path) => openSource(path, settings)));
      try {
        return await ingest({ sources, ...settings });
      } finally {
        await Promise.all(sources.map((source) => source.close?.()));
      }
    },
    async images() {
      const images: StoredImage[] = [];
      for await (const batch of store.scan()) images.push(...batch);
      const first = (image: StoredImage) => image.locations[0]?.path ?? "";
      return images.sort((a, b) => (first(a) < first(b) ? -1 : 1));
    },
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}

/** A picture that is unlike that of any other number. */
export function picture(n: number, width = 24, height = 16): Sharp {
  const background = { r: (n * 67) % 256, g: (n * 151) % 256, b: (n >> 4) % 256 };
  return sharp({ create: { width, height, channels: 3, background } });
}

/** {@link picture} as a PNG file. */
export function png(n: number): Promise<Buffer> {
  return picture(n).png().toBuffer();
}
