import type { StoreEvent } from "../store-event";
import type { StoreSchema } from "../vector-store";
import type { RowFiles } from "./row-files";
import type { SpannedFile } from "./spanned-file";

type Put = Extract<StoreEvent, { kind: "put" }>;

/** Where a record lies, in bytes from the first record. */
export interface RecordPlace {
  readonly at: number;
  readonly bytes: number;
}

/**
 * What rows have in files: vectors by slot, records wherever they were written. Whatever fails half-way is
 * written over by the next try: nothing refers to it.
 */
export class RowContents {
  readonly #files: RowFiles;
  readonly #schema: StoreSchema;
  /** Where the next record goes. */
  recordsEnd = 0;

  constructor(files: RowFiles, schema: StoreSchema) {
    this.#files = files;
    this.#schema = schema;
  }

  /**
   * Writes the vectors and records of rows, for slots from `firstSlot` on.
   *
   * @returns where each record is. @throws what the file system throws.
   */
  write(puts: readonly Put[], firstSlot: number): RecordPlace[] {
    if (puts.length === 0) return [];
    const { energies, copies } = this.#files;
    const { layout, copyDims } = this.#schema;
    writeVectors(
      energies,
      puts.map(({ energy }) => energy),
      firstSlot * layout.total,
    );
    if (copyDims > 0) {
      writeVectors(
        copies,
        puts.map(({ copy }) => copy),
        firstSlot * copyDims,
      );
    }
    return this.#writeRecords(puts.map(({ record }) => record));
  }

  /** @returns where the record is. @throws what the file system throws. */
  writeRecord(text: string): RecordPlace {
    const [place] = this.#writeRecords([text]);
    return place ?? { at: this.recordsEnd, bytes: 0 };
  }

  record({ at, bytes }: RecordPlace): string {
    const text = Buffer.alloc(bytes);
    this.#files.records.read(text, at);
    return text.toString();
  }

  energy(slot: number): Float32Array {
    return readVector(this.#files.energies, slot, this.#schema.layout.total);
  }

  copy(slot: number): Float32Array {
    return readVector(this.#files.copies, slot, this.#schema.copyDims);
  }

  #writeRecords(texts: readonly string[]): RecordPlace[] {
    const records = texts.map((text) => Buffer.from(text));
    this.#files.records.write(Buffer.concat(records), this.recordsEnd);
    return records.map(({ length }) => {
      const at = this.recordsEnd;
      this.recordsEnd += length;
      return { at, bytes: length };
    });
  }
}

function readVector(file: SpannedFile, slot: number, dims: number): Float32Array {
  const vector = new Float32Array(dims);
  if (dims > 0) file.read(new Uint8Array(vector.buffer), slot * dims * 4);
  return vector;
}

function writeVectors(file: SpannedFile, vectors: readonly Float32Array[], atFloat: number): void {
  const dims = vectors[0]?.length ?? 0;
  const values = new Float32Array(vectors.length * dims);
  vectors.forEach((vector, i) => {
    values.set(vector, i * dims);
  });
  file.write(new Uint8Array(values.buffer), atFloat * 4);
}
