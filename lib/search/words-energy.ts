import type { TextEmbedding } from "@/lib/embedding/embedder";
import type { EnergyLayout } from "@/lib/energy/aspects";

/** Words as an energy vector: subject and style from the text tower, no palette, no light. */
export function wordsEnergy(
  embedding: Pick<TextEmbedding, "subject" | "style">,
  layout: EnergyLayout,
): Float32Array<ArrayBuffer> {
  const energy = new Float32Array(layout.total);
  energy.set(embedding.subject, layout.blocks.subject.offset);
  energy.set(embedding.style, layout.blocks.style.offset);
  return energy;
}
