import { LRUCache } from "lru-cache";
import type { Embedder, TextEmbedding } from "./embedder";

/** Texts that are remembered: 1 MB of vectors. */
const MAX_TEXTS = 500;

/**
 * An embedder that reads the same words once: a dial that is turned beside words asks for them with
 * every step. A failure is not remembered.
 */
export function rememberTexts(embedder: Embedder): Embedder {
  const known = new LRUCache<string, TextEmbedding>({ max: MAX_TEXTS });
  return {
    model: embedder.model,
    status: () => embedder.status(),
    embedImage: (pixels, signal) => embedder.embedImage(pixels, signal),
    async embedText(text, signal) {
      signal?.throwIfAborted();
      const before = known.get(text);
      if (before) return before;
      const embedding = await embedder.embedText(text, signal);
      known.set(text, embedding);
      return embedding;
    },
    close: () => embedder.close(),
  };
}
