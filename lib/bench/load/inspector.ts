import { once } from "node:events";
import { WebSocket } from "undici";

/** What a Node process says of its memory, in MB; see `process.memoryUsage`. */
export interface MemoryMb {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/**
 * Node's inspector in another process, which was started with `--inspect`: it can be told to collect
 * its garbage, so that what is left is held by something.
 */
export class Inspector {
  readonly #socket: WebSocket;
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** @param port on the loopback address. @throws {Error} where no inspector listens. */
  static async open(port: number): Promise<Inspector> {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [target] = (await response.json()) as { readonly webSocketDebuggerUrl: string }[];
    if (!target) throw new Error(`Expected a process to inspect on port ${port} but there is none`);
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await once(socket, "open");
    return new Inspector(socket);
  }

  /** Memory after a full collection of garbage. */
  async memoryMb(): Promise<MemoryMb> {
    // What the first collection finalises, the second can free.
    for (let i = 0; i < 2; i++) await this.#ask("HeapProfiler.collectGarbage", {});
    const said = await this.#ask("Runtime.evaluate", {
      expression: "JSON.stringify(process.memoryUsage())",
    });
    const { result } = said as { readonly result: { readonly value: string } };
    const bytes = JSON.parse(result.value) as MemoryMb;
    return { rss: bytes.rss / 1e6, heapUsed: bytes.heapUsed / 1e6, external: bytes.external / 1e6 };
  }

  close(): void {
    this.#socket.close();
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      const hear = ({ data }: { readonly data: unknown }) => {
        const answer = JSON.parse(String(data));
        if (answer.id !== id) return;
        this.#socket.removeEventListener("message", hear);
        if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
        else resolve(answer.result);
      };
      this.#socket.addEventListener("message", hear);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
