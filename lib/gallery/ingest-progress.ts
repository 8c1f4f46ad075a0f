import { z } from "zod/mini";

/** How far an ingest has come: `GET /api/ingest`, and a line of `npm run add -- --json`. */
export const ingestProgress = z.object({
  state: z.enum(["idle", "running", "done", "failed"]),
  /** What is added: a folder, or a collection's name. */
  folder: z.optional(z.string()),
  found: z.int(),
  done: z.int(),
  /** Images that are in the gallery for good. */
  added: z.int(),
  /** Files of images that it had already. */
  known: z.int(),
  /** Files of images that stay out because they were removed by hand. */
  removed: z.int(),
  /** How many files were skipped; `skipped` names the first of them. */
  skippedCount: z.int(),
  skipped: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  /** Processes that are at it. */
  workers: z.optional(z.int()),
  /** Of late. */
  imagesPerSecond: z.number(),
  /** Absent while that cannot be told. */
  secondsLeft: z.optional(z.number()),
  /** Whether it was started in the interface, and can be stopped there. */
  isStoppable: z.optional(z.boolean()),
  /** It is done because it was asked to stop. */
  isStopped: z.optional(z.boolean()),
  /** Why it failed. */
  message: z.optional(z.string()),
});
export type IngestProgress = z.infer<typeof ingestProgress>;
