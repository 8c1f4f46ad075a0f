import { dirname, isAbsolute } from "node:path";
import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation, VectorStore } from "@/lib/store/vector-store";
import type { Placement } from "./row-writer";
import type { SourceItem } from "./sources/source";

/** Of an image that is not there. */
export const NOWHERE: Placement = { locations: [], details: {} };

/** What the gallery has when an ingest starts and what that has added since, by image and by path. */
export class KnownFiles {
  readonly #images = new Map<ImageId, Placement>();
  /** A path that was overwritten belongs to more than one image, and only one has its file as it is. */
  readonly #byPath = new Map<string, Set<ImageId>>();

  private constructor() {}

  static async of(store: VectorStore): Promise<KnownFiles> {
    const known = new KnownFiles();
    for await (const batch of store.scan()) {
      for (const { id, locations, details } of batch) known.keep(id, { locations, details });
    }
    return known;
  }

  has(id: ImageId): boolean {
    return this.#images.has(id);
  }

  /** Where an image lies and what is said of it. */
  get(id: ImageId): Placement | undefined {
    return this.#images.get(id);
  }

  /**
   * The image of an item that has not changed since; `undefined` for a new or changed one. Where
   * nothing tells whether it changed, it has not.
   */
  unchanged({ path, bytes, modifiedMs }: SourceItem): ImageId | undefined {
    const isAsItWas = (place: ImageLocation) =>
      place.path === path &&
      (bytes === undefined || place.bytes === bytes) &&
      (modifiedMs === undefined || place.modifiedMs === modifiedMs);
    return this.#at(path).find((id) => this.#images.get(id)?.locations.some(isAsItWas));
  }

  /** Images that were found at a path and are not what lies there now, but lie elsewhere too. */
  outdated(path: string, now: ImageId): readonly ImageId[] {
    return this.#at(path).filter(
      (id) => id !== now && (this.#images.get(id)?.locations.length ?? 0) > 1,
    );
  }

  /** Places at these paths, or below them, of images that lie elsewhere too. */
  spareAt(paths: readonly string[]): readonly { readonly path: string; readonly id: ImageId }[] {
    const isAt = new Set(paths);
    const isBelow = (path: string): boolean => {
      const above = dirname(path);
      return isAt.has(path) || (above !== path && isBelow(above));
    };
    return [...this.#images].flatMap(([id, { locations }]) =>
      locations.length < 2
        ? []
        : locations.flatMap(({ path }) =>
            isAbsolute(path) && isBelow(path) ? [{ path, id }] : [],
          ),
    );
  }

  keep(id: ImageId, placement: Placement): void {
    for (const { path } of this.#images.get(id)?.locations ?? [])
      this.#byPath.get(path)?.delete(id);
    this.#images.set(id, placement);
    for (const { path } of placement.locations) {
      const ids = this.#byPath.get(path);
      if (ids) ids.add(id);
      else this.#byPath.set(path, new Set([id]));
    }
  }

  #at(path: string): ImageId[] {
    return [...(this.#byPath.get(path) ?? [])];
  }
}

/** An image's places with one more, or with one that is there as it is now. */
export function withLocation(
  locations: readonly ImageLocation[],
  location: ImageLocation,
): readonly ImageLocation[] {
  const at = locations.findIndex(({ path }) => path === location.path);
  if (at < 0) return [...locations, location];
  // Words stay until others come: a sidecar further up may not have been heard this time.
  return locations.with(at, { ...locations[at], ...location });
}

/** The place whose words count: the first of which a sidecar said anything. */
export function placeWithTheSay(locations: readonly ImageLocation[]): string | undefined {
  return locations.find(({ said }) => said !== undefined)?.path;
}
