import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { lendTerms } from "./fixtures/gallery-cache";
import { ownGallery } from "./fixtures/own-gallery";
import { startTestServer, type TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";
import { expectWall, tileAt, tilesOf } from "./fixtures/wall";

const FIRST_IMAGES = 5;
const COLOURS = ["#b8402f", "#2f7fb8", "#3c9a55", "#d9b23c", "#6d4bb0", "#e8e2d4", "#22262b"];

// The tests change a gallery: they have one of their own, empty at first, and follow each other.
test.describe.configure({ mode: "serial" });

let folder: string;
let server: TestServer;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wavelength-owner-"));
  await lendTerms(ownGallery().dataDir, join(folder, "data"));
  server = await startTestServer(join(folder, "data"));
});
test.afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Pictures of squares in a folder of this name; no two calls draw the same. */
async function drawFolder(name: string, colours: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [i, colour] of colours.entries()) {
    const side = 200 + 40 * i;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="${colour}"/><rect x="${i * 50}" y="40" width="${side}" height="${side}" fill="#fff" opacity=".6"/></svg>`;
    await sharp(Buffer.from(svg))
      .png()
      .toFile(join(path, `${name}-${i}.png`));
  }
  return path;
}

test("an empty gallery says how to fill it; a folder added there becomes the wall by itself", async ({
  freshPage,
}) => {
  const page = await freshPage({ baseURL: server.url });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "This gallery is empty" })).toBeVisible();
  await expect(page.getByText("npm run add -- ~/Pictures")).toBeVisible();

  const path = await drawFolder("first", COLOURS.slice(0, FIRST_IMAGES));
  await page.getByRole("main").getByRole("button", { name: "Your folder" }).click();
  const dialog = page.getByRole("dialog", { name: "Show a folder of your own" });
  await dialog.getByLabel("Whole path of the folder").fill(path);
  await dialog.getByRole("button", { name: "Add" }).click();
  // The model has not run yet, and the page looks every other second.
  await expect(tilesOf(page).first()).toBeVisible({ timeout: 45_000 });
  await expectWall(page);
});

test("a folder that is not there is named; one with a broken file tells what it skipped", async ({
  freshPage,
  expectedComplaints,
}) => {
  expectedComplaints.push(/status of 404/);
  const page = await freshPage({ baseURL: server.url });
  await page.goto("/");
  await expectWall(page);
  await page.getByRole("button", { name: "Your folder" }).click();
  const dialog = page.getByRole("dialog", { name: "Show a folder of your own" });
  const input = dialog.getByLabel("Whole path of the folder");
  const missing = join(folder, "nowhere");
  await input.fill(missing);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert")).toContainText(missing);

  const path = await drawFolder("second", COLOURS.slice(FIRST_IMAGES));
  await writeFile(join(path, "broken.jpg"), "this is no picture");
  await input.fill(path);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await expect(dialog.getByText("Done: 2 added, 1 skipped")).toBeVisible();
  await dialog.getByText("What was skipped, and why").click();
  await expect(dialog.getByText("broken.jpg")).toBeVisible();

  await dialog.getByRole("link", { name: "See the wall" }).click();
  await expectWall(page);
  await expect(tilesOf(page)).toHaveCount(COLOURS.length);
});

test("an image that the owner removes leaves the wall without a restart, and its file stays", async ({
  freshPage,
}) => {
  const page = await freshPage({ baseURL: server.url });
  await page.goto("/");
  await expectWall(page);
  const name = await tileAt(page, 1).getByRole("img").getAttribute("src");
  await tileAt(page, 1).press("Space");
  const large = page.getByRole("dialog");
  await large.getByRole("button", { name: "Remove from the gallery" }).click();
  await large.getByRole("button", { name: "Keep it" }).click();
  await large.getByRole("button", { name: "Remove from the gallery" }).click();
  await large.getByRole("button", { name: "Remove it" }).click();
  await expect(large).toBeHidden();

  await page.reload();
  await expectWall(page);
  await expect(tilesOf(page)).toHaveCount(COLOURS.length - 1);
  await expect(page.locator(`img[src="${name}"]`)).toHaveCount(0);
});
