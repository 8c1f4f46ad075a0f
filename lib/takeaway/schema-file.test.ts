import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { exportSchemaFile } from "./schema-file";

it("is what docs/trail-export.schema.json holds", async () => {
  // After a change: npx vitest run lib/takeaway/schema-file.test.ts -u
  await expect(exportSchemaFile()).toMatchFileSnapshot("../../docs/trail-export.schema.json");
});

it("leaves every object open, so that a reader of today takes a file of tomorrow", () => {
  const schema = JSON.parse(readFileSync("docs/trail-export.schema.json", "utf8"));
  expect(JSON.stringify(schema)).not.toContain('"additionalProperties":false');
});
