import { isDeepStrictEqual } from "node:util";
import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation, VectorStore } from "@/lib/store/vector-store";
import type { ImageDetails } from "./image-details";
import type { Placement, RowWriter } from "./row-writer";

/** What the gallery has when an ingest starts and what that has added since, by image and by path. */
export class KnownFiles {
  readonly #images = new Map<ImageId, Placement>();
  readonly #byPath = new Map<string, { id: ImageId; location: ImageLocation }>();

  private constructor() {}

  static async of(store: VectorStore): Promise<KnownFiles> {
    const known = new KnownFiles();
    for await (const batch of store.scan()) {
      for (const { id, locations, details } of batch) known.#keep(id, { locations, details });
    }
    return known;
  }

  has(id: ImageId): boolean {
    return this.#images.has(id);
  }

  /** The image of a file that has not changed since; `undefined` for a new or changed one. */
  unchanged(file: ImageLocation): ImageId | undefined {
    const entry = this.#byPath.get(file.path);
    const isSame =
      entry?.location.bytes === file.bytes && entry.location.modifiedMs === file.modifiedMs;
    return isSame ? entry.id : undefined;
  }

  /** Keeps an image that is being added, beside the places it was found in before. */
  remember(id: ImageId, location: ImageLocation, details: ImageDetails): readonly ImageLocation[] {
    const others = (this.#images.get(id)?.locations ?? []).filter(
      ({ path }) => path !== location.path,
    );
    const locations = [...others, location];
    this.#keep(id, { locations, details });
    return locations;
  }

  /** One more place where an image that is there was found. */
  async addLocation(id: ImageId, location: ImageLocation, writer: RowWriter): Promise<void> {
    const { details = {} } = this.#images.get(id) ?? {};
    const locations = this.remember(id, location, details);
    await writer.place(id, { locations, details });
  }

  /** Says of an image what its sidecar says now; writes nothing when that is what was known. */
  async describe(id: ImageId, said: ImageDetails, writer: RowWriter): Promise<void> {
    const placement = this.#images.get(id);
    if (!placement) return;
    const { format } = placement.details;
    const details = { ...said, ...(format ? { format } : {}) };
    if (isDeepStrictEqual(details, placement.details)) return;
    this.#keep(id, { ...placement, details });
    await writer.place(id, { ...placement, details });
  }

  #keep(id: ImageId, placement: Placement): void {
    this.#images.set(id, placement);
    for (const location of placement.locations) this.#byPath.set(location.path, { id, location });
  }
}
