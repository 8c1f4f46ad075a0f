import { channel } from "node:diagnostics_channel";

/** Caches that say whether they knew an answer. */
export type CacheName =
  | "texts"
  | "crops"
  | "previews"
  | "opening_walls"
  | "feeds"
  | "facets"
  | "compass_axes";

/** Queues that work is taken from. */
export type QueueName = "embed_images" | "embed_texts" | "scan";

/** What a part of the app has just done. */
export type Work =
  | { readonly kind: "cache"; readonly cache: CacheName; readonly isHit: boolean }
  | {
      /** Work that was taken from a queue together and is done, well or not. */
      readonly kind: "batch";
      readonly queue: QueueName;
      /** How long each item of it waited, in ms. */
      readonly waitedMs: readonly number[];
      readonly ranMs: number;
    };

/**
 * Node's own channel, which is one a process by its name, however often Next bundles this module.
 * Parts tell of their work without knowing who measures it; a command in which nobody listens pays
 * one comparison.
 */
const work = channel("wavelength.work");

/** Tells whoever listens. Never throws. */
export function tellWork(done: Work): void {
  if (work.hasSubscribers) work.publish(done);
}

/** Calls `listener` at all work that is told from now on. */
export function onWork(listener: (done: Work) => void): void {
  work.subscribe((done) => listener(done as Work));
}
