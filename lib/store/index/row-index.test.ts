import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleId, sampleRow, sampleSchema } from "../sample-rows";
import { arenaLayout, PAGE_BYTES, SEGMENT_ROWS, segmentBase } from "../scan/arena-layout";
import { type StoreEvent, writeRecord } from "../store-event";
import { closeRowFiles, NO_SPANS, openRowFiles, type RowFiles } from "./row-files";
import { RowIndex } from "./row-index";

const schema = sampleSchema(16, 0, 4);

let dir: string;
let opened: RowFiles[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-"));
  opened = [];
});
afterEach(async () => {
  for (const files of opened) closeRowFiles(files);
  await rm(dir, { recursive: true });
});

function openFiles(): RowFiles {
  const files = openRowFiles(dir, NO_SPANS);
  opened.push(files);
  return files;
}

function put(n: number, clock: number, writer = "a"): StoreEvent {
  const row = sampleRow(schema, n, { seed: clock });
  const { id, energy, copy } = row;
  return { kind: "put", id, stamp: { clock, writer }, record: writeRecord(row), energy, copy };
}

/** All that an index says of images, and whether its parts agree. */
function contentsOf(index: RowIndex, numbers: readonly number[]) {
  const slots = [...index.slotsOf()];
  expect(slots.length).toBe(index.count);
  for (const slot of slots) expect(index.slotOf(index.idAt(slot))).toBe(slot);
  return numbers.map(sampleId).map((id) => ({
    image: index.image(id),
    energy: index.energy(id),
    copy: index.copy(id),
    isRemoved: index.isRemoved(id),
  }));
}

describe("an index whose memory is used up", () => {
  it("says so, keeps what it has, and goes on with what needs none", () => {
    const oneSegment = Math.ceil(segmentBase(arenaLayout(schema.layout), 1) / PAGE_BYTES);
    const index = new RowIndex(schema, openFiles(), oneSegment);
    const rows = Array.from({ length: SEGMENT_ROWS - 10 }, (_, n) => put(n, 1));
    index.apply(rows);
    const before = contentsOf(index, [0, 50, SEGMENT_ROWS]);
    for (let tries = 0; tries < 2; tries++) {
      const more = Array.from({ length: 20 }, (_, i) => put(SEGMENT_ROWS + i, 2));
      expect(() => index.apply(more)).toThrow(/memory for more than 4096 images/);
      expect(index.slots).toBe(SEGMENT_ROWS - 10);
      expect(contentsOf(index, [0, 50, SEGMENT_ROWS])).toEqual(before);
      expect(() => index.save()).not.toThrow();
    }
    index.apply([{ kind: "remove", id: sampleId(50), stamp: { clock: 3, writer: "a" } }]);
    index.apply([put(51, 4)]);
    expect(index.count).toBe(SEGMENT_ROWS - 11);
    expect(index.energy(sampleId(51))).toEqual(sampleRow(schema, 51, { seed: 4 }).energy);
  });
});

describe("an index whose disk is full", () => {
  it("holds what one holds that never was, when all is taken in again", () => {
    const number = fc.nat(1);
    const event = fc.oneof(
      number.map((n) => (clock: number) => put(n, clock)),
      number.map((n) => (clock: number): StoreEvent => {
        const stamp = { clock, writer: "b" };
        const record = writeRecord({ locations: [], details: { title: `Said ${clock}` } });
        return { kind: "update", id: sampleId(n), stamp, record };
      }),
      number.map((n) => (clock: number): StoreEvent => {
        return { kind: "remove", id: sampleId(n), stamp: { clock, writer: "c" } };
      }),
    );
    const clocked = fc.record({ make: event, clock: fc.integer({ min: 1, max: 6 }) });
    const batches = fc.array(fc.array(clocked, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
    const numbers = [0, 1];
    fc.assert(
      fc.property(
        batches,
        fc.array(fc.nat(3), { minLength: 20, maxLength: 60 }),
        (all, failures) => {
          const files = openFiles();
          let writes = 0;
          let isFull = true;
          // Every so many writes one fails, half of it on the disk already.
          const failing = Object.fromEntries(
            Object.entries(files).map(([kind, file]) => {
              const write = (bytes: Uint8Array, at: number) => {
                if (isFull && failures[writes++] === 0) {
                  file.write(bytes.subarray(0, bytes.length >> 1), at);
                  throw new Error("ENOSPC: no space left on device, write");
                }
                file.write(bytes, at);
              };
              return [kind, { write, read: file.read.bind(file) }];
            }),
          ) as unknown as RowFiles;
          const index = new RowIndex(schema, failing);
          const expected = new RowIndex(schema, openFiles());
          for (const batch of all) {
            const events = batch.map(({ make, clock }) => make(clock));
            expected.apply(events);
            for (let tries = 0; tries < 4; tries++) {
              isFull = tries < 3;
              try {
                index.apply(events);
                break;
              } catch (error) {
                expect(String(error)).toContain("ENOSPC");
                contentsOf(index, numbers);
              }
            }
          }
          expect(contentsOf(index, numbers)).toEqual(contentsOf(expected, numbers));
        },
      ),
      { numRuns: 150 },
    );
  });
});
