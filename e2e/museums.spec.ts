import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { playMuseums } from "../lib/gallery/sources/museums.fixture";
import { TestServers } from "../lib/gallery/sources/servers.fixture";
import { lendTerms } from "./fixtures/gallery-cache";
import { ownGallery } from "./fixtures/own-gallery";
import { startTestServer, type TestServer } from "./fixtures/server";
import { expect, findBarriers, test } from "./fixtures/test";
import { expectWall, tilesOf } from "./fixtures/wall";

const SAMPLES = 8;
/** Of each of the two museums. */
const WORKS = 6;

// One gallery, of samples only at first, and museums that are away and then slow.
// The model is loaded anew each time that something is added.
test.describe.configure({ mode: "serial", timeout: 120_000 });

let folder: string;
let server: TestServer;
const museums = new TestServers();
let museum: "away" | "slow" = "away";

/** A flat picture with a disc; no two numbers look the same. */
function draw(n: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="hsl(${(n * 47) % 360} 50% 45%)"/><circle cx="${100 + ((n * 53) % 280)}" cy="180" r="90" fill="#fff" opacity=".7"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wavelength-museums-"));
  await lendTerms(ownGallery().dataDir, join(folder, "data"));
  const { port } = await museums.serve(
    playMuseums({
      works: WORKS,
      picture: draw,
      instead: ({ pathname }, response) => {
        if (museum === "away") return Boolean(response.destroy());
        return /^\/images\..*[3-6]\.jpg$/.test(pathname);
      },
    }),
  );
  server = await startTestServer(join(folder, "data"), {
    WAVELENGTH_COLLECTIONS_URL: `http://127.0.0.1:${port}`,
  });
  const samples = join(folder, "samples");
  await mkdir(samples);
  const said = [...Array(SAMPLES).keys()].map((n) => ({
    ...{ file: `${n}.png`, artist: "Wavelength", generated: true, licence: "CC0-1.0" },
  }));
  await writeFile(
    join(samples, "gallery.jsonl"),
    said.map((line) => JSON.stringify(line)).join("\n"),
  );
  for (const { file } of said) {
    await writeFile(join(samples, file), await draw(3_000 + Number.parseInt(file, 10)));
  }
  await fetch(`${server.url}/api/ingest`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ folder: samples }),
  });
  await expect
    .poll(async () => (await (await fetch(`${server.url}/api/ingest`)).json()).state, {
      timeout: 45_000,
    })
    .toBe("done");
});
test.afterAll(async () => {
  await server.stop();
  await museums.close();
  await rm(folder, { recursive: true, force: true });
});

test("a gallery of samples offers its owner 500 public-domain works; museums that are away are named", async ({
  freshPage,
}) => {
  const button = { name: "500 public-domain works" };
  const visitor = await freshPage({ baseURL: server.url });
  await visitor.route("**/api/owner", (route) => route.fulfill({ json: { owner: false } }));
  await visitor.goto("/");
  await expectWall(visitor);
  await expect(visitor.getByRole("button", button)).toHaveCount(0);

  const page = await freshPage({ baseURL: server.url });
  // What the page learns of the time before the button is pressed comes last.
  const begun = page.waitForResponse((response) => response.request().method() === "POST");
  await page.route(
    "**/api/ingest",
    async (route) => {
      const response = await route.fetch();
      await (await begun).finished();
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.goto("/");
  await expectWall(page);
  await expect(page.getByRole("button", button)).toHaveAccessibleDescription(/Art Institute/);
  // Until it is known who asks, a key would do nothing.
  await expect(page.getByRole("button", button)).toBeEnabled();
  await page.getByRole("button", button).press("Enter");
  const card = page.getByRole("region", { name: "No works came" });
  await expect(card).toContainText("could not be reached. Check the connection to the internet", {
    timeout: 60_000,
  });
  await expect(card.getByRole("button", { name: "Try again" })).toBeEnabled();
  expect(await findBarriers(page)).toEqual([]);
});

test("works come one by one on to the wall, until they are all there or somebody stops them", async ({
  freshPage,
}) => {
  museum = "slow";
  const page = await freshPage({ baseURL: server.url });
  await page.goto("/");
  await page.getByRole("button", { name: "500 public-domain works" }).click();
  const coming = page.getByRole("region", { name: "Works are coming" });
  // While some pictures are still on their way.
  await expect.poll(() => tilesOf(page).count(), { timeout: 60_000 }).toBeGreaterThan(SAMPLES);
  await expect(coming.getByRole("progressbar")).toBeVisible();
  await coming.getByRole("button", { name: "Stop" }).click();
  const stopped = page.getByRole("region", { name: "Stopped" });
  await expect(stopped).toContainText("came and stay");
  await expect(stopped.getByRole("button", { name: "Go on" })).toBeEnabled();

  await page.reload();
  await expectWall(page);
  expect(await tilesOf(page).count()).toBeGreaterThan(SAMPLES);
  await expect(page.getByRole("button", { name: "500 public-domain works" })).toHaveCount(0);
});
