import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { NetworkGuards } from "../guarded-request";
import { isPublicAddress } from "../public-address";
import type { Clock } from "./clock";

/** Servers of one test. */
export class TestServers {
  readonly #servers: Server[] = [];

  /** A real server on loopback. @returns its port, and the paths that were asked for. */
  async serve(listener: RequestListener): Promise<{ port: number; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      listener(request, response);
    });
    this.#servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    return { port: (server.address() as AddressInfo).port, asked };
  }

  async close(): Promise<void> {
    for (const server of this.#servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }
  }
}

/** Every name leads to loopback, and that alone is let through besides public addresses. */
export const LOOPBACK_GUARDS: NetworkGuards = {
  resolve: async () => [{ address: "127.0.0.1", family: 4 }],
  isAllowed: (address) => address === "127.0.0.1" || isPublicAddress(address),
};

/** A clock that is set on by whoever waits; `pauses` are what they waited for, in ms. */
export function testClock(): Clock & { readonly pauses: number[] } {
  let nowMs = Date.UTC(2026, 0, 1);
  const pauses: number[] = [];
  return {
    pauses,
    now: () => nowMs,
    epochMs: () => nowMs,
    pause: async (ms, signal) => {
      signal.throwIfAborted();
      pauses.push(ms);
      nowMs += ms;
      await new Promise(setImmediate);
    },
  };
}
