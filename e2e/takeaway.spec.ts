import { mkdtemp, readFile, rm, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import sharp from "sharp";
import { z } from "zod";
import { imageIdOf } from "../lib/gallery/prepare-guest";
import { PROJECT_ROOT } from "../lib/launch/project-root.mjs";
import type { ExportFile } from "../lib/takeaway/export-schema";
import { linkFor } from "../lib/trail/tree";
import { makeEditedGallery } from "./fixtures/edited-gallery";
import { startTestServer } from "./fixtures/server";
import { expect, findBarriers, test } from "./fixtures/test";
import { foreignId, trailThrough } from "./fixtures/trails";
import { labelledImages } from "./fixtures/tuning";
import { expectWall, followTile, openPage, tileAt, trailOf } from "./fixtures/wall";

const SCHEMA = join(PROJECT_ROOT, "docs", "trail-export.schema.json");

/** Opens the panel and waits for its files. */
async function takeAlong(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Trail", exact: true }).click();
  await page.getByRole("menuitem", { name: "Take it with you" }).click();
  await expectFiles(page);
}

/** Waits for the files of the panel that is open. */
async function expectFiles(page: Page): Promise<void> {
  // A sheet of many pictures takes a second, and a busy machine its time.
  await expect(page.getByRole("link", { name: /^Save everything as JSON/ })).toBeVisible({
    timeout: 30_000,
  });
}

/** Saves a file. @returns its name and what is in it. */
async function save(page: Page, what: RegExp): Promise<{ name: string; content: Buffer }> {
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: what }).click();
  const download = await saving;
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** The JSON, which must be what the published schema says. */
async function saveJson(page: Page): Promise<ExportFile> {
  const { content } = await save(page, /^Save everything as JSON/);
  const file = JSON.parse(content.toString("utf8"));
  const published = z.fromJSONSchema(JSON.parse(await readFile(SCHEMA, "utf8")));
  expect(published.safeParse(file).error).toBeUndefined();
  return file;
}

