import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { onWork } from "./work-told";

/** Seconds; from a look into memory to a link that is given up. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** How finely the event loop's delay is measured, in ms; the timer itself costs nothing to speak of. */
const EVENT_LOOP_MS = 10;

/** What stands still while it is looked at: read when somebody asks for the metrics. */
export interface MetricsSnapshot {
  readonly version: string;
  readonly model: { readonly id: string; readonly provider: string };
  readonly embedder: {
    readonly state: string;
    readonly queueDepth: number;
    readonly maxQueue: number;
  };
  readonly gallery: { readonly count: number; readonly revision: number };
  /** Of the ingest that was started in the interface last. */
  readonly ingest: {
    readonly isRunning: boolean;
    readonly images: Readonly<Record<"added" | "known" | "removed" | "skipped", number>>;
    readonly imagesPerSecond: number;
  };
}

const METRICS = Symbol.for("wavelength.metrics");
const shared = globalThis as typeof globalThis & { [METRICS]?: Metrics };

type Metrics = ReturnType<typeof makeMetrics>;

/** On `globalThis`, because Next bundles `instrumentation.ts` and each route apart. */
function metrics(): Metrics {
  shared[METRICS] ??= makeMetrics();
  return shared[METRICS];
}

/** Begins to measure the process and to listen to the work that parts tell of. */
export function startMetrics(): void {
  metrics();
}

/** One request that was answered, or given up by who asked. */
export function countRequest(request: {
  /** A route, never an address: `lib/api/route-name.ts`. */
  readonly route: string;
  readonly method: string;
  /** 499 where the caller went away before the answer was whole. */
  readonly status: number;
  readonly seconds: number;
  readonly bytes: number;
}): void {
  const { httpRequests, httpSeconds, httpBytes } = metrics();
  const { route, method, status, seconds, bytes } = request;
  httpRequests.inc({ route, method, status: String(status) });
  httpSeconds.observe({ route }, seconds);
  httpBytes.inc({ route }, bytes);
}

/** @param change +1 when a request begins, −1 when it ends. */
export function countInFlight(change: 1 | -1): void {
  metrics().httpInFlight.inc(change);
}

/** One failure that somebody was told of. @param code of `lib/errors.ts`. */
export function countError(code: string): void {
  metrics().errors.inc({ code });
}

/** Begins to measure an operation of the store; call what it returns when it has ended. */
export function startStoreOperation(operation: string): (failure?: string) => void {
  const { storeSeconds, storeInFlight, storeFailures } = metrics();
  const started = performance.now();
  storeInFlight.inc({ operation });
  return (failure) => {
    storeInFlight.dec({ operation });
    storeSeconds.observe({ operation }, (performance.now() - started) / 1_000);
    if (failure !== undefined) storeFailures.inc({ operation, code: failure });
  };
}

/** Prometheus' text format, version 0.0.4, and its content type. */
export async function renderMetrics(
  now: MetricsSnapshot,
): Promise<{ readonly contentType: string; readonly text: string }> {
  const { registry, ...all } = metrics();
  all.info.reset();
  all.info.set({ version: now.version, model: now.model.id, provider: now.model.provider }, 1);
  all.embedderUp.set(now.embedder.state === "ready" ? 1 : 0);
  all.embedderDepth.set(now.embedder.queueDepth);
  all.embedderMax.set(now.embedder.maxQueue);
  all.images.set(now.gallery.count);
  all.revision.set(now.gallery.revision);
  all.ingestRunning.set(now.ingest.isRunning ? 1 : 0);
  all.ingestRate.set(now.ingest.imagesPerSecond);
  for (const [result, count] of Object.entries(now.ingest.images)) {
    all.ingestImages.set({ result }, count);
  }
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function makeMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_MS });
  const registers = [registry];
  const gauge = <T extends string = never>(name: string, help: string, labels: T[] = []) =>
    new Gauge({ name, help, labelNames: labels, registers });
  const counter = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <T extends string>(
    name: string,
    help: string,
    labelNames: T[],
    buckets = SECONDS,
  ) => new Histogram({ name, help, labelNames, buckets, registers });

  const all = {
    registry,
    info: gauge("wavelength_info", "What runs here; always 1.", ["version", "model", "provider"]),
    httpRequests: counter("wavelength_http_requests_total", "Requests that ended.", [
      "route",
      "method",
      "status",
    ]),
    httpSeconds: histogram(
      "wavelength_http_request_duration_seconds",
      "From a request's head to the last byte of its answer.",
      ["route"],
    ),
    httpBytes: counter("wavelength_http_response_bytes_total", "Bytes of answers on the wire.", [
      "route",
    ]),
    httpInFlight: gauge("wavelength_http_requests_in_flight", "Requests that have not ended."),
    errors: counter("wavelength_errors_total", "Failures that callers were told of, by code.", [
      "code",
    ]),
    queueWait: histogram(
      "wavelength_queue_wait_seconds",
      "How long work waited in a queue before it was taken.",
      ["queue"],
    ),
    queueRun: histogram(
      "wavelength_queue_run_seconds",
      "How long work that was taken from a queue together ran.",
      ["queue"],
    ),
    batchSize: histogram(
      "wavelength_batch_size_items",
      "Items that were taken from a queue together.",
      ["queue"],
      BATCH_SIZES,
    ),
    embedderUp: gauge("wavelength_embedder_up", "Whether the model answers: 1 or 0."),
    embedderDepth: gauge("wavelength_embedder_queue_depth", "Items that wait for the model."),
    embedderMax: gauge("wavelength_embedder_queue_max", "One more is refused."),
    caches: counter("wavelength_cache_requests_total", "Questions to a cache: hit or miss.", [
      "cache",
      "result",
    ]),
    storeSeconds: histogram(
      "wavelength_store_operation_duration_seconds",
      "Operations of the store, their wait included.",
      ["operation"],
    ),
    storeInFlight: gauge(
      "wavelength_store_operations_in_flight",
      "Operations of the store that wait or run.",
      ["operation"],
    ),
    storeFailures: counter("wavelength_store_failures_total", "Operations that failed.", [
      "operation",
      "code",
    ]),
    images: gauge("wavelength_gallery_images", "Images that a search can return."),
    revision: gauge("wavelength_gallery_revision", "Grows with every write that is seen."),
    ingestRunning: gauge(
      "wavelength_ingest_running",
      "Whether a folder that the owner chose in the interface is being added: 1 or 0.",
    ),
    ingestImages: gauge(
      "wavelength_ingest_images",
      "Images of the ingest that was started in the interface last.",
      ["result"],
    ),
    ingestRate: gauge("wavelength_ingest_images_per_second", "Images that it takes in, of late."),
  };
  onWork((done) => {
    if (done.kind === "cache") {
      all.caches.inc({ cache: done.cache, result: done.isHit ? "hit" : "miss" });
      return;
    }
    const { queue } = done;
    for (const ms of done.waitedMs) all.queueWait.observe({ queue }, ms / 1_000);
    all.queueRun.observe({ queue }, done.ranMs / 1_000);
    all.batchSize.observe({ queue }, done.waitedMs.length);
  });
  return all;
}
