import {
  type Data,
  DataType,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import type { ImageId } from "@/lib/energy/image-id";
import type { StoreEvent } from "./store-event";
import type { StoreSchema } from "./vector-store";

/** The log's columns. Vectors are null in changes that carry none. */
export function logSchema(schema: StoreSchema, metadata: ReadonlyMap<string, string>): Schema {
  const fields = [
    new Field("clock", new Float64(), false),
    new Field("writer", new Utf8(), false),
    new Field("kind", new Utf8(), false),
    new Field("id", new Utf8(), false),
    new Field("record", new Utf8(), true),
    new Field("energy", vectorType(schema.layout.total), true),
  ];
  if (schema.copyDims > 0) fields.push(new Field("copy", vectorType(schema.copyDims), true));
  return new Schema(fields, new Map(metadata));
}

/** Events as an Arrow table. */
export function toArrow(events: readonly StoreEvent[], schema: StoreSchema): Table {
  const { fields } = logSchema(schema, new Map());
  const puts = events.map((event) => (event.kind === "put" ? event : undefined));
  const children: Data[] = [
    makeData({
      type: new Float64(),
      length: events.length,
      data: Float64Array.from(events, ({ stamp }) => stamp.clock),
    }),
    texts(events.map(({ stamp }) => stamp.writer)),
    texts(events.map(({ kind }) => kind)),
    texts(events.map(({ id }) => id)),
    texts(events.map((event) => (event.kind === "remove" ? null : event.record))),
    vectors(
      puts.map((put) => put?.energy),
      schema.layout.total,
    ),
  ];
  if (schema.copyDims > 0) {
    children.push(
      vectors(
        puts.map((put) => put?.copy),
        schema.copyDims,
      ),
    );
  }
  const data = makeData({ type: new Struct(fields), length: events.length, children });
  const arrowSchema = new Schema(fields);
  return new Table(arrowSchema, [new RecordBatch(arrowSchema, data)]);
}

/**
 * Rows `from` to `to` of a batch as events. Their vectors are views into the batch.
 *
 * @throws {TypeError} when the columns are not those of `logSchema`.
 */
export function fromArrow(batch: RecordBatch, from: number, to: number): StoreEvent[] {
  const text = (name: string) => {
    const column = batch.getChild(name);
    return (row: number): string => {
      const value: unknown = column?.get(row);
      if (typeof value !== "string") throw new TypeError(`Expected text in ${name} of row ${row}`);
      return value;
    };
  };
  const [writer, kind, id, record] = [text("writer"), text("kind"), text("id"), text("record")];
  const [energy, copy] = [vectorReader(batch, "energy"), vectorReader(batch, "copy")];
  const clocks = batch.getChild("clock");
  const events: StoreEvent[] = [];
  for (let row = from; row < to; row++) {
    const head = {
      id: id(row) as ImageId,
      stamp: { clock: Number(clocks?.get(row)), writer: writer(row) },
    };
    const what = kind(row);
    if (what === "remove") events.push({ kind: what, ...head });
    else if (what === "update") events.push({ kind: what, ...head, record: record(row) });
    else if (what === "put") {
      const vectors = { energy: energy(row), copy: copy(row) };
      events.push({ kind: what, ...head, record: record(row), ...vectors });
    } else throw new TypeError(`Expected a kind of change in row ${row} but received ${what}`);
  }
  return events;
}

/** The stamps of a batch, and where its rows are kept. */
export function* readStamps(
  batch: RecordBatch,
): Generator<{ readonly clock: number; readonly writer: string; readonly rowId: bigint }> {
  const [clocks, writers] = [batch.getChild("clock"), batch.getChild("writer")];
  const rowIds = batch.getChild("_rowid");
  for (let row = 0; row < batch.numRows; row++) {
    yield {
      clock: Number(clocks?.get(row)),
      writer: String(writers?.get(row)),
      rowId: BigInt(rowIds?.get(row)),
    };
  }
}

function vectorType(dims: number): FixedSizeList {
  return new FixedSizeList(dims, new Field("item", new Float32(), true));
}

function texts(values: readonly (string | null)[]): Data {
  const [data] = vectorFromArray([...values], new Utf8()).data;
  return data ?? makeData({ type: new Utf8(), length: 0 });
}

function vectors(rows: readonly (Float32Array | undefined)[], dims: number): Data {
  const values = new Float32Array(rows.length * dims);
  const nullBitmap = new Uint8Array(Math.ceil(rows.length / 8));
  let nullCount = 0;
  rows.forEach((row, i) => {
    if (!row) {
      nullCount++;
      return;
    }
    values.set(row, i * dims);
    nullBitmap[i >> 3] = (nullBitmap[i >> 3] ?? 0) | (1 << (i & 7));
  });
  const child = makeData({ type: new Float32(), length: values.length, data: values });
  return makeData({ type: vectorType(dims), length: rows.length, nullCount, nullBitmap, child });
}

/** Reads vectors of a column without a copy: `get` would make an object for each. */
function vectorReader(batch: RecordBatch, name: string): (row: number) => Float32Array {
  const [data] = batch.getChild(name)?.data ?? [];
  if (!data) return () => new Float32Array(0);
  const { type } = data;
  const values: unknown = data.children[0]?.values;
  // By its id, not its class: LanceDB requires the CommonJS copy of Arrow, we import the other.
  if (!DataType.isFixedSizeList(type) || !(values instanceof Float32Array)) {
    throw new TypeError(`Expected vectors of float32 in ${name}`);
  }
  const { listSize } = type;
  return (row) => {
    const at = (data.offset + row) * listSize;
    return values.subarray(at, at + listSize);
  };
}
