import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeUnfinished } from "../gallery/backup/unfinished";
import { crewFolders } from "../gallery/crew/crew";
import { PLACE } from "../gallery/crew/place";
import * as here from "./circumstances";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-doctor-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** No system gives out a number so high. */
const NOBODY = 4_194_999;

describe("what the doctor looks at", () => {
  it("is room on the disk, also of a folder that is not there yet, which it leaves so", async () => {
    const { freeBytes, freeFiles } = await here.roomAt(join(dir, "not", "there"));
    expect(freeBytes).toBeGreaterThan(0);
    if (freeFiles !== undefined) expect(freeFiles).toBeGreaterThan(0);
    await here.tryToWrite(join(dir, "not", "there"));
    await here.tryToWrite(dir);
    expect(await readdir(dir)).toEqual([]);
    await writeFile(join(dir, "file"), "");
    await expect(here.tryToWrite(join(dir, "file", "x"))).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTDIR|EACCES/),
    });
  });

  it("is a disk that is another's", async () => {
    await mkdir(join(dir, "store"));
    const folders = [join(dir, "store"), join(dir, "none"), "/proc"];
    const foreign = await here.foreignFolders(dir, folders);
    expect(foreign).toEqual(process.platform === "linux" ? ["/proc"] : []);
  });

  it("is who has a port", async () => {
    const server = createServer((request, response) => {
      const isOurs = request.headers.host?.startsWith("127.0.0.1") && request.url === "/api/health";
      response.writeHead(status, { "x-request-id": "4711" });
      response.end(JSON.stringify(isOurs ? answer : {}));
    });
    let [status, answer]: [number, object] = [200, { gallery: { id: "x" } }];
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await here.portHolder("127.0.0.1", port)).toBe("ours");
    // It is closing; it cannot open its store; a program that is none of ours has failed.
    status = 503;
    expect(await here.portHolder("127.0.0.1", port)).toBe("ours");
    answer = { code: "store_unavailable", requestId: "4711" };
    expect(await here.portHolder("127.0.0.1", port)).toBe("ours");
    answer = { code: "down", requestId: "another" };
    expect(await here.portHolder("127.0.0.1", port)).toBe("taken");
    await expect(here.askJson(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ status: 503 });
    [status, answer] = [200, {}];
    expect(await here.portHolder("127.0.0.1", port)).toBe("taken");
    expect(await here.askStatus(`http://127.0.0.1:${port}/`, "test")).toBe(200);
    await new Promise((resolve) => server.close(resolve));
    expect(await here.portHolder("127.0.0.1", port)).toBe("free");
    await expect(here.askJson(`http://127.0.0.1:${port}/`)).rejects.toThrow(/ECONNREFUSED/);
    // Of a link that is not named: nothing is sent anywhere.
    expect(await here.portHolder("fe80::1", port)).toBe("refused");
  });

  it("is who may read the owner's token", async () => {
    expect(await here.tokenMode(dir)).toBeUndefined();
    await writeFile(join(dir, "owner-token"), "secret");
    await chmod(join(dir, "owner-token"), 0o640);
    expect(await here.tokenMode(dir)).toBe(process.platform === "win32" ? undefined : 0o640);
  });

  it("is what dead workers left, and not what the living have in hand", async () => {
    const { dir: crew, lock } = crewFolders(dir);
    expect(await here.countClaims(dir)).toBe(0);
    expect(await here.isLockDead(dir)).toBeUndefined();
    await mkdir(join(crew, "claims"), { recursive: true });
    await writeFile(join(crew, "claims", "one"), "worker");
    expect(await here.countClaims(dir)).toBe(1);
    await writeFile(lock, JSON.stringify({ pid: NOBODY, place: PLACE }));
    expect(await here.isLockDead(dir)).toBe(true);
    await writeFile(lock, JSON.stringify({ pid: process.pid, place: PLACE }));
    expect(await here.isLockDead(dir)).toBe(false);
  });

  it("is files that were never finished", async () => {
    const thumbnails = join(dir, "thumbnails");
    expect(await here.findUnfinished(dir, thumbnails)).toEqual({ files: 0, bytes: 0 });
    const ours = await makeUnfinished(join(dir, "store"));
    const left = ours.replace(`-${process.pid}-`, `-${NOBODY}-`);
    await mkdir(join(left, "store"), { recursive: true });
    await writeFile(join(left, "store", "rows"), "12345");
    await mkdir(join(thumbnails, "unfinished"), { recursive: true });
    await writeFile(join(thumbnails, "unfinished", "x"), "123");
    await writeFile(join(dir, "map.new"), "12");
    expect(await here.findUnfinished(dir, thumbnails)).toEqual({ files: 3, bytes: 10 });
  });

  it("is memory that there is", () => {
    expect(here.usableMemory()).toBeGreaterThan(0);
  });
});
