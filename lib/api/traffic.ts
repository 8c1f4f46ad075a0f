import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { LogLevel } from "@/lib/config";
import { logEvent } from "@/lib/log-event";
import { countInFlight, countRequest } from "@/lib/metrics/metrics";
import { REQUEST_ID_HEADER, requestIdOf, withinRequest } from "@/lib/request-context";
import { routeName } from "./route-name";

/** An answer that took longer is worth a line of the log. */
const SLOW_MS = 1_000;
/** As nginx writes it: the caller went away before the answer was whole. */
const GONE = 499;

/** What Node tells when a request's head has been read, before anyone answers it. */
interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly server: Server;
}

/**
 * All requests to the servers of this process, pages and files too: each gets an id, is counted, and
 * is logged where the level asks for it. Node's own channel tells of them; Next has no place for it.
 */
export class Traffic {
  readonly #level: LogLevel;
  readonly #servers = new Set<Server>();
  readonly #inFlight = new Set<ServerResponse>();
  #isClosing = false;

  private constructor(level: LogLevel) {
    this.#level = level;
  }

  /** Follows the requests that come from now on. */
  static follow(level: LogLevel): Traffic {
    const traffic = new Traffic(level);
    subscribe("http.server.request.start", (message) => traffic.#begin(message as RequestStart));
    return traffic;
  }

  /** Requests that have not been answered. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /**
   * Takes no more connections, and resolves when all requests that have come are answered. Whoever sends
   * another meanwhile, on a connection that stands, is answered and asked to close it. Then connections
   * on which nothing is asked are cut, those too that never said a word or stopped in a request's head:
   * Node takes these for busy, and looks at its time-outs no more once it closes.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const response of this.#inFlight) response.shouldKeepAlive = false;
    for (const server of this.#servers) server.close();
    do {
      await Promise.all([...this.#inFlight].map((response) => once(response, "close")));
      // One turn more: what has arrived already is read, and answered too.
      await nextTurn();
    } while (this.#inFlight.size > 0);
    for (const server of this.#servers) server.closeAllConnections();
  }

  #begin({ request, response, socket, server }: RequestStart): void {
    const started = performance.now();
    const sentBefore = socket.bytesWritten;
    const brought = request.headers[REQUEST_ID_HEADER];
    const requestId = requestIdOf(typeof brought === "string" ? brought : undefined);
    // Read again where the route is answered, and by pages.
    request.headers[REQUEST_ID_HEADER] = requestId;
    response.setHeader(REQUEST_ID_HEADER, requestId);
    const route = routeName(request.url ?? "");
    const method = methodName(request.method);
    this.#servers.add(server);
    this.#inFlight.add(response);
    if (this.#isClosing) response.shouldKeepAlive = false;
    countInFlight(1);
    response.once("close", () => {
      this.#inFlight.delete(response);
      countInFlight(-1);
      const ms = performance.now() - started;
      const status = response.writableFinished ? response.statusCode : GONE;
      const bytes = socket.bytesWritten - sentBefore;
      countRequest({ route, method, status, seconds: ms / 1_000, bytes });
      if (!this.#isWorthALine(status, ms)) return;
      withinRequest(requestId, () =>
        logEvent("request", { method, route, status, ms: Math.round(ms * 10) / 10, bytes }),
      );
    });
  }

  #isWorthALine(status: number, ms: number): boolean {
    if (this.#level === "all" || status >= 500) return true;
    return this.#level === "slow" && ms >= SLOW_MS;
  }
}

/** A label's values must be few, and a method is whatever a sender writes. */
function methodName(method: string | undefined): string {
  return ["GET", "HEAD", "POST", "DELETE"].find((known) => known === method) ?? "other";
}
