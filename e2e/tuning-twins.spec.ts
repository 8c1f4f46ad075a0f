import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { type EditedGallery, makeEditedGallery } from "./fixtures/edited-gallery";
import { startTestServer, type TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";
import { expectTuned, imageOf, openRecipe, recipeBar } from "./fixtures/tuning";
import { expectWall, wallOf } from "./fixtures/wall";

let folder: string;
let server: TestServer;
let gallery: EditedGallery;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await mkdtemp(join(tmpdir(), "wavelength-edited-"));
  gallery = await makeEditedGallery(folder);
  server = await startTestServer(gallery.dataDir);
});

test.afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function openMoon(page: Page): Promise<void> {
  const { id } = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, id);
}

test("two columns side by side answer one query, and share nothing", async ({ freshPage }) => {
  const page = await freshPage({ baseURL: server.url });
  await openMoon(page);
  await recipeBar(page).getByRole("button", { name: "Filter" }).click();
  await page.getByLabel(/^Side by side/).check();
  await expect(page.getByRole("heading", { name: /^Made by generators/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: /^Everything else/ })).toBeVisible();
  await expectTuned(page, ({ filters }) => filters.isTwin === true);
  const left = page.getByRole("list", { name: /^Pictures on the wavelength of .*[^s]$/ }).first();
  // Copies are folded on either side, so no more than were added.
  await expect(page.getByRole("heading", { name: /^Everything else/ })).toHaveText(
    new RegExp(`^Everything else · [4-${gallery.unknown}]$`),
  );
  const right = page.getByRole("list", { name: /not made by generators$/ });
  const [a, b] = [await left.boundingBox(), await right.boundingBox()];
  expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThan(b?.x ?? 0);
  const hrefs = (list: typeof left) =>
    list.getByRole("link").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  const [made, others] = [await hrefs(left), await hrefs(right)];
  expect(made.length).toBeGreaterThan(0);
  expect(others.length).toBeGreaterThan(0);
  expect(made.filter((href) => others.includes(href))).toEqual([]);

  // A dial turns both.
  await recipeBar(page).getByRole("button", { name: "Same light" }).click();
  await expectTuned(page, ({ dials }) => dials.light === 1 && dials.style === 0);
  await expect.poll(() => hrefs(right)).not.toEqual(others);
});

test("copies of one picture are one tile with a count, and open into all of them", async ({
  freshPage,
}) => {
  const page = await freshPage({ baseURL: server.url });
  // Asked with one of the four, its wall has the other three.
  await openRecipe(page, gallery.copy);
  const count = wallOf(page).getByRole("button", { name: /copies of .*: show them$/ });
  await expect(count.first()).toHaveText(/^3/);
  await count.first().click();
  const sheet = page.getByRole("dialog", { name: "Copies of one picture" });
  await expect(sheet.getByRole("heading")).toHaveText("3 of one picture");
  await expect(sheet.getByRole("link")).toHaveCount(3);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await count.first().click();
  await sheet.getByRole("link").last().click();
  await expect(sheet).toBeHidden();
  await expectWall(page);
});
