import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Embedder } from "@/lib/embedding/embedder";
import type { UnitVector } from "@/lib/energy/unit-vector";
import { logEvent } from "@/lib/log-event";
import { NONSENSE } from "./nonsense";
import { type TermVectors, type TextVectors, termVectors, textsToEmbed } from "./term-vectors";

/** What {@link TermBook} needs. */
export interface TermBookOptions {
  /** Where vectors are kept from one start to the next; left out, they are kept in memory alone. */
  readonly dir?: string;
  /** Phrases that any encoder of pictures knows: the high end of its floor. */
  readonly phrases: readonly string[];
}

/**
 * The vocabulary as the loaded model's text tower sees it: embedded once a model (some 4,000 short
 * texts, 11 CPU seconds with wavelength-1), kept in the data folder under the model's id and a hash
 * of the texts, so that another model, or another word, makes another file (docs/adr/0015).
 *
 * The one place of `lib/words` that touches the disk.
 */
export class TermBook {
  readonly #embedder: Embedder;
  readonly #options: TermBookOptions;
  #vectors: Promise<TermVectors> | undefined;
  #loaded: TermVectors | undefined;

  constructor(embedder: Embedder, options: TermBookOptions) {
    this.#embedder = embedder;
    this.#options = options;
  }

  /**
   * The vectors; embeds them the first time, one text after the other, so that visitors' words wait
   * for one at most. `undefined` for a model without a text tower. A failure is not remembered.
   *
   * @throws {AppError} what `Embedder.embedText` throws.
   */
  async get(): Promise<TermVectors | undefined> {
    if (!this.#embedder.model.hasText) return undefined;
    this.#vectors ??= this.#load().catch((error) => {
      this.#vectors = undefined;
      throw error;
    });
    this.#loaded = await this.#vectors;
    return this.#loaded;
  }

  /** The vectors if they are there already, else nothing: for what must not wait for them. */
  now(): TermVectors | undefined {
    return this.#loaded;
  }

  async #load(): Promise<TermVectors> {
    const { dir, phrases } = this.#options;
    const texts = textsToEmbed(phrases, NONSENSE);
    const { id, dims } = this.#embedder.model;
    const file = dir && join(dir, `words-${id}-${hashOf(texts)}.f32`);
    const kept = file && unpack(await readFile(file).catch(() => undefined), texts.length, dims);
    if (kept) return termVectors(kept, phrases.length);
    const vectors: TextVectors[] = [];
    for (const text of texts) vectors.push(await this.#embedder.embedText(text));
    if (file) await keep(file, pack(vectors, dims));
    return termVectors(vectors, phrases.length);
  }
}

type Dims = Embedder["model"]["dims"];

function hashOf(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 12);
}

function pack(vectors: readonly TextVectors[], { subject, style }: Dims): Float32Array {
  const packed = new Float32Array(vectors.length * (subject + style));
  vectors.forEach((vector, i) => {
    packed.set(vector.subject, i * (subject + style));
    packed.set(vector.style, i * (subject + style) + subject);
  });
  return packed;
}

/** `undefined` for a file that is not there, or not whole. */
function unpack(
  bytes: Buffer | undefined,
  count: number,
  { subject, style }: Dims,
): TextVectors[] | undefined {
  if (bytes?.length !== 4 * count * (subject + style)) return undefined;
  // A copy: a Buffer may begin where no float32 can.
  const packed = new Float32Array(Uint8Array.from(bytes).buffer);
  return Array.from({ length: count }, (_, i) => {
    const at = i * (subject + style);
    return {
      subject: packed.subarray(at, at + subject) as UnitVector,
      style: packed.subarray(at + subject, at + subject + style) as UnitVector,
    };
  });
}

/** Without room or rights to write it is embedded again at the next start; nothing else is lost. */
async function keep(file: string, packed: Float32Array): Promise<void> {
  try {
    await mkdir(join(file, ".."), { recursive: true });
    // Of several servers that share the folder, each writes a file of its own.
    const beside = `${file}.${randomBytes(6).toString("hex")}.new`;
    await writeFile(beside, new Uint8Array(packed.buffer));
    await rename(beside, file);
  } catch (error) {
    logEvent("words_not_kept", { error: String(error) });
  }
}
