import { gunzipSync } from "node:zlib";
import { Agent, type Dispatcher, request } from "undici";
import type { RequestKind, RequestLog } from "./request-log";

/** As browsers hold them to one host. */
const CONNECTIONS = 6;
/** Longer than anything may take; nothing waits for it. */
const TIMEOUT_MS = 60_000;

interface AskOptions {
  readonly body?: Buffer;
  /** The visitor does not wait for it any longer. */
  readonly signal?: AbortSignal;
}

/**
 * What of a browser a server meets: a few connections that are kept, gzip, a cache that lasts as long
 * as its visitor, and a question whether what it holds is still so when the visitor comes back.
 */
export class VisitorBrowser {
  readonly #origin: string;
  readonly #log: RequestLog;
  #agent = openAgent();
  /** Addresses that are kept, with the tag to ask by; `undefined` where the server gave none. */
  readonly #kept = new Map<string, string | undefined>();
  #keptBefore = new Map<string, string | undefined>();

  constructor(origin: string, log: RequestLog) {
    this.#origin = origin;
    this.#log = log;
  }

  /** @returns the body; `undefined` where there is none, whatever the reason: the log has it. */
  async ask(
    kind: RequestKind,
    path: string,
    { body, signal }: AskOptions = {},
  ): Promise<Buffer | undefined> {
    const tag = this.#keptBefore.get(path);
    const start = performance.now();
    const since = () => performance.now() - start;
    try {
      const answer = await request(this.#origin + path, {
        dispatcher: this.#agent,
        method: body ? "POST" : "GET",
        headers: {
          "accept-encoding": "gzip",
          ...(body && { "content-type": "image/jpeg" }),
          ...(tag !== undefined && { "if-none-match": tag }),
        },
        ...(body && { body }),
        ...(signal && { signal }),
      });
      const wire = Buffer.from(await answer.body.arrayBuffer());
      if (!body && answer.statusCode === 200) this.#log.addPath(path);
      return this.#read(kind, path, answer, wire, since());
    } catch (error) {
      if (signal?.aborted) this.#log.add(kind, "given up", since());
      else this.#log.add(kind, "failed", since(), `${path.slice(0, 60)}: ${String(error)}`);
      return undefined;
    }
  }

  /** Files that never change under their names: asked for once. */
  async askForFiles(kind: RequestKind, paths: readonly string[]): Promise<void> {
    const missing = [...new Set(paths)].filter((path) => !this.#kept.has(path));
    for (const path of missing) this.#kept.set(path, undefined);
    await Promise.all(missing.map((path) => this.ask(kind, path)));
  }

  /** The visitor leaves and comes back another day: connections are closed, files have to be asked after. */
  async leave(): Promise<void> {
    this.#keptBefore = new Map(this.#kept);
    this.#kept.clear();
    const left = this.#agent;
    this.#agent = openAgent();
    await left.close();
  }

  #read(
    kind: RequestKind,
    path: string,
    { statusCode, headers }: Dispatcher.ResponseData,
    wire: Buffer,
    ms: number,
  ): Buffer | undefined {
    const body = headers["content-encoding"] === "gzip" ? gunzipSync(wire) : wire;
    if (statusCode === 200) {
      const { etag } = headers;
      if (typeof etag === "string") this.#kept.set(path, etag);
      this.#log.add(kind, "answered", ms);
      return body;
    }
    if (statusCode === 304) this.#log.add(kind, "unchanged", ms);
    else if (statusCode === 503 && headers["retry-after"] !== undefined) {
      this.#log.add(kind, "refused", ms);
    } else {
      const said = body.toString("utf8").slice(0, 200);
      this.#log.add(kind, "failed", ms, `${path.slice(0, 60)}: ${statusCode} ${said}`);
    }
    return undefined;
  }
}

function openAgent(): Agent {
  return new Agent({
    connections: CONNECTIONS,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
}
