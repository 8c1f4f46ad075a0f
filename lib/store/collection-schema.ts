import { z } from "zod";
import type { StoreSchema } from "./vector-store";

/** What a collection says of itself, written down with it by every store that outlives a process. */
export const collectionSchema = z.object({
  format: z.literal(1),
  galleryId: z.string(),
  modelId: z.string(),
  copyDims: z.number(),
  layout: z.object({
    total: z.number(),
    blocks: z.record(z.string(), z.object({ offset: z.number(), dims: z.number() })),
  }),
});

type Collection = z.infer<typeof collectionSchema>;

/** Whether a collection's vectors are those of a model. Blocks that the model does not know do no harm. */
export function isSameModel(collection: Collection, schema: StoreSchema): boolean {
  return (
    collection.modelId === schema.modelId &&
    collection.copyDims === schema.copyDims &&
    collection.layout.total === schema.layout.total &&
    Object.entries(schema.layout.blocks).every(
      ([aspect, { offset, dims }]) =>
        collection.layout.blocks[aspect]?.offset === offset &&
        collection.layout.blocks[aspect]?.dims === dims,
    )
  );
}

/** A model in a message: "wavelength-1 (512 + 128 dimensions)". */
export function describeModel({ modelId, layout, copyDims }: Collection | StoreSchema): string {
  return `${modelId} (${layout.total} + ${copyDims} dimensions)`;
}
