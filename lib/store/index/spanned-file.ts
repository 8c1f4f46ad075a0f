import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from "node:fs";

/** Bytes `from` to `to` of the whole, in a file whose first byte is `from`. */
export interface Span {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** An open file that holds the whole from a position on, to where the next one begins. */
export interface OpenSpan {
  readonly fd: number;
  readonly from: number;
}

/**
 * Bytes that are addressed as one and lie in several files: those that were there already, which
 * are only read, and a last one that is written. The last one has no name: it was deleted when it
 * was opened, so nothing of it is left behind however the process ends.
 */
export class SpannedFile {
  readonly #open: OpenSpan[];

  /**
   * @param spans one after the other, the first from 0.
   * @param tailPath where the last file is made; must not exist.
   * @throws {RangeError} when a file is not as long as its span; what the file system throws.
   */
  constructor(spans: readonly Span[], tailPath: string) {
    this.#open = [];
    try {
      for (const span of spans) this.#open.push(openSpan(span));
      const fd = openSync(tailPath, "wx+");
      rmSync(tailPath);
      this.#open.push({ fd, from: spans.at(-1)?.to ?? 0 });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Rising by `from`. Any thread of the process may read them, by position only. */
  get open(): readonly OpenSpan[] {
    return this.#open;
  }

  /** Writes bytes that lie in the last file; what stood there is replaced. */
  write(bytes: Uint8Array, at: number): void {
    const tail = this.#open.at(-1);
    if (!tail || at < tail.from) throw new RangeError(`Expected a position to write, not ${at}`);
    for (let done = 0; done < bytes.length; ) {
      const wrote = writeSync(tail.fd, bytes, done, bytes.length - done, at - tail.from + done);
      if (wrote === 0) throw new Error("ENOSPC: expected bytes to be written but none were");
      done += wrote;
    }
  }

  /** Fills `target` with the bytes from a position on. @throws {RangeError} past the end. */
  read(target: Uint8Array, at: number): void {
    readSpans(this.#open, target, at);
  }

  close(): void {
    for (const { fd } of this.#open.splice(0)) closeSync(fd);
  }
}

function openSpan({ path, from, to }: Span): OpenSpan {
  const fd = openSync(path, "r");
  const { size } = fstatSync(fd);
  if (size === to - from) return { fd, from };
  closeSync(fd);
  throw new RangeError(`Expected ${to - from} bytes but a file has ${size}`);
}

/** Fills `target` with the bytes from a position on. @throws {RangeError} past the end. */
export function readSpans(spans: readonly OpenSpan[], target: Uint8Array, at: number): void {
  let index = spans.length - 1;
  while (index > 0 && (spans[index]?.from ?? 0) > at) index--;
  for (let done = 0; done < target.length; ) {
    const span = spans[index];
    if (!span) throw new RangeError(`Expected ${target.length} bytes at ${at}: there are less`);
    const end = spans[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const wanted = Math.min(target.length - done, end - at - done);
    const read = wanted > 0 ? readSync(span.fd, target, done, wanted, at + done - span.from) : 0;
    if (read === 0 && wanted > 0) throw new RangeError(`Expected bytes at ${at + done}`);
    if (read === wanted) index++;
    done += read;
  }
}
