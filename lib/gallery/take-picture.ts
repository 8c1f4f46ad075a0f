import { stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import type { Embedder } from "@/lib/embedding/embedder";
import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation, VectorStore } from "@/lib/store/vector-store";
import type { BusyTime } from "./busy-time";
import type { PictureLimits } from "./decode";
import type { ImageDetails } from "./image-details";
import { type KnownFiles, placeWithTheSay, withLocation } from "./known-files";
import { readMetadata } from "./metadata";
import { energyOf, imageIdOf, prepareGuest } from "./prepare-guest";
import type { RowWriter } from "./row-writer";
import type { Saying, SourceItem } from "./sources/source";
import { writeThumbnails } from "./thumbnails";

/** What became of an item: its image is new or made anew, was there, stays out; or it is none. */
type Outcome = "taken" | "known" | "removed" | "others";

interface Taking {
  readonly store: VectorStore;
  readonly embedder: Embedder;
  readonly dataDir: string;
  readonly limits: PictureLimits;
  readonly again: boolean;
  readonly removed: ReadonlySet<ImageId>;
  readonly known: KnownFiles;
  readonly writer: RowWriter;
  readonly embedding: BusyTime;
  /** Hears of an image that the gallery did not have, before its row is written. */
  readonly onNew: (id: ImageId) => void;
}

/** Takes one item after the other, or several at once, into the gallery. */
export class PictureTaker {
  readonly #with: Taking;
  readonly #inHand = new Map<ImageId, Promise<unknown>>();
  /** Made by this ingest: not again, whatever was asked. */
  readonly #made = new Set<ImageId>();

  constructor(taking: Taking) {
    this.#with = taking;
  }

  /**
   * @param signal ends a read that nobody waits for any more.
   * @throws {AppError} `image_…`, `link_…` when something is wrong with this item; what the embedder,
   *   the store and the file system throw.
   */
  async take(item: SourceItem, signal: AbortSignal): Promise<Outcome> {
    const { known, again, removed } = this.#with;
    const { path, saying } = item;
    const unchanged = again ? undefined : known.unchanged(item);
    if (unchanged && this.#saysNothingNew(unchanged, path, saying)) return "known";
    const bytes = await item.read(signal);
    if (!bytes) return "others";
    const place: ImageLocation = {
      path,
      bytes: item.bytes ?? bytes.length,
      modifiedMs: item.modifiedMs ?? 0,
      ...(saying ? { said: saying.fingerprint } : {}),
    };
    const id = imageIdOf(bytes);
    if (!again && removed.has(id)) return "removed";
    // The same picture twice in one ingest: the second waits until the first is a row or has failed.
    while (this.#inHand.has(id)) await this.#inHand.get(id);
    if (known.has(id) && (!again || this.#made.has(id))) {
      await this.#findAgain(id, bytes, place, saying);
      return "known";
    }
    const making = this.#makeRow(id, bytes, place, saying);
    this.#inHand.set(
      id,
      making.catch(() => {}),
    );
    try {
      await making;
    } finally {
      this.#inHand.delete(id);
    }
    return "taken";
  }

  #saysNothingNew(id: ImageId, path: string, saying: Saying | undefined): boolean {
    const before = this.#with.known.get(id)?.locations.find((place) => place.path === path);
    return saying === undefined || before?.said === saying.fingerprint;
  }

  async #makeRow(
    id: ImageId,
    bytes: Buffer,
    place: ImageLocation,
    saying: Saying | undefined,
  ): Promise<void> {
    const { known, store, embedder, dataDir, limits, writer, embedding, onNew } = this.#with;
    const picture = await prepareGuest(bytes, embedder.model, limits);
    const [vectors] = await Promise.all([
      embedding.during(() => embedder.embedImage(picture.square)),
      writeThumbnails(dataDir, id, picture.pixels),
    ]);
    const before = known.get(id);
    const locations = withLocation(before?.locations ?? [], place);
    const isSaidHere = placeWithTheSay(locations) === (saying ? place.path : undefined);
    const details =
      before && !isSaidHere ? before.details : detailsOf(bytes, saying, picture.format);
    if (!before) onNew(id);
    known.keep(id, { locations, details });
    this.#made.add(id);
    await writer.addRow({
      id,
      width: picture.width,
      height: picture.height,
      thumbhash: picture.thumbhash,
      details,
      locations,
      addedMs: Date.now(),
      energy: energyOf(vectors, picture.palette, picture.light, store.schema.layout),
      copy: vectors.copy,
    });
    await this.#leave(place.path, id);
  }

  /** An image that is there lies in one more place, or other things are said of it. */
  async #findAgain(
    id: ImageId,
    bytes: Buffer,
    place: ImageLocation,
    saying: Saying | undefined,
  ): Promise<void> {
    const { known, writer } = this.#with;
    const before = known.get(id);
    if (!before) return;
    const gone = await Promise.all(before.locations.map(({ path }) => isGone(path)));
    // Looked up again: meanwhile another place may have been found.
    const { locations: found, details: old } = known.get(id) ?? before;
    const stays = found.filter((location) => !gone[before.locations.indexOf(location)]);
    const locations = withLocation(stays, place);
    const isSaidHere = saying && placeWithTheSay(locations) === place.path;
    const details = isSaidHere ? detailsOf(bytes, saying, old.format) : old;
    known.keep(id, { locations, details });
    await writer.place(id, { locations, details });
    await this.#leave(place.path, id);
  }

  /** What lay in a place before is there no more; an image keeps the last place it was seen in. */
  async #leave(path: string, now: ImageId): Promise<void> {
    const { known, writer } = this.#with;
    for (const id of known.outdated(path, now)) {
      const before = known.get(id);
      if (!before) continue;
      const locations = before.locations.filter((location) => location.path !== path);
      known.keep(id, { ...before, locations });
      await writer.place(id, { ...before, locations });
    }
  }
}

/** What the source says, and where it says nothing, the file itself. */
function detailsOf(
  bytes: Buffer,
  saying: Saying | undefined,
  format: string | undefined,
): ImageDetails {
  return { ...readMetadata(bytes), ...saying?.details, ...(format ? { format } : {}) };
}

/**
 * Whether a file was moved or deleted, or the archive that it was in. A place that cannot be looked
 * at counts as there, and so does a link: nobody is asked again.
 */
async function isGone(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  try {
    await stat(path);
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return false;
    const archive = path.lastIndexOf("!");
    return archive < 0 || isGone(path.slice(0, archive));
  }
}
