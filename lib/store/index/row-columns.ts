import type { ImageId } from "@/lib/energy/image-id";
import type { Stamp } from "../store-event";
import { idOf } from "./id-words";

const SMALLEST = 1_024;
const GROWTH = 1.5;

/** Each column and what makes it, in the order in which they are kept on disk: only ever added to. */
const COLUMNS = {
  /** The words of the id. */
  high: Uint32Array,
  low: Uint32Array,
  /** When it was put: the clock, and the writer's number. */
  clock: Float64Array,
  writer: Uint32Array,
  /** When what is said of it was changed last; a clock of 0 for never. */
  patchClock: Float64Array,
  patchWriter: Uint32Array,
  /** Where its record begins, in bytes from the first record, and how long it is. */
  recordAt: Float64Array,
  recordBytes: Uint32Array,
  aspectRatio: Float64Array,
  /** FNV-1a of the id: what samples are chosen by. */
  hash: Uint32Array,
  /** 1 while it is there. */
  alive: Uint8Array,
} as const;

type Name = keyof typeof COLUMNS;
type Column = InstanceType<(typeof COLUMNS)[Name]>;
type Columns = { -readonly [N in Name]: InstanceType<(typeof COLUMNS)[N]> };

const NAMES = Object.keys(COLUMNS) as Name[];

/**
 * What is kept in memory of each row beside its codes, by slot: 57 bytes, where an object would
 * take some 500.
 */
export class RowColumns {
  /** At least as long as {@link length}; they move when rows are added. */
  values: Columns = makeColumns(SMALLEST);
  /** Rows. */
  length = 0;
  readonly #writers: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** Adds a row of zeros. @returns its slot. */
  add(): number {
    this.reserve(this.length + 1);
    return this.length++;
  }

  /** Makes room for so many rows. @throws {RangeError} when there is no memory: all is as it was. */
  reserve(rows: number): void {
    if (rows <= this.values.alive.length) return;
    const grown = makeColumns(Math.ceil(rows * GROWTH));
    for (const name of NAMES) grown[name].set(this.values[name]);
    this.values = grown;
  }

  idAt(slot: number): ImageId {
    return idOf(this.values.high[slot] ?? 0, this.values.low[slot] ?? 0);
  }

  stampAt(slot: number): Stamp {
    const { clock, writer } = this.values;
    return this.#stamp(clock[slot] ?? 0, writer[slot] ?? 0);
  }

  /** Of the latest change of what is said of a row. */
  patchAt(slot: number): Stamp | undefined {
    const { patchClock, patchWriter } = this.values;
    const clock = patchClock[slot] ?? 0;
    return clock > 0 ? this.#stamp(clock, patchWriter[slot] ?? 0) : undefined;
  }

  setStamp(slot: number, { clock, writer }: Stamp): void {
    this.values.clock[slot] = clock;
    this.values.writer[slot] = this.#numberOf(writer);
  }

  setPatch(slot: number, { clock, writer }: Stamp): void {
    this.values.patchClock[slot] = clock;
    this.values.patchWriter[slot] = this.#numberOf(writer);
  }

  /** A copy of all as bytes, column after column, and the names that its numbers stand for. */
  save(): { readonly bytes: readonly Uint8Array[]; readonly writers: readonly string[] } {
    const bytes = NAMES.map((name) => {
      const { buffer } = this.values[name].slice(0, this.length);
      return new Uint8Array(buffer);
    });
    return { bytes, writers: [...this.#writers] };
  }

  /**
   * Takes in what {@link save} gave.
   *
   * @param fill fills one column after the other with the bytes that are kept.
   */
  async load(
    rows: number,
    writers: readonly string[],
    fill: (target: Uint8Array) => Promise<void>,
  ): Promise<void> {
    this.values = makeColumns(Math.max(SMALLEST, rows));
    this.length = rows;
    for (const name of NAMES) {
      const column = this.values[name];
      await fill(new Uint8Array(column.buffer, 0, rows * column.BYTES_PER_ELEMENT));
    }
    for (const writer of writers) this.#numberOf(writer);
  }

  #stamp(clock: number, number: number): Stamp {
    return { clock, writer: this.#writers[number] ?? "" };
  }

  #numberOf(writer: string): number {
    const known = this.#numbers.get(writer);
    if (known !== undefined) return known;
    this.#numbers.set(writer, this.#writers.length);
    return this.#writers.push(writer) - 1;
  }
}

function makeColumns(rows: number): Columns {
  const made: Partial<Record<Name, Column>> = {};
  for (const name of NAMES) made[name] = new COLUMNS[name](rows);
  // All names were gone through.
  return made as Columns;
}
