import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@/lib/launch/free-port.mjs";
import { runProcess } from "@/lib/launch/processes.mjs";

const HOST = "127.0.0.1";
const LOOK_MS = 100;
const MAX_LOOKS = 1_200;

interface Node {
  readonly dir: string;
  readonly port: number;
  readonly grpcPort: number;
  readonly p2pPort: number;
  child: ChildProcess | undefined;
}

/**
 * Nodes of one Qdrant engine on the loopback address, with the settings of `compose.yaml`: for tests
 * and benchmarks that kill them.
 */
export class QdrantNodes {
  readonly #binary: string;
  readonly #nodes: readonly Node[];

  private constructor(binary: string, nodes: readonly Node[]) {
    this.#binary = binary;
    this.#nodes = nodes;
  }

  /**
   * Starts an engine of so many nodes, ready to be asked.
   *
   * @param binary of Qdrant, as `QDRANT_BIN` names it.
   * @param dir where each node gets a folder.
   * @throws {Error} with what a node said that ended, or was not ready within two minutes.
   */
  static async start(binary: string, dir: string, count: number): Promise<QdrantNodes> {
    const nodes: Node[] = [];
    for (let i = 0; i < count; i++) {
      const [port, grpcPort, p2pPort] = [await freePort(), await freePort(), await freePort()];
      nodes.push({ dir: join(dir, `node-${i}`), port, grpcPort, p2pPort, child: undefined });
    }
    const engine = new QdrantNodes(binary, nodes);
    try {
      for (let i = 0; i < count; i++) await engine.restart(i);
      return engine;
    } catch (error) {
      await engine.stop();
      throw error;
    }
  }

  get urls(): string[] {
    return this.#nodes.map(({ port }) => `http://${HOST}:${port}`);
  }

  /** Starts a node that does not run; resolved when it has caught up with the others. */
  async restart(at: number): Promise<void> {
    const node = this.#node(at);
    const first = this.#node(0);
    await mkdir(node.dir, { recursive: true });
    const p2p = ({ p2pPort }: Node) => `http://${HOST}:${p2pPort}`;
    const bootstrap = at === 0 ? [] : ["--bootstrap", p2p(first)];
    const ended = runProcess(this.#binary, [...bootstrap, "--uri", p2p(node)], {
      cwd: node.dir,
      env: {
        QDRANT__LOG_LEVEL: "WARN",
        QDRANT__SERVICE__HOST: HOST,
        QDRANT__SERVICE__HTTP_PORT: String(node.port),
        QDRANT__SERVICE__GRPC_PORT: String(node.grpcPort),
        QDRANT__CLUSTER__ENABLED: "true",
        QDRANT__CLUSTER__P2P__PORT: String(node.p2pPort),
        QDRANT__STORAGE__STORAGE_PATH: join(node.dir, "storage"),
        QDRANT__STORAGE__SNAPSHOTS_PATH: join(node.dir, "snapshots"),
        QDRANT__STORAGE__COLLECTION__REPLICATION_FACTOR: "2",
        QDRANT__STORAGE__COLLECTION__SHARD_NUMBER_PER_NODE: "2",
        QDRANT__TELEMETRY_DISABLED: "true",
      },
      onStart(child) {
        node.child = child;
      },
    });
    let output: string | undefined;
    void ended.then((end) => {
      output = end.output;
    });
    for (let look = 0; look < MAX_LOOKS && output === undefined; look++) {
      const answer = await fetch(`http://${HOST}:${node.port}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await delay(LOOK_MS);
    }
    throw new Error(`Expected node ${at} to be ready but it is not:\n${output ?? "it runs"}`);
  }

  /** Ends a node at once, as a power cut would; one that does not run is left as it is. */
  async kill(at: number): Promise<void> {
    const { child } = this.#node(at);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#nodes.map((_, at) => this.kill(at)));
  }

  #node(at: number): Node {
    const node = this.#nodes[at];
    if (!node) throw new RangeError(`Expected one of ${this.#nodes.length} nodes but ${at}`);
    return node;
  }
}
