import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { QdrantNodes } from "./qdrant-nodes.fixture";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-nodes-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A program in Qdrant's place that runs `body`. */
async function program(body: string): Promise<string> {
  const path = join(dir, "qdrant.cjs");
  await writeFile(path, `#!${process.execPath}\n${body}`, { mode: 0o755 });
  return path;
}

describe("nodes of an engine", () => {
  it("are started one after the other, know the first, and can be killed and started again", async () => {
    const binary = await program(`
      const { appendFileSync } = require("node:fs");
      const own = process.env.QDRANT__CLUSTER__P2P__PORT;
      const rest = process.argv.slice(2).map((word) => word.replace(own, "own"));
      appendFileSync("started", rest.join(" ") + "\\n");
      require("node:http")
        .createServer((request, response) => response.end(request.url))
        .listen(process.env.QDRANT__SERVICE__HTTP_PORT, process.env.QDRANT__SERVICE__HOST);
    `);
    const nodes = await QdrantNodes.start(binary, dir, 2);
    try {
      const answers = () =>
        Promise.all(
          nodes.urls.map((url) =>
            fetch(url).then(
              ({ ok }) => ok,
              () => false,
            ),
          ),
        );
      expect(await answers()).toEqual([true, true]);
      await nodes.kill(1);
      await nodes.kill(1);
      expect(await answers()).toEqual([true, false]);
      await nodes.restart(1);
      expect(await answers()).toEqual([true, true]);
    } finally {
      await nodes.stop();
    }
    const started = async (at: number) =>
      (await readFile(join(dir, `node-${at}`, "started"), "utf8")).trim().split("\n");
    expect(await started(0)).toEqual(["--uri http://127.0.0.1:own"]);
    const [first, second] = await started(1);
    expect(first).toMatch(
      /^--bootstrap http:\/\/127\.0\.0\.1:\d+ --uri http:\/\/127\.0\.0\.1:own$/,
    );
    expect(second).toBe(first);
  });

  it("that end by themselves are told of with what they said", async () => {
    const binary = await program(`process.stderr.write("no room here"); process.exitCode = 1;`);
    await expect(QdrantNodes.start(binary, dir, 1)).rejects.toThrow("no room here");
  });
});
