import { z } from "zod/mini";

/**
 * What is known of an image besides its pixels: from `gallery.jsonl` beside it, else from its own
 * EXIF, XMP, IPTC or PNG text. Any field may be missing; nothing is guessed.
 */
export const imageDetails = z.object({
  title: z.optional(z.string()),
  artist: z.optional(z.string()),
  /** Year of making; negative before the common era. */
  year: z.optional(z.int().check(z.minimum(-10_000), z.maximum(9_999))),
  medium: z.optional(z.string()),
  style: z.optional(z.string()),
  /** What is in it, as the source says (a family, a class, a genre). */
  label: z.optional(z.string()),
  licence: z.optional(z.string()),
  source: z.optional(z.string()),
  /** http(s) address of the page about it. */
  link: z.optional(z.url({ protocol: /^https?$/ })),
  /** Whether a generator made it; absent when nothing says so either way. */
  generated: z.optional(z.boolean()),
  mature: z.optional(z.boolean()),
  /** sharp's name of the file's format: "jpeg", "png", "webp", "avif", "gif", "tiff", "svg". */
  format: z.optional(z.string()),
  /** Every further field of its line in `gallery.jsonl`, as it stands there. */
  extra: z.optional(z.record(z.string(), z.unknown())),
});

export type ImageDetails = z.infer<typeof imageDetails>;
