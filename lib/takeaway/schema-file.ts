import { z } from "zod";
import { exportFile } from "./export-schema";

/** docs/trail-export.schema.json, as it has to be: JSON Schema, draft 2020-12. */
export function exportSchemaFile(): string {
  return `${JSON.stringify(z.toJSONSchema(exportFile, { io: "input" }), null, 2)}\n`;
}
