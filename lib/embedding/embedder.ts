import type { UnitVector } from "@/lib/energy/unit-vector";

/** What a loaded model is, for whoever feeds it or stores its vectors. */
export interface ModelDescription {
  /** `id` of the manifest; vectors belong to it. */
  readonly id: string;
  /** The execution provider that runs it: the one whose warm-up succeeded. */
  readonly provider: "cuda" | "webgpu" | "cpu";
  /** Providers that were tried first and lost their turn, each with its reason. */
  readonly rejected: readonly { readonly provider: string; readonly reason: string }[];
  /** Side of the square input, in pixels. */
  readonly imageSize: number;
  /** How a picture becomes that square: `fill` squashes it, `cover` cuts its centre. */
  readonly fit: "fill" | "cover";
  /** Dims by output; 0 where the model has no such output. */
  readonly dims: { readonly subject: number; readonly style: number; readonly copy: number };
  readonly hasText: boolean;
}

/** What the model sees in a picture. `style` and `copy` are empty where it has no such output. */
export interface ImageEmbedding {
  readonly subject: UnitVector;
  readonly style: UnitVector;
  readonly copy: UnitVector;
}

/** What the model makes of words. */
export interface TextEmbedding {
  readonly subject: UnitVector;
  readonly style: UnitVector;
  /** Characters of the text, from its start, that fitted into the encoder's limit. */
  readonly usedChars: number;
}

/** How busy the embedder is; for `/api/health`. */
interface EmbedderStatus {
  readonly state: "ready" | "restarting" | "closed";
  readonly queueDepth: number;
  readonly maxQueue: number;
  /** Pictures that it works on at a time: with fewer it has not got its fill. */
  readonly maxBatch: number;
}

/** Pixels and words to aspect vectors. */
export interface Embedder {
  readonly model: ModelDescription;
  status(): EmbedderStatus;

  /**
   * @param pixels RGB8, HWC, `imageSize × imageSize × 3` bytes, sRGB, orientation applied. The
   *   buffer may be transferred to another thread: do not use it afterwards.
   * @throws {AppError} `embedder_overloaded` at once when `maxQueue` pictures wait;
   *   `embedder_unavailable` when the worker died with it in flight.
   */
  embedImage(pixels: Uint8Array, signal?: AbortSignal): Promise<ImageEmbedding>;

  /**
   * @param text any UTF-8; what is past the encoder's limit is cut, see `usedChars`.
   * @throws {AppError} `invalid_request` when the model has no text tower; else as `embedImage`.
   */
  embedText(text: string, signal?: AbortSignal): Promise<TextEmbedding>;

  /** Finishes what is in flight, rejects what waits, ends the worker. Closing twice is harmless. */
  close(): Promise<void>;
}