test("a trail is saved as a sheet with credits, a palette and JSON", async ({ page }) => {
  await openPage(page);
  const first = await followTile(page, 3);
  const last = await followTile(page, 2);
  await takeAlong(page);
  await expect(page.getByRole("img", { name: `Contact sheet of ${last}` })).toBeVisible();
  expect(await findBarriers(page)).toEqual([]);

  const sheet = await save(page, /^Save contact sheet as PNG/);
  expect(sheet.name).toMatch(/^wavelength-.+-sheet\.png$/);
  const { format, width, height } = await sharp(sheet.content).metadata();
  expect({ format, width }).toEqual({ format: "png", width: 1_600 });
  expect(height).toBeGreaterThan(600);

  const css = (await save(page, /^Save palette as CSS/)).content.toString("utf8");
  expect(css).toMatch(/:root \{\n( {2}--[a-z-]+: #[0-9a-f]{6}; \/\* \d+ % \*\/\n)+\}\n$/);
  const gpl = (await save(page, /^Save palette as GPL/)).content.toString("utf8");
  expect(gpl).toMatch(/^GIMP Palette\nName: .+\nColumns: \d\n#\n([ \d]{11}\t[a-z ]+\n)+$/);

  const file = await saveJson(page);
  expect(file.trail?.code).toBe(page.url().split("/t/")[1]);
  expect(file.trail?.hops.map(({ title }) => title)).toEqual([first, last]);
  // Drawn by our own code: each says who made it and under which licence.
  expect(file.items).toHaveLength(2);
  for (const { credit } of file.items) expect(credit).toMatch(/\. CC0.* · .+/);
});

test("a board is saved as a trail is", async ({ page }) => {
  await openPage(page);
  for (const position of [1, 2, 3]) {
    await tileAt(page, position).focus();
    await page.keyboard.press("s");
    await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();
  }
  await page.goto("/boards");
  await page.getByRole("link", { name: "A board" }).click();
  await page.getByRole("button", { name: "Take it with you" }).click();
  await expectFiles(page);
  const { name, items, trail } = await saveJson(page);
  expect(name).toBe("A board");
  expect(trail).toBeUndefined();
  expect(items.map(({ kind, number }) => [kind, number])).toEqual([
    ["image", 1],
    ["image", 2],
    ["image", 3],
  ]);
  const sheet = await save(page, /^Save contact sheet as PNG/);
  expect(sheet.name).toBe("wavelength-a-board-sheet.png");
});

test("what is missing is said on the sheet's panel and in the file; nothing fails", async ({
  freshPage,
  expectedComplaints,
}) => {
  test.setTimeout(180_000);
  // Browsers say of their own accord that a thumbnail was not there.
  expectedComplaints.push(/Failed to load resource.*404/);
  const folder = await mkdtemp(join(tmpdir(), "wavelength-missing-"));
  const { dataDir, copy } = await makeEditedGallery(folder);
  await unlink(join(folder, "added", "re-encoded.jpg"));
  // Without its file no thumbnail of it can be made again.
  const lost = join(folder, "added", "card-0.png");
  const blurred = imageIdOf(await readFile(lost));
  await unlink(lost);
  const server = await startTestServer(dataDir);
  try {
    const page = await freshPage({ baseURL: server.url });
    const health = await (await page.request.get("/api/health")).json();
    const { gallery, model } = health;
    const origin = { model: model.id, gallery: { id: gallery.id, revision: gallery.revision } };
    const ids = [foreignId(1), copy, blurred];
    for (const width of [320, 640]) {
      await unlink(join(dataDir, "thumbnails", blurred.slice(0, 2), `${blurred}-${width}.webp`));
    }
    await openPage(page, linkFor(trailThrough(ids, origin)));
    await takeAlong(page);
    await expect(page.getByRole("dialog").getByRole("status")).toContainText(
      "1 original, 1 thumbnail, 1 picture are missing",
    );
    const { items } = await saveJson(page);
    expect(items.map((item) => "files" in item && item.files)).toEqual([
      "not_in_gallery",
      "original_missing",
      "thumbnail_missing",
    ]);
    expect(items[0]?.credit).toContain("Artist unknown");
    expect(items[1]?.credit).toContain("Its original is missing");
    const { content } = await save(page, /^Save contact sheet as PNG/);
    expect((await sharp(content).metadata()).width).toBe(1_600);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test("a guest goes along as its blur, and nothing is sent anywhere", async ({ page, pictures }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Your picture" }).click();
  await page.getByLabel(/^Choose/).setInputFiles(pictures.jpeg);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A picture from outside");
  await expectWall(page);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(`${request.method()} ${request.url()}`);
  });
  await takeAlong(page);
  const { items, trail } = await saveJson(page);
  expect(items).toMatchObject([{ kind: "guest", number: 1 }]);
  expect(items[0]?.credit).toContain("Artist unknown");
  expect(trail?.guests.map(({ id }) => id)).toEqual(trailOf(page.url()).guests.map(({ id }) => id));
  expect(sent).toEqual([]);
});

test("200 hops on a phone: one sheet, and all of the panel can be reached", async ({
  freshPage,
  gallery,
  request,
}) => {
  const ids = (await labelledImages(request)).slice(0, 60).map(({ id }) => id);
  const trail = trailThrough(
    Array.from({ length: 200 }, (_, n) => ids[n % ids.length] ?? foreignId(n)),
    gallery.origin,
  );
  const phone = await freshPage({ viewport: { width: 360, height: 640 }, hasTouch: true });
  await openPage(phone, linkFor(trail));
  await takeAlong(phone);
  const { content } = await save(phone, /^Save contact sheet as PNG/);
  expect((await sharp(content).metadata()).width).toBe(1_600);
  const dialog = phone.getByRole("dialog", { name: "Take it with you" });
  expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(
    0,
  );
  await phone.getByRole("link", { name: /^Save everything/ }).scrollIntoViewIfNeeded();
  await expect(phone.getByRole("link", { name: /^Save everything/ })).toBeInViewport();
  expect((await saveJson(phone)).trail?.hops).toHaveLength(200);
  await phone.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});
