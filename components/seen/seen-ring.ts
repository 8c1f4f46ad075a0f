import { type ImageId, isImageId } from "@/lib/energy/image-id";

/** The latest images that were seen, oldest first, no more than `capacity`. */
export class SeenRing {
  private readonly ids: Set<ImageId>;
  private readonly capacity: number;

  /** @param text what {@link serialize} gave; anything else is an empty ring. */
  constructor(capacity: number, text = "") {
    this.capacity = capacity;
    this.ids = new Set(text.split(" ").filter(isImageId).slice(-capacity));
  }

  has(id: ImageId): boolean {
    return this.ids.has(id);
  }

  /** Notes that images were seen now; what is too much is forgotten, oldest first. */
  mark(ids: readonly ImageId[]): void {
    for (const id of ids) {
      // Deleted first: a Set keeps the place of what it has.
      this.ids.delete(id);
      this.ids.add(id);
    }
    for (const oldest of this.ids) {
      if (this.ids.size <= this.capacity) break;
      this.ids.delete(oldest);
    }
  }

  serialize(): string {
    return [...this.ids].join(" ");
  }
}
