import { z } from "zod";

/*
 * The file that "Everything, as JSON" writes. docs/trail-export.schema.json is made of this and
 * documents it; a test holds the two together. A field is only ever added: anything else may be beside it, and
 * whoever reads a file ignores what it does not know. A change that is none raises `version`.
 */

const weight = z.number().min(0).max(1);
const perAspect = z.object({ subject: weight, style: weight, palette: weight, light: weight });
const imageId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{11}$/)
  .describe("First 64 bits of the SHA-256 of the image's file, in base64url");

const source = z
  .union([
    z.object({ kind: z.enum(["image", "guest"]), id: imageId }),
    z.object({ kind: z.literal("words"), text: z.string() }),
  ])
  .describe("An image of the gallery, a picture from outside, or words");

const ingredient = z.object({
  source,
  weight: z.number().min(-1).max(1).describe("Above 0 it pulls, below 0 it pushes"),
  crop: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
    .optional()
    .describe("Part of the image, in fractions of its width and height"),
  aspects: perAspect.optional().describe("How much each of its aspects counts; absent: fully"),
  isHeld: z.literal(true).optional().describe("It goes along to the next hop"),
});

const filters = z.object({
  made: z.array(z.enum(["generator", "person", "unknown"])).optional(),
  orientation: z.array(z.enum(["landscape", "portrait", "square"])).optional(),
  licence: z.array(z.string()).optional(),
  source: z.array(z.string()).optional(),
  yearFrom: z.int().optional(),
  yearTo: z.int().optional(),
  isTwin: z.literal(true).optional().describe("Two columns: what generators made, and all else"),
});

const pole = z.object({
  name: z.string().describe("What this end is called"),
  sources: z.array(source).min(1).describe("What it is made of"),
});

const compass = z.object({
  axis: z.object({ low: pole, high: pole }).describe("The way from one end to the other"),
  amount: z
    .number()
    .min(-1)
    .max(1)
    .describe("From the low end (-1) to the high one (1); at 0 nothing is turned"),
});

const recipe = z.object({
  ingredients: z.array(ingredient),
  dials: perAspect.describe("How much each aspect counts"),
  wander: z.number().min(0).max(1).describe("From closest (0) to surprise me (1)"),
  isWanderHeld: z.literal(true).optional().describe("It goes along to the next hop as it is"),
  isApart: z
    .literal(true)
    .optional()
    .describe("Any of the ingredients that pull, instead of what they have in common"),
  compass: compass.optional().describe("A fifth dial: an axis, and how far the wall is turned"),
  filters: filters.describe("What the wall may show; empty for anything"),
});

const hop = z.object({
  parent: z.int().min(-1).describe("Index of the hop that it was reached from; -1 for a root"),
  title: z.string().describe("What it is called on screen"),
  name: z.string().optional().describe("Given by hand"),
  note: z.string().optional(),
  recipe,
  unknown: z.base64().optional().describe("What a newer version wrote into the code"),
});

const guest = z.object({
  id: imageId,
  model: z.string().describe("The model that embedded it"),
  thumbhash: z.base64().describe("Its blur (https://evanw.github.io/thumbhash/)"),
  vector: z.base64().describe("Its energy, int8"),
});

const trail = z.object({
  code: z.string().describe("What stands after /t/ in its link: docs/trail-code.md"),
  name: z.string().optional(),
  model: z.string().describe("The model whose vectors it was made with"),
  gallery: z
    .object({ id: z.string(), revision: z.int() })
    .describe("The gallery and its revision when the last hop was written"),
  tip: z.int().min(-1).describe("Index of the hop that is looked at"),
  fork: z
    .object({
      hop: z.int().min(1).describe("Which hop it was walked on from, along the path to it"),
      of: z.int().describe("Fingerprint of that trail as it was then"),
    })
    .optional()
    .describe("Absent for a trail that was begun by whoever walked it"),
  hops: z.array(hop).describe("In order of creation: a parent comes before its children"),
  guests: z.array(guest),
  axes: z
    .base64()
    .optional()
    .describe("Its compass axes as the code has them, where not all are understood"),
  unknown: z.base64().optional().describe("What a newer version wrote into the code"),
});

const credited = {
  number: z.int().min(1).describe("Its number on the contact sheet"),
  credit: z.string().describe("The line that is owed to it; what is not known is said to be"),
};

const item = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("image"),
    ...credited,
    id: imageId,
    files: z
      .enum(["whole", "original_missing", "thumbnail_missing", "not_in_gallery"])
      .describe("What is left of it where it was taken from"),
    width: z.int().optional().describe("px"),
    height: z.int().optional().describe("px"),
    thumbhash: z.base64().optional(),
    details: z
      .object({
        title: z.string().optional(),
        artist: z.string().optional(),
        year: z.int().optional(),
        licence: z.string().optional(),
        source: z.string().optional(),
        link: z.string().optional(),
        medium: z.string().optional(),
        generated: z.boolean().optional(),
        mature: z.boolean().optional(),
      })
      .optional()
      .describe("All that the gallery knows of it; absent where it is not in it"),
  }),
  z.object({ kind: z.literal("guest"), ...credited, id: imageId, thumbhash: z.base64() }),
  z.object({ kind: z.literal("words"), ...credited, text: z.string() }),
]);

/** A trail or a board as a file. */
export const exportFile = z
  .object({
    format: z.literal("wavelength-export"),
    version: z.literal(1),
    name: z.string(),
    from: z
      .object({
        model: z.string(),
        gallery: z.object({ id: z.string(), revision: z.int() }),
      })
      .describe("Where it was taken from: the model and the gallery of that server"),
    trail: trail.optional().describe("Absent for a board"),
    items: z.array(item).describe("What the contact sheet shows, each thing once"),
    pushed: z
      .array(z.object({ id: imageId, credit: z.string() }))
      .describe("Images that the trail stays away from"),
    palette: z
      .array(z.object({ name: z.string(), rgb: z.string(), share: z.number() }))
      .describe("Its colours, largest share first"),
  })
  .meta({ title: "A trail or a board of Wavelength" });

/** As it is written, nothing of it to be changed. */
export type ExportFile = DeepReadonly<z.infer<typeof exportFile>>;

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
