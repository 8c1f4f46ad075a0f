import { z } from "zod";

/**
 * What is known of an image besides its pixels: from `gallery.jsonl` beside it, else from its own
 * EXIF, XMP, IPTC or PNG text. Any field may be missing; nothing is guessed.
 */
export const imageDetails = z.object({
  title: z.string().optional(),
  artist: z.string().optional(),
  /** Year of making; negative before the common era. */
  year: z.number().int().min(-10_000).max(9_999).optional(),
  medium: z.string().optional(),
  style: z.string().optional(),
  /** What is in it, as the source says (a family, a class, a genre). */
  label: z.string().optional(),
  licence: z.string().optional(),
  source: z.string().optional(),
  /** http(s) address of the page about it. */
  link: z.url({ protocol: /^https?$/ }).optional(),
  /** Whether a generator made it; absent when nothing says so either way. */
  generated: z.boolean().optional(),
  mature: z.boolean().optional(),
  /** sharp's name of the file's format: "jpeg", "png", "webp", "avif", "gif", "tiff", "svg". */
  format: z.string().optional(),
  /** Every further field of its line in `gallery.jsonl`, as it stands there. */
  extra: z.record(z.string(), z.unknown()).optional(),
});

export type ImageDetails = z.infer<typeof imageDetails>;
