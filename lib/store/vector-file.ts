import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A file of vectors: that of `slot` stands at `(slot − firstSlot)` times their length. */
export interface VectorSpan {
  readonly path: string;
  readonly firstSlot: number;
}

/**
 * Vectors of one length by slot, raw little-endian float32, in a file: the page cache holds what is
 * used. One writes; threads read it through `scan/vector-reader.ts`.
 */
export class VectorFile implements VectorSpan {
  readonly path: string;
  readonly firstSlot: number;
  readonly #floats: number;
  readonly #fd: number;
  #isTemporary = false;

  private constructor(path: string, floats: number, firstSlot: number, fd: number) {
    this.path = path;
    this.#floats = floats;
    this.firstSlot = firstSlot;
    this.#fd = fd;
  }

  /** Opens a file of vectors of `floats` values; makes an empty one where there is none. */
  static open(path: string, floats: number, firstSlot = 0): VectorFile {
    const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
    return new VectorFile(path, floats, firstSlot, fd);
  }

  /** An empty file in the system's folder for such; gone when closed. */
  static openTemporary(floats: number): VectorFile {
    const path = join(mkdtempSync(join(tmpdir(), "wavelength-")), "vectors");
    const file = new VectorFile(path, floats, 0, openSync(path, "w+"));
    file.#isTemporary = true;
    return file;
  }

  /** Writes vectors side by side, from `slot` on. @throws when the disk is full. */
  write(slot: number, vectors: Float32Array): void {
    let at = (slot - this.firstSlot) * this.#floats * 4;
    let bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
    while (bytes.length > 0) {
      const written = writeSync(this.#fd, bytes, 0, bytes.length, at);
      bytes = bytes.subarray(written);
      at += written;
    }
  }

  /** A copy of a vector. @throws {RangeError} one that was never written. */
  read(slot: number): Float32Array {
    const vector = new Float32Array(this.#floats);
    const at = (slot - this.firstSlot) * vector.byteLength;
    const count = readSync(this.#fd, vector, 0, vector.byteLength, at);
    if (count === vector.byteLength) return vector;
    throw new RangeError(`Expected a slot that was written but received ${slot}`);
  }

  close(): void {
    closeSync(this.#fd);
    if (this.#isTemporary) rmSync(dirname(this.path), { recursive: true });
  }
}
