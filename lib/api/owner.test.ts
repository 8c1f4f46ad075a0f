import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Config, parseConfig } from "@/lib/config";
import { isOwner, isOwnerToken, OWNER_COOKIE, requireOwner } from "./owner";
import { ownerToken } from "./owner-token.mjs";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "wavelength-owner-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const configFor = (host: string): Config =>
  parseConfig({ WAVELENGTH_HOST: host, WAVELENGTH_DATA: dataDir });

const request = (headers: Record<string, string>) =>
  new Request("http://localhost:3000/api/ingest", { headers });

describe("the owner of a server on a loopback address", () => {
  it.each([
    ["this machine's browser", { host: "localhost:3000" }, true],
    ["a page of the app", { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" }, true],
    ["an IPv6 address", { host: "[::1]:3000" }, true],
    ["a foreign name that resolves here", { host: "evil.example" }, false],
    ["another site's page", { host: "localhost:3000", origin: "https://evil.example" }, false],
    ["a page without an origin", { host: "localhost:3000", origin: "null" }, false],
    ["a cross-site form", { host: "localhost:3000", "sec-fetch-site": "cross-site" }, false],
  ])("%s", async (_who, headers, expected) => {
    expect(await isOwner(request(headers), configFor("127.0.0.1"))).toBe(expected);
  });
});

describe("the owner of a server on the network", () => {
  it("is who holds the token of the data folder", async () => {
    const config = configFor("0.0.0.0");
    expect(await isOwner(request({ host: "localhost:3000" }), config)).toBe(false);
    expect(await isOwnerToken("anything", config)).toBe(false);
    const kept = await readFile(join(dataDir, "owner-token"), "utf8");
    expect(kept).toMatch(/^[A-Za-z0-9_-]{43}$/);
    for (const [authorization, expected] of [
      [`Bearer ${kept}`, true],
      [`Bearer ${kept}x`, false],
      [kept, false],
    ] as const) {
      const asked = request({ host: "gallery.example", authorization });
      expect(await isOwner(asked, config)).toBe(expected);
    }
    const cookie = (value: string) =>
      request({ host: "gallery.example", cookie: `a=b; ${OWNER_COOKIE}=${value}` });
    expect(await isOwner(cookie(kept), config)).toBe(true);
    expect(await isOwner(cookie(`${kept}x`), config)).toBe(false);
    expect((await stat(join(dataDir, "owner-token"))).mode & 0o077).toBe(0);
  });

  it("has one token, whoever of several servers makes it first", async () => {
    const files = async () => (await readdir(dataDir)).sort();
    const made = await Promise.all([1, 2, 3, 4].map(() => ownerToken(dataDir)));
    expect(new Set(made).size).toBe(1);
    expect(await files()).toEqual(["owner-token"]);
  });

  it("is nobody while the token's file is empty, as a full disk leaves it", async () => {
    await writeFile(join(dataDir, "owner-token"), "");
    const config = configFor("0.0.0.0");
    const nothing = request({ host: "gallery.example", cookie: `${OWNER_COOKIE}=` });
    await expect(isOwner(nothing, config)).rejects.toThrow(/delete the file/);
    await expect(isOwnerToken("", config)).rejects.toThrow(/delete the file/);
  });

  it("refuses everyone else by name", async () => {
    const refusal = requireOwner(request({ host: "gallery.example" }), configFor("0.0.0.0"));
    await expect(refusal).rejects.toMatchObject({ code: "not_owner", status: 403 });
  });
});
