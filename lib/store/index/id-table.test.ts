import fc from "fast-check";
import { expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { IdTable } from "./id-table";
import { idWords } from "./id-words";

/** Few ids, many of one home, so that they stand in each other's way. */
const id = fc
  .record({ high: fc.nat(3), low: fc.constantFrom(0, 1, 1_023, 1_024, 2_047, 2_048) })
  .map(({ high, low }) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32BE(high, 0);
    bytes.writeUInt32BE(low, 4);
    return bytes.toString("base64url") as ImageId;
  });

it("knows what a map knows, whatever is set and deleted", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ id, isSet: fc.boolean() }), { maxLength: 200 }), (steps) => {
      const columns = { high: new Uint32Array(200), low: new Uint32Array(200) };
      const table = new IdTable(() => columns);
      const map = new Map<ImageId, number>();
      steps.forEach((step, slot) => {
        if (step.isSet) {
          const { high, low } = idWords(step.id);
          columns.high[slot] = high;
          columns.low[slot] = low;
          table.set(slot);
          map.set(step.id, slot);
        } else {
          table.delete(step.id);
          map.delete(step.id);
        }
        for (const other of steps) expect(table.get(other.id)).toBe(map.get(other.id) ?? -1);
      });
    }),
  );
});

it("grows past its first size and loses none", () => {
  const size = 5_000;
  const columns = { high: new Uint32Array(size), low: new Uint32Array(size) };
  const table = new IdTable(() => columns);
  for (let slot = 0; slot < size; slot++) {
    columns.low[slot] = Math.imul(slot, 0x9e3779b1) >>> 0;
    columns.high[slot] = slot;
    table.set(slot);
  }
  for (let slot = 0; slot < size; slot += 7) {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32BE(columns.high[slot] ?? 0, 0);
    bytes.writeUInt32BE(columns.low[slot] ?? 0, 4);
    expect(table.get(bytes.toString("base64url") as ImageId)).toBe(slot);
  }
});

it("does not take what is no id for one whose words it has", () => {
  const columns = { high: new Uint32Array(1), low: new Uint32Array(1) };
  const table = new IdTable(() => columns);
  table.set(0);
  for (const text of ["AAAAAAAAAAB", "AAAAAAAAAAAA", "!!!!!!!!!!!", ""] as ImageId[]) {
    expect(table.get(text)).toBe(-1);
    table.delete(text);
  }
  expect(table.get("AAAAAAAAAAA" as ImageId)).toBe(0);
});
