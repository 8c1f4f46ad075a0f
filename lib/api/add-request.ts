import { z } from "zod";
import { COLLECTION_NAMES, DEFAULT_WORKS } from "@/lib/gallery/sources/open-collection";

const MAX_QUERY_CHARS = 300;
/** More is for the command line, which shows what each page brings. */
const MAX_WORKS = 10_000;

/** What the owner may add in the interface. No command can be given a NUL. */
export const addRequest = z.union([
  z.strictObject({
    folder: z
      .string()
      .min(1)
      .max(4_096)
      .refine((path) => !path.includes("\0"), "Expected a path without NUL"),
  }),
  z.strictObject({
    collection: z.enum(COLLECTION_NAMES),
    query: z
      .string()
      .trim()
      .min(1)
      .max(MAX_QUERY_CHARS)
      .regex(/^\P{Cc}*$/u, "Expected words without control characters")
      .optional(),
    /** Works. */
    limit: z.int().min(1).max(MAX_WORKS).default(DEFAULT_WORKS),
  }),
]);
export type AddRequest = z.infer<typeof addRequest>;
