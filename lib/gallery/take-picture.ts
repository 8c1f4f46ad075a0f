import { stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import type { Embedder } from "@/lib/embedding/embedder";
import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation, VectorStore } from "@/lib/store/vector-store";
import { claimName } from "./crew/claims";
import type { Crew, Settlement } from "./crew/crew";
import type { Outcome } from "./crew/journal";
import type { PictureLimits } from "./decode";
import type { ImageDetails } from "./image-details";
import { type KnownFiles, NOWHERE, placeWithTheSay, withLocation } from "./known-files";
import { readMetadata } from "./metadata";
import { energyOf, imageIdOf, prepareGuest } from "./prepare-guest";
import type { RowWriter } from "./row-writer";
import type { SourceTally } from "./source-tally";
import type { Saying, SourceItem } from "./sources/source";
import type { Stages } from "./stages";
import { makeThumbnails, type Thumbnails } from "./thumbnails";

/** What taking pictures needs. */
export interface Taking {
  readonly store: VectorStore;
  readonly embedder: Embedder;
  readonly thumbnails: Thumbnails;
  readonly limits: PictureLimits;
  readonly again: boolean;
  readonly removed: ReadonlySet<ImageId>;
  readonly known: KnownFiles;
  /** Whether that is what was known a while ago: an image is looked up before it is made or placed. */
  readonly isOld: boolean;
  readonly crew: Crew;
  readonly writer: RowWriter<TakenItem>;
  readonly stages: Stages;
}

/**
 * What became of an item. One that is added, made anew or known will be settled when that is durable;
 * one that is busy is in another worker's hands, and can be tried again.
 */
type Taken = Exclude<Outcome, "skipped"> | "busy";

/** An item that this worker has claimed, and where it is counted. */
export interface ClaimedItem {
  readonly item: SourceItem;
  readonly claim: string;
  readonly tally: SourceTally;
}

/** What a durable write settles; one that says where an image is no more is no item's. */
export interface TakenItem extends Settlement {
  readonly tally?: SourceTally;
}

/** What lies at an item's path now. */
interface Found {
  readonly id: ImageId;
  readonly bytes: Buffer;
  readonly place: ImageLocation;
  readonly saying: Saying | undefined;
}

/** Takes one item after the other, or several at once, into the gallery. */
export class PictureTaker {
  readonly #with: Taking;
  readonly #inHand = new Map<ImageId, Promise<unknown>>();
  /** Made by this ingest: not again, whatever was asked. */
  readonly #made = new Set<ImageId>();
  readonly #startedMs = Date.now();
  /** Images that have left a path but are in another worker's hands. */
  #leaving: { readonly path: string; readonly id: ImageId }[] = [];
  /** How much others had said when the store was read last. */
  #heard = 0;

  constructor(taking: Taking) {
    this.#with = taking;
  }

  /** Whether nothing has to be done for an item, told without reading it. */
  isKnown(item: SourceItem): boolean {
    const { known, again } = this.#with;
    const id = again ? undefined : known.unchanged(item);
    return id !== undefined && this.#saysNothingNew(id, item);
  }

