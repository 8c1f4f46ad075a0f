import { describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { openMemoryStore } from "@/lib/store/memory-store";
import { sampleRows, sampleSchema } from "@/lib/store/sample-rows";
import { readExposition, sampleValue } from "./exposition";
import { measuredStore } from "./measured-store";
import {
  countError,
  countRequest,
  type MetricsSnapshot,
  renderMetrics,
  startMetrics,
  startStoreOperation,
} from "./metrics";
import { tellWork } from "./work-told";

const NOW: MetricsSnapshot = {
  version: "1.2.3",
  model: { id: 'a "model" with \\ and\nlines', provider: "cpu" },
  embedder: { state: "restarting", queueDepth: 3, maxQueue: 64 },
  gallery: { count: 1404, revision: 7 },
  ingest: {
    isRunning: true,
    images: { added: 5, known: 4, removed: 3, skipped: 2 },
    imagesPerSecond: 1.5,
  },
};
const read = async (now = NOW) => readExposition((await renderMetrics(now)).text);

describe("the metrics", () => {
  it("are Prometheus' text format to the letter", async () => {
    countRequest({ route: "/api/wall", method: "GET", status: 200, seconds: 0.02, bytes: 10 });
    const { contentType } = await renderMetrics(NOW);
    expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
    const { types } = await read();
    expect(types.size).toBeGreaterThan(30);
  });

  it("are named as Prometheus asks: a unit at the end, and _total only for what counts", async () => {
    const { types } = await read();
    const ours = [...types].filter(([name]) => name.startsWith("wavelength_"));
    expect(ours.length).toBeGreaterThan(15);
    for (const [name, type] of ours) {
      expect(name).toMatch(/^[a-z_]+$/);
      expect(name.endsWith("_total")).toBe(type === "counter");
      if (type === "histogram") expect(name).toMatch(/_(?:seconds|items)$/);
    }
  });

  it("say what there is now", async () => {
    const now = await read();
    expect(sampleValue(now, "wavelength_gallery_images")).toBe(1404);
    expect(sampleValue(now, "wavelength_gallery_revision")).toBe(7);
    expect(sampleValue(now, "wavelength_embedder_up")).toBe(0);
    expect(sampleValue(now, "wavelength_embedder_queue_depth")).toBe(3);
    expect(sampleValue(now, "wavelength_ingest_images", { result: "skipped" })).toBe(2);
    expect(sampleValue(now, "wavelength_info", { model: NOW.model.id })).toBe(1);
    expect(sampleValue(now, "process_resident_memory_bytes")).toBeGreaterThan(1e6);
    expect(sampleValue(now, "nodejs_eventloop_lag_p99_seconds")).toBeDefined();
  });

  it("tell waiting and running apart, and how many ran together", async () => {
    startMetrics();
    tellWork({ kind: "batch", queue: "embed_images", waitedMs: [4, 400], ranMs: 40 });
    const now = await read();
    const queue = { queue: "embed_images" };
    expect(sampleValue(now, "wavelength_queue_wait_seconds_sum", queue)).toBeCloseTo(0.404);
    expect(
      sampleValue(now, "wavelength_queue_wait_seconds_bucket", { ...queue, le: "0.005" }),
    ).toBe(1);
    expect(sampleValue(now, "wavelength_queue_run_seconds_sum", queue)).toBeCloseTo(0.04);
    expect(sampleValue(now, "wavelength_batch_size_items_bucket", { ...queue, le: "2" })).toBe(1);
    expect(sampleValue(now, "wavelength_batch_size_items_bucket", { ...queue, le: "1" })).toBe(0);
  });

  it("count what caches knew, and errors by code", async () => {
    startMetrics();
    for (const isHit of [true, false, true]) tellWork({ kind: "cache", cache: "crops", isHit });
    countError("image_empty");
    const now = await read();
    const crops = { cache: "crops" };
    expect(sampleValue(now, "wavelength_cache_requests_total", { ...crops, result: "hit" })).toBe(
      2,
    );
    expect(sampleValue(now, "wavelength_cache_requests_total", { ...crops, result: "miss" })).toBe(
      1,
    );
    expect(sampleValue(now, "wavelength_errors_total", { code: "image_empty" })).toBe(1);
  });
});

describe("a measured store", () => {
  const schema = sampleSchema();

  it("times each operation by its name, and names what fails", async () => {
    const store = measuredStore(openMemoryStore(schema));
    await store.upsert(sampleRows(schema, 0, 4));
    await expect(store.search(new Float32Array(1), { limit: 1 })).rejects.toThrow(AppError);
    const now = await read();
    const count = "wavelength_store_operation_duration_seconds_count";
    expect(sampleValue(now, count, { operation: "upsert" })).toBe(1);
    const failed = { operation: "search", code: "dimension_mismatch" };
    expect(sampleValue(now, "wavelength_store_failures_total", failed)).toBe(1);
    expect(sampleValue(now, "wavelength_store_operations_in_flight", { operation: "search" })).toBe(
      0,
    );
  });
});

describe("an operation of the store", () => {
  it("is in flight until it ends, and then has taken its time", async () => {
    const operation = "densities";
    const read = async (name: string) =>
      sampleValue(readExposition((await renderMetrics(NOW)).text), name, { operation });
    const inFlight = "wavelength_store_operations_in_flight";
    const seconds = "wavelength_store_operation_duration_seconds";
    const clock = vi.spyOn(performance, "now").mockReturnValue(1_000);
    const end = startStoreOperation(operation);
    expect(await read(inFlight)).toBe(1);
    clock.mockReturnValue(1_300);
    end();
    expect(await read(inFlight)).toBe(0);
    expect(await read(`${seconds}_sum`)).toBeCloseTo(0.3);
    expect(await read(`${seconds}_count`)).toBe(1);
  });
});

describe("the reader of metrics", () => {
  it.each([
    ["no end of the last line", "# TYPE a gauge\na 1"],
    ["a sample before its type", "a 1\n"],
    ["two types", "# TYPE a gauge\n# TYPE a gauge\n"],
    ["a sample twice", '# TYPE a gauge\na{b="1"} 1\na{b="1"} 2\n'],
    ["a label twice", '# TYPE a gauge\na{b="1",b="2"} 1\n'],
    ["an open quote", '# TYPE a gauge\na{b="1} 1\n'],
    ["no number", "# TYPE a gauge\na one\n"],
    ["a name with a dash", "# TYPE a-b gauge\n"],
  ])("refuses %s", (_, text) => {
    expect(() => readExposition(text)).toThrow(SyntaxError);
  });

  it("reads what the format has", () => {
    const text = `# HELP a Some \\\\ help.\n# TYPE a histogram\na_bucket{le="+Inf"} 2\na_sum 1.5e-3\na_count 2\n`;
    expect(readExposition(text).samples.map(({ value }) => value)).toEqual([2, 0.0015, 2]);
  });
});
