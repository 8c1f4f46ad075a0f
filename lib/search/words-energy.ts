import type { TextEmbedding } from "@/lib/embedding/embedder";
import { blockOf, type EnergyLayout } from "@/lib/energy/aspects";
import { namesManner } from "@/lib/words/names-manner";
import { readWords } from "@/lib/words/read-words";

/**
 * Words as an energy vector: palette and light from the colours and the light they name, subject
 * from the text tower, style too where they say how a picture is made or feels. Words of colour and
 * light alone have no subject and no style.
 *
 * @param text what {@link readWords} reads.
 * @param embedding what the text tower makes of it; `undefined` for a model without one.
 */
export function wordsEnergy(
  text: string,
  embedding: Pick<TextEmbedding, "subject" | "style"> | undefined,
  layout: EnergyLayout,
): Float32Array<ArrayBuffer> {
  const energy = lookingLike(text, readWords(text).isOnlyLook ? undefined : embedding, layout);
  if (layout.blocks.style.dims > 0 && !namesManner(text)) blockOf(energy, "style", layout).fill(0);
  return energy;
}

/** An energy with the subject and style of an embedding and the palette and light of a text. */
export function lookingLike(
  text: string,
  embedding: Pick<TextEmbedding, "subject" | "style"> | undefined,
  layout: EnergyLayout,
): Float32Array<ArrayBuffer> {
  const { palette, light } = readWords(text);
  const energy = new Float32Array(layout.total);
  const { blocks } = layout;
  if (embedding) {
    energy.set(embedding.subject, blocks.subject.offset);
    energy.set(embedding.style, blocks.style.offset);
  }
  if (palette) energy.set(palette, blocks.palette.offset);
  if (light) energy.set(light, blocks.light.offset);
  return energy;
}
