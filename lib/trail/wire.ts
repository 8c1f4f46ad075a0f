/**
 * The wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding), of which
 * a trail code uses three types. Every field can be skipped without knowing it, which is what lets
 * an older app keep what a newer one wrote.
 */
const WIRE = { varint: 0, fixed64: 1, bytes: 2 } as const;

/** One field as it stood in the bytes. */
export interface WireField {
  readonly tag: number;
  /** A varint's value, in [0, 2^53); 0 for the other types. */
  readonly value: number;
  /** What a fixed64 or bytes field holds; empty for a varint. */
  readonly bytes: Uint8Array;
  /** The whole field with its header: what is kept when the tag is not known. */
  readonly raw: Uint8Array;
}

const EMPTY = new Uint8Array(0);

/** Writes fields one after another. */
export class WireWriter {
  private readonly parts: number[] = [];

  /** @param value a whole number in [0, 2^53). */
  varint(tag: number, value: number): void {
    this.header(tag, WIRE.varint);
    this.number(value);
  }

  /** @param value a whole number whose magnitude is below 2^30; small magnitudes are short. */
  signed(tag: number, value: number): void {
    this.varint(tag, value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** @param bytes exactly 8. */
  fixed64(tag: number, bytes: Uint8Array): void {
    this.header(tag, WIRE.fixed64);
    this.raw(bytes);
  }

  bytes(tag: number, bytes: Uint8Array): void {
    this.header(tag, WIRE.bytes);
    this.number(bytes.length);
    this.raw(bytes);
  }

  /** Text in NFC, so that what looks the same has one code. */
  text(tag: number, text: string): void {
    this.bytes(tag, new TextEncoder().encode(text.normalize("NFC")));
  }

  /** Bytes as they are, with no header. */
  raw(bytes: Uint8Array): void {
    for (const byte of bytes) this.parts.push(byte);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.parts);
  }

  private header(tag: number, type: number): void {
    this.number(tag * 8 + type);
  }

  private number(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.parts.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.parts.push(rest);
  }
}

/**
 * Reads fields one after another until the bytes end or make no sense. Copies nothing.
 *
 * @throws {RangeError} from the generator at the first field that is cut off or has an unknown type;
 *   all fields before it have been given out.
 */
export function* readFields(bytes: Uint8Array): Generator<WireField> {
  let at = 0;

  const number = (): number => {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 0x80) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError("Expected more bytes but the field is cut off");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
    }
    throw new RangeError("Expected a number below 2^53 but received a longer one");
  };

  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) {
      throw new RangeError(`Expected ${length} bytes but ${bytes.length - at} are left`);
    }
    at += length;
    return bytes.subarray(at - length, at);
  };

  while (at < bytes.length) {
    const start = at;
    const header = number();
    const tag = Math.floor(header / 8);
    const type = header % 8;
    let value = 0;
    let content: Uint8Array = EMPTY;
    if (type === WIRE.varint) value = number();
    else if (type === WIRE.fixed64) content = take(8);
    else if (type === WIRE.bytes) content = take(number());
    else throw new RangeError(`Expected a wire type of 0, 1 or 2 but received ${type}`);
    yield { tag, value, bytes: content, raw: bytes.subarray(start, at) };
  }
}

/** The inverse of {@link WireWriter.signed}. */
export function fromSigned(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** UTF-8 as text. @throws {TypeError} for bytes that are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Several runs of bytes as one. */
export function joinBytes(runs: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(runs.reduce((sum, run) => sum + run.length, 0));
  let at = 0;
  for (const run of runs) {
    joined.set(run, at);
    at += run.length;
  }
  return joined;
}
