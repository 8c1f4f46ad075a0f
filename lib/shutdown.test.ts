import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

let bundle = "";
beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), "wavelength-shutdown-"));
  await build({
    entryPoints: ["lib/shutdown.fixture.ts"],
    outfile: join(bundle, "server.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    tsconfig: "tsconfig.json",
  });
});
afterAll(() => rm(bundle, { recursive: true }));

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly lines: Interface;
  /** Events of its log, by name. */
  readonly events: string[];
  readonly ended: Promise<unknown[]>;
}

describe("a server that is asked to end", () => {
  const children: ChildProcess[] = [];
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  async function start(delayS: number, timeoutS: number): Promise<Running> {
    const args = [join(bundle, "server.mjs"), String(delayS), String(timeoutS)];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
    children.push(child);
    const events: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) =>
      events.push(JSON.parse(line).event),
    );
    const lines = createInterface({ input: child.stdout });
    const [port] = await once(lines, "line");
    return { child, url: `http://127.0.0.1:${port}`, lines, events, ended: once(child, "exit") };
  }

  /** Sends a request that is answered when the test says so. */
  async function askSlowly({ url, lines }: Running): Promise<{ answer: Promise<string> }> {
    const came = once(lines, "line");
    const answer = fetch(`${url}/slow`).then((response) => response.text());
    answer.catch(() => {});
    await came;
    return { answer };
  }

  /** Connects, and sends `bytes` and no more. */
  async function openSocket({ url }: Running, bytes: string) {
    const socket = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("latin1");
    sockets.push(socket);
    let said = "";
    let isOver = false;
    socket.on("data", (text) => {
      said += text;
    });
    socket
      .on("error", () => {})
      .on("close", () => {
        isOver = true;
      });
    await once(socket, "connect");
    socket.write(bytes);
    return { socket, said: () => said, isOver: () => isOver };
  }

  it("refuses newcomers, finishes what is in flight, then closes its files and ends well", async () => {
    const running = await start(0, 10);
    const { answer } = await askSlowly(running);
    running.child.kill("SIGTERM");
    await vi.waitFor(() => expect(running.events).toContain("closing"));
    await vi.waitFor(() => expect(fetch(`${running.url}/health`)).rejects.toThrow("fetch failed"));
    const closed = once(running.lines, "line");
    running.child.stdin?.write("now\n");
    expect(await answer).toBe("whole");
    expect(await closed).toEqual(["files closed"]);
    expect(await running.ended).toEqual([0, null]);
    expect(running.events).toEqual(["closing", "closed"]);
  });

  it("waits for a request of which half has come, and for no connection that asks nothing", async () => {
    const running = await start(0, 10);
    await fetch(`${running.url}/health`);
    const silent = await openSocket(running, "");
    const halfAHead = await openSocket(running, "GET /health HTTP/1.1\r\nhost:");
    const came = once(running.lines, "line");
    const head = "POST /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n";
    const asked = await openSocket(running, `${head}ha`);
    await came;
    running.child.kill("SIGTERM");
    await vi.waitFor(() => expect(running.events).toContain("closing"));
    running.child.stdin?.write("now\n");
    expect([silent.isOver(), halfAHead.isOver()]).toEqual([false, false]);
    asked.socket.write("lf");
    expect(await running.ended).toEqual([0, null]);
    expect(running.events).toEqual(["closing", "closed"]);
    await vi.waitFor(() => expect(asked.said()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nwhole$/s));
    await vi.waitFor(() => expect([silent.isOver(), halfAHead.isOver()]).toEqual([true, true]));
    expect([silent.said(), halfAHead.said()]).toEqual(["", ""]);
  });

  it("says so to whoever asks how it is before it refuses anybody", async () => {
    const running = await start(60, 10);
    expect((await fetch(`${running.url}/health`)).status).toBe(200);
    running.child.kill("SIGINT");
    await vi.waitFor(() => expect(running.events).toContain("closing"));
    expect((await fetch(`${running.url}/health`)).status).toBe(503);
  });

  it("ends when its time is up, and says that it had to cut something off", async () => {
    const running = await start(0, 0.05);
    await askSlowly(running);
    running.child.kill("SIGTERM");
    expect(await running.ended).toEqual([1, null]);
    expect(running.events).toEqual(["closing", "close_timed_out"]);
  });

  it("ends at once when it is asked again, but not for one Ctrl-C that reaches it twice", async () => {
    const running = await start(0, 60);
    await askSlowly(running);
    running.child.kill("SIGINT");
    running.child.kill("SIGTERM");
    await vi.waitFor(() => expect(running.events).toEqual(["closing"]));
    const ended = running.ended;
    await vi.waitFor(
      async () => {
        running.child.kill("SIGTERM");
        expect(running.events).toContain("closed_at_once");
      },
      { timeout: 10_000 },
    );
    expect(await ended).toEqual([1, null]);
  });
});
