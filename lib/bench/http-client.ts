import { Agent, request } from "node:http";
import { gunzipSync } from "node:zlib";

/** What a server answered and how long it took. */
export interface TimedAnswer {
  readonly status: number;
  /** Unpacked. */
  readonly body: Buffer;
  /** Bytes of the body on the wire. */
  readonly wireBytes: number;
  /** From the request's first byte to the answer's last, on a connection that stood. */
  readonly ms: number;
}

/** One connection that is kept, as a browser's. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/**
 * Asks as a browser does: gzip accepted, the connection kept.
 *
 * @param options.connection a second connection, where one must not wait for the other.
 */
export function ask(
  url: string,
  options: { readonly body?: Buffer; readonly connection?: Agent } = {},
): Promise<TimedAnswer> {
  const { body, connection = agent } = options;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const asked = request(url, {
      agent: connection,
      method: body ? "POST" : "GET",
      headers: {
        "accept-encoding": "gzip",
        ...(body && { "content-type": "image/jpeg", "content-length": body.length }),
      },
    });
    asked.on("error", reject);
    asked.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("error", reject);
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const ms = performance.now() - start;
        const wire = Buffer.concat(chunks);
        const isPacked = response.headers["content-encoding"] === "gzip";
        resolve({
          status: response.statusCode ?? 0,
          body: isPacked ? gunzipSync(wire) : wire,
          wireBytes: wire.length,
          ms,
        });
      });
    });
    asked.end(body);
  });
}

/** The body as JSON. @throws {Error} with the body, where the server did not succeed. */
export function jsonOf({ status, body }: TimedAnswer): unknown {
  if (status !== 200) throw new Error(`Expected status 200 but received ${status}: ${body}`);
  return JSON.parse(body.toString("utf8"));
}