  /**
   * @param signal ends a read that nobody waits for any more.
   * @throws {AppError} `image_…`, `link_…` when something is wrong with this item; what the embedder,
   *   the store and the file system throw.
   */
  async take({ item, claim, tally }: ClaimedItem, signal: AbortSignal): Promise<Taken> {
    const { again, removed, stages } = this.#with;
    const { path } = item;
    const read = await stages.read.during(() => item.read(signal));
    if (!read) return "others";
    const { bytes, saying } = Buffer.isBuffer(read) ? { bytes: read, saying: item.saying } : read;
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
    const dealing = this.#deal({ id, bytes, place, saying }, { claim, tally });
    this.#inHand.set(
      id,
      dealing.catch(() => {}),
    );
    try {
      return await dealing;
    } finally {
      this.#inHand.delete(id);
    }
  }

  /**
   * Looks at places that may be gone: an image that lies elsewhere too lies there no more. One that
   * does not keeps the last place it was seen in.
   */
  async forget(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    for (const { path, id } of this.#with.known.spareAt(paths)) {
      if (await isGone(path)) await this.#leave(path, id);
    }
  }

  /** Ends what could not be done because others had it in hand. */
  async finish(): Promise<void> {
    while (this.#leaving.length > 0) {
      const leaving = this.#leaving;
      this.#leaving = [];
      for (const { path, id } of leaving) await this.#leave(path, id);
      if (this.#leaving.length === 0) return;
      await this.#with.writer.flush();
      await this.#with.crew.waitForOthers();
    }
  }

  /** Makes a row of a picture, or says of the one that is there where it lies too. */
  async #deal(found: Found, { claim, tally }: Omit<ClaimedItem, "item">): Promise<Taken> {
    const { again, known, crew } = this.#with;
    const { id } = found;
    const image = await this.#claimImage(id);
    if (image === undefined) return "busy";
    const claims = [claim, image];
    let outcome: Outcome;
    try {
      if (known.has(id) && (!again || this.#made.has(id))) {
        outcome = "known";
        await this.#findAgain(found, { claims, outcome, tally });
      } else {
        outcome = known.has(id) ? "anew" : "added";
        await this.#makeRow(found, { claims, outcome, tally });
      }
    } catch (error) {
      await crew.giveBack(image);
      throw error;
    }
    for (const old of known.outdated(found.place.path, id)) {
      await this.#leave(found.place.path, old);
    }
    return outcome;
  }

  /**
   * Claims an image, and looks up what others have made of it.
   *
   * @returns the claim; `undefined` when another worker has it in hand.
   */
  async #claimImage(id: ImageId): Promise<string | undefined> {
    const { crew, store, known, isOld } = this.#with;
    const claim = claimName("image", id);
    // What we have in hand ourselves may be newer here than in the store.
    const isOurs = crew.holds(claim);
    if (!(await crew.take(claim))) return undefined;
    if (isOurs) return claim;
    await crew.news();
    if (!crew.hasOthers && !isOld) return claim;
    const { heard } = crew;
    if (heard !== this.#heard) await store.refresh();
    this.#heard = heard;
    const [image] = await store.get([id]);
    if (!image) return claim;
    known.keep(id, { locations: image.locations, details: image.details });
    if (image.addedMs >= this.#startedMs) this.#made.add(id);
    return claim;
  }

  #saysNothingNew(id: ImageId, { path, saying }: SourceItem): boolean {
    const before = this.#with.known.get(id)?.locations.find((place) => place.path === path);
    return saying === undefined || before?.said === saying.fingerprint;
  }

  async #makeRow({ id, bytes, place, saying }: Found, settlement: TakenItem): Promise<void> {
    const { known, store, embedder, thumbnails, limits, writer, stages } = this.#with;
    const picture = await stages.decode.during(() => prepareGuest(bytes, embedder.model, limits));
    const [vectors] = await Promise.all([
      stages.embed.during(() => embedder.embedImage(picture.square)),
      stages.thumbnails.during(async () =>
        thumbnails.write(id, await makeThumbnails(picture.pixels)),
      ),
    ]);
    const before = known.get(id);
    const locations = withLocation(before?.locations ?? [], place);
    const isSaidHere = placeWithTheSay(locations) === (saying ? place.path : undefined);
    const details =
      before && !isSaidHere ? before.details : detailsOf(bytes, saying, picture.format);
    known.keep(id, { locations, details });
    this.#made.add(id);
    const row = {
      id,
      width: picture.width,
      height: picture.height,
      thumbhash: picture.thumbhash,
      details,
      locations,
      addedMs: Date.now(),
      energy: energyOf(vectors, picture.palette, picture.light, store.schema.layout),
      copy: vectors.copy,
    };
    await writer.addRow(row, settlement);
  }

  /** An image that is there lies in one more place, or other things are said of it. */
  async #findAgain({ id, bytes, place, saying }: Found, settlement: TakenItem): Promise<void> {
    const { known, writer } = this.#with;
    const before = known.get(id);
    const gone = await Promise.all((before?.locations ?? []).map(({ path }) => isGone(path)));
    // Looked up again: meanwhile another place may have been found.
    const { locations: found, details: old } = known.get(id) ?? NOWHERE;
    const stays = found.filter((location) => !gone[before?.locations.indexOf(location) ?? -1]);
    const locations = withLocation(stays, place);
    const isSaidHere = saying && placeWithTheSay(locations) === place.path;
    const details = isSaidHere ? detailsOf(bytes, saying, old.format) : old;
    known.keep(id, { locations, details });
    await writer.place(id, { locations, details }, settlement);
  }

  /** An image lies at a path no more; it keeps the last place it was seen in. */
  async #leave(path: string, id: ImageId): Promise<void> {
    const { known, writer } = this.#with;
    const claim = await this.#claimImage(id);
    if (claim === undefined) {
      this.#leaving.push({ path, id });
      return;
    }
    const { locations: before, details } = known.get(id) ?? NOWHERE;
    const locations = before.filter((location) => location.path !== path);
    if (locations.length === 0 || locations.length === before.length) {
      await this.#with.crew.giveBack(claim);
      return;
    }
    known.keep(id, { locations, details });
    await writer.place(id, { locations, details }, { claims: [claim] });
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
