import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeTinyModel } from "@/lib/embedding/tiny-model.fixture";
import { energyLayout } from "@/lib/energy/aspects";
import { openLanceStore } from "@/lib/store/lance-store";
import { QdrantFixture } from "@/lib/store/qdrant/qdrant.fixture";
import { openQdrantStore } from "@/lib/store/qdrant/qdrant-store";
import { sampleId, sampleRows } from "@/lib/store/sample-rows";
import { workerFile } from "@/lib/worker-file";

const SCHEMA = {
  modelId: "tiny-clip",
  layout: energyLayout({ subject: 4, style: 0 }),
  copyDims: 0,
};

let dir: string;
/** A gallery of 2,000 images, one of them removed: the same for all tests, and none changes it. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-look-after-"));
  await writeTinyModel(join(dir, "model"));
  const store = await openLanceStore({ dir: join(dir, "data", "store"), schema: SCHEMA });
  await store.upsert(sampleRows(SCHEMA, 0, 2_000));
  await store.remove([sampleId(1)]);
  await store.close();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function environment() {
  return {
    ...process.env,
    WAVELENGTH_DATA: join(dir, "data"),
    WAVELENGTH_MODEL: join(dir, "model"),
    WAVELENGTH_PROVIDERS: "cpu",
    WAVELENGTH_STORE: "",
    WAVELENGTH_THUMBNAILS: "",
  };
}

async function run(command: string, ...args: string[]) {
  const child = spawn(process.execPath, [workerFile(command).toString(), ...args], {
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [text, errors] = ["", ""];
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, "close");
  return { code, text, errors };
}

it("npm run backup, restore and doctor: what was lost is there again, and looked at", async () => {
  const kept = join(dir, "kept");
  expect(await run("backup", kept)).toMatchObject({
    code: 0,
    text: expect.stringMatching(/1999 images .* 1 ids that were removed/),
  });
  const into = join(dir, "new");
  expect(await run("restore", kept, "--into", into)).toMatchObject({
    code: 0,
    text: expect.stringContaining("1999 images restored"),
  });
  // An address of a link that is not named: no server can listen there.
  const { code, text } = await run("doctor", "--json", "--data", into, "--host", "fe80::1");
  const { isBroken, findings } = JSON.parse(text);
  expect([code, isBroken]).toEqual([1, true]);
  expect(findings).toContainEqual({
    about: "store",
    level: "good",
    says: expect.stringContaining("1999 images"),
  });
  const broken = findings.filter(({ level }: { level: string }) => level === "broken");
  expect(broken).toMatchObject([{ about: "network", advice: expect.anything() }]);
});

it("npm run doctor refuses a port that is none, as npm start does", () => {
  const doctor = workerFile("doctor").toString();
  const env = { ...environment(), PORT: "abc" };
  const { status, stderr } = spawnSync(process.execPath, [doctor], { env, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Expected a port from 1 to 65535 but received abc: try `[^\n]*`\.\n$/);
});

it("npm run move takes a gallery into an engine", async () => {
  const engine = await QdrantFixture.start();
  try {
    const place = `${engine.url.replace("http", "qdrant")}/gallery`;
    expect(await run("move", "--to", place)).toMatchObject({
      code: 0,
      text: expect.stringContaining(`WAVELENGTH_STORE=${place}`),
    });
    const moved = { urls: [engine.url], collection: "gallery", schema: SCHEMA };
    const store = await openQdrantStore(moved);
    expect(store.state().count).toBe(1_999);
    expect([...(await store.removed())]).toEqual([sampleId(1)]);
    await store.close();
  } finally {
    await engine.down();
  }
});

it("npm run backup on a full disk says so, and leaves nothing there", async (context) => {
  const disk = join(dir, "disk");
  await mkdir(disk);
  // A disk of 200 kB of its own, where the system lets us mount one.
  const mount = `mount -t tmpfs -o size=200k none ${disk}`;
  const isMountable = spawnSync("unshare", ["-rm", "sh", "-c", mount]).status === 0;
  if (!isMountable) context.skip("no disk can be mounted here");
  const command = `'${process.execPath}' '${workerFile("backup")}' '${disk}/kept'`;
  const { stdout, stderr } = spawnSync(
    "unshare",
    ["-rm", "sh", "-c", `${mount} && ${command}; echo "code $?"; ls -A ${disk}`],
    { env: environment(), encoding: "utf8" },
  );
  expect(stderr).toMatch(/disk is full/);
  // And `ls` names nothing.
  expect(stdout).toMatch(/code 1\n$/);
});
