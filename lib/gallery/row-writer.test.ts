import { describe, expect, it, vi } from "vitest";
import { openMemoryStore } from "@/lib/store/memory-store";
import { sampleId, sampleRow, sampleSchema } from "@/lib/store/sample-rows";
import type { VectorStore } from "@/lib/store/vector-store";
import { RowWriter } from "./row-writer";
import { StageTime } from "./stage-time";

const schema = sampleSchema();

/** A store whose writes end when they are told to, and which says what it is asked. */
function slowStore() {
  const inner = openMemoryStore(schema);
  const asked: string[] = [];
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const turn = () => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  const store: VectorStore = Object.assign(Object.create(inner), {
    async upsert(rows: Parameters<VectorStore["upsert"]>[0]) {
      asked.push(`upsert ${rows.length}`);
      await turn();
      await inner.upsert(rows);
    },
    async update(changes: Parameters<VectorStore["update"]>[0]) {
      asked.push(`update ${changes.length}`);
      await turn();
      await inner.update(changes);
    },
  });
  return { store, inner, asked, waiting };
}

const settled = () => new Promise(setImmediate);

describe("RowWriter", () => {
  it("commits one batch at a time and gives notes back only when their rows are durable", async () => {
    const { store, inner, asked, waiting } = slowStore();
    const written: number[] = [];
    const writer = new RowWriter<number>(
      store,
      new StageTime(1),
      (notes) => void written.push(notes.length),
    );
    for (let n = 0; n < 128; n++) await writer.addRow(sampleRow(schema, n), n);
    for (let n = 128; n < 200; n++) await writer.addRow(sampleRow(schema, n), n);
    expect(asked).toEqual(["upsert 128"]);
    expect(written).toEqual([]);
    const flushed = writer.flush();
    waiting.shift()?.resolve();
    await settled();
    expect(asked).toEqual(["upsert 128", "upsert 72"]);
    expect(written).toEqual([128]);
    waiting.shift()?.resolve();
    await flushed;
    expect(written).toEqual([128, 72]);
    expect(inner.state().count).toBe(200);
  });

  it("keeps what a row says that is added after it was placed", async () => {
    const { store, inner, waiting } = slowStore();
    const writer = new RowWriter<number>(store, new StageTime(1), () => {});
    const row = sampleRow(schema, 1);
    await writer.place(row.id, { locations: [], details: { title: "Older" } }, 1);
    await writer.addRow(row, 2);
    const flushed = writer.flush();
    while (waiting.length > 0) {
      waiting.shift()?.resolve();
      await settled();
    }
    await flushed;
    expect(await inner.get([row.id])).toMatchObject([{ details: { title: "Image 1" } }]);
  });

  it("commits what waits after two seconds, though nobody adds anything more", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      const { store, asked, waiting } = slowStore();
      const writer = new RowWriter<number>(store, new StageTime(1), () => {});
      await writer.addRow(sampleRow(schema, 1), 1);
      expect(asked).toEqual([]);
      vi.advanceTimersByTime(2_000);
      expect(asked).toEqual(["upsert 1"]);
      waiting.shift()?.resolve();
      await writer.flush();
    } finally {
      vi.useRealTimers();
    }
  });

  it("makes whoever adds wait when a whole further batch has gathered behind a commit", async () => {
    const { store, asked, waiting } = slowStore();
    const writer = new RowWriter<number>(store, new StageTime(1), () => {});
    for (let n = 0; n < 255; n++) await writer.addRow(sampleRow(schema, n), n);
    let isIn = false;
    const last = writer.addRow(sampleRow(schema, 255), 255).then(() => {
      isIn = true;
    });
    await settled();
    expect(isIn).toBe(false);
    waiting.shift()?.resolve();
    await last;
    expect(asked).toEqual(["upsert 128", "upsert 128"]);
    waiting.shift()?.resolve();
    await writer.flush();
  });

  it("places a row that waits with it, and one that is being written after it", async () => {
    const { store, inner, asked, waiting } = slowStore();
    const writer = new RowWriter<number>(store, new StageTime(1), () => {});
    for (let n = 0; n < 128; n++) await writer.addRow(sampleRow(schema, n), n);
    await writer.addRow(sampleRow(schema, 200), 200);
    const placement = { locations: [], details: { title: "New" } };
    await writer.place(sampleId(0), placement, 0);
    await writer.place(sampleId(200), placement, 200);
    const flushed = writer.flush();
    for (let turns = 0; turns < 3; turns++) {
      waiting.shift()?.resolve();
      await settled();
    }
    await flushed;
    expect(asked).toEqual(["upsert 128", "upsert 1", "update 1"]);
    const titles = (await inner.get([sampleId(0), sampleId(200)])).map((row) => row?.details.title);
    expect(titles).toEqual(["New", "New"]);
  });

  it("throws a commit's failure to whoever adds next, and at the flush", async () => {
    const { store, waiting } = slowStore();
    const writer = new RowWriter<number>(store, new StageTime(1), () => {});
    for (let n = 0; n < 128; n++) await writer.addRow(sampleRow(schema, n), n);
    const full = new Error("full");
    waiting.shift()?.reject(full);
    await settled();
    await expect(writer.addRow(sampleRow(schema, 300), 300)).rejects.toBe(full);
    await expect(
      Promise.all([writer.flush(), settled().then(() => waiting.shift()?.resolve())]),
    ).rejects.toBe(full);
  });
});
