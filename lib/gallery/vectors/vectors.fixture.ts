import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

/** A column of a Parquet file; `floats` are lists of float32, `longs` and `texts` of those. */
export interface Column {
  readonly name: string;
  readonly type: "int" | "text" | "bytes" | "floats" | "longs" | "texts";
  readonly data: readonly unknown[];
}

/** A Parquet file as other programs write it. @param metadata its keys and values. */
export function parquetFile(
  columns: readonly Column[],
  rowGroupSize = 100,
  metadata: Readonly<Record<string, string>> = {},
): Buffer {
  const schema: SchemaElement[] = [{ name: "root", num_children: columns.length }];
  for (const column of columns) schema.push(...elementsOf(column));
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, data }) => ({ name, data: [...data] })),
    schema,
    rowGroupSize,
    statistics: false,
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
  return Buffer.from(buffer);
}

function elementsOf({ name, type }: Column): SchemaElement[] {
  const repetition_type = "OPTIONAL" as const;
  if (type === "int") return [{ name, type: "INT32", repetition_type }];
  if (type === "bytes") return [{ name, type: "BYTE_ARRAY", repetition_type }];
  if (type === "text") {
    return [{ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type }];
  }
  return [
    { name, repetition_type, converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    elementOf(type),
  ];
}

function elementOf(type: Column["type"]): SchemaElement {
  const element = { name: "element", repetition_type: "OPTIONAL" } as const;
  if (type === "longs") return { ...element, type: "INT64" };
  if (type === "texts") return { ...element, type: "BYTE_ARRAY", converted_type: "UTF8" };
  return { ...element, type: "FLOAT" };
}
