import { openLanceStore } from "./lance-store";
import { sampleRows, sampleSchema } from "./sample-rows";

// A process that writes until it is killed, for lance-store.test.ts: `<dir> <first image>`.
// It prints the number of every image whose batch was acknowledged.
const [, , dir = "", first = "0"] = process.argv;
const schema = sampleSchema();
const store = await openLanceStore({ dir, schema });
for (let from = Number(first); ; from += 10) {
  await store.upsert(sampleRows(schema, from, from + 10));
  process.stdout.write(`${from + 10}\n`);
}
