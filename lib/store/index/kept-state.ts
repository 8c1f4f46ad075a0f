import { z } from "zod";
import type { ImageId } from "@/lib/energy/image-id";

/** Grows with every change of what is kept and how. */
export const KEPT_FORMAT = 2;

/** Rows and records of a stretch, in a folder of its own: never changed. */
const partSchema = z.object({
  name: z.string(),
  firstRow: z.number(),
  rows: z.number(),
  firstRecord: z.number(),
  recordBytes: z.number(),
  /** Of its segments of the arena. */
  segmentsSum: z.number(),
});
export type Part = z.infer<typeof partSchema>;

/** Which state counts: small, as it is looked at whenever somebody wants to keep another one. */
export const currentSchema = z.object({
  format: z.literal(KEPT_FORMAT),
  /** Of what it was made from and for: another one is of no use. */
  key: z.string(),
  /** Of the state's files, and of this version. */
  name: z.string(),
  /** Of the state's file. */
  stateSum: z.number(),
});
export type Current = z.infer<typeof currentSchema>;

const stampSchema = z.object({ clock: z.number(), writer: z.string() });
const idSchema = z.custom<ImageId>((value) => typeof value === "string");

/** What is kept beside columns and parts, and how far of the log is in it. */
export const stateSchema = z.object({
  parts: z.array(partSchema),
  position: z.object({
    version: z.number(),
    committedMs: z.number().optional(),
    events: z.number(),
    nextRowId: z.string(),
    clocks: z.array(z.tuple([z.string(), z.number()])),
  }),
  saved: z.object({
    rows: z.number(),
    writers: z.array(z.string()),
    licences: z.array(z.string()),
    sources: z.array(z.string()),
    clock: z.number(),
    recordsEnd: z.number(),
    tombstones: z.array(z.tuple([idSchema, stampSchema])),
    patches: z.array(
      z.tuple([idSchema, z.object({ stamp: stampSchema, said: z.custom<never>() })]),
    ),
  }),
  densityKey: z.string(),
  /** Of the file with columns and densities. */
  columnsSum: z.number(),
});
export type State = z.infer<typeof stateSchema>;
