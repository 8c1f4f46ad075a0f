import { IMAGE_ID_BYTES, type ImageId } from "@/lib/energy/image-id";
import { fromBase64Url, toBase64Url } from "@/lib/trail/base64url";

/** A place on the wall, known for all tiles before any page of details has arrived. */
export interface PackedTile {
  readonly id: ImageId;
  /** Width ÷ height, in (0, ∞); kept to 1 part in 3,000, so a tile's box fits its picture. */
  readonly aspectRatio: number;
  /**
   * Closeness: the share of random pairs of this gallery that are less close than this tile is to
   * the query, in [0, 1]; −1 where it does not apply (an opening wall).
   */
  readonly closeness: number;
}

const BYTES_PER_TILE = IMAGE_ID_BYTES + 2 + 2;
const NO_CLOSENESS = 0xffff;
const MAX_CLOSENESS = 0xfffe;
/** The ratio's logarithm to base 2 is kept in steps of 1/2048 about 0, from −16 to 16. */
const RATIO_STEPS = 2048;

/**
 * Packs a wall's tiles: 12 bytes each (id 8, ratio 2, closeness 2), in base64url.
 * 2,000 tiles are 32,000 characters: small enough to come whole with the first page, so the
 * scrollbar is true from the start, Back restores any position, and no later request can find
 * the gallery changed under the wall (docs/adr/0004).
 */
export function packTiles(tiles: readonly PackedTile[]): string {
  const bytes = new Uint8Array(tiles.length * BYTES_PER_TILE);
  const view = new DataView(bytes.buffer);
  tiles.forEach((tile, i) => {
    const at = i * BYTES_PER_TILE;
    bytes.set(fromBase64Url(tile.id), at);
    view.setUint16(
      at + IMAGE_ID_BYTES,
      Math.round(Math.log2(tile.aspectRatio) * RATIO_STEPS) + 0x8000,
    );
    view.setUint16(
      at + IMAGE_ID_BYTES + 2,
      tile.closeness < 0 ? NO_CLOSENESS : Math.round(tile.closeness * MAX_CLOSENESS),
    );
  });
  return toBase64Url(bytes);
}

/** The inverse of {@link packTiles}. @throws {RangeError} when the length is not whole tiles. */
export function unpackTiles(packed: string): PackedTile[] {
  const bytes = fromBase64Url(packed);
  if (bytes.length % BYTES_PER_TILE !== 0) {
    throw new RangeError(
      `Expected a multiple of ${BYTES_PER_TILE} bytes but received ${bytes.length}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: bytes.length / BYTES_PER_TILE }, (_, i) => {
    const at = i * BYTES_PER_TILE;
    const closeness = view.getUint16(at + IMAGE_ID_BYTES + 2);
    return {
      id: toBase64Url(bytes.subarray(at, at + IMAGE_ID_BYTES)) as ImageId,
      aspectRatio: 2 ** ((view.getUint16(at + IMAGE_ID_BYTES) - 0x8000) / RATIO_STEPS),
      closeness: closeness === NO_CLOSENESS ? -1 : closeness / MAX_CLOSENESS,
    };
  });
}
