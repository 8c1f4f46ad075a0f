import { randomBytes } from "node:crypto";
import type { Page } from "playwright/test";
import { plainRecipe } from "../lib/energy/recipe";
import { MAX_CODE_CHARS } from "../lib/trail/trail";
import { addHop, emptyTrail, linkFor } from "../lib/trail/tree";
import { expect, test } from "./fixtures/test";
import { foreignId, madeUpGuest, trailThrough } from "./fixtures/trails";
import { expectWall, followTile, openPage, tilesOnScreen, trailOf, wallOf } from "./fixtures/wall";

/** The page of a link that is not whole. */
async function expectDamaged(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "This link is damaged" })).toBeVisible();
  await expect(page).toHaveTitle("A damaged link · Wavelength");
  await expect(page.getByRole("link", { name: "The opening wall", exact: true })).toBeVisible();
}

test("a code of random bytes says that it is none, whatever they are", async ({ page }) => {
  for (let i = 0; i < 8; i++) {
    // The first ones claim to be of our version: they are read further.
    const bytes = Buffer.concat([Buffer.from(i < 4 ? [1] : []), randomBytes(20 + i * 150)]);
    const code = bytes.toString("base64url");
    await page.goto(`/t/${code}`);
    await test.step(code, () => expectDamaged(page));
  }
  await page.getByRole("link", { name: "The opening wall", exact: true }).click();
  await expectWall(page);
});

test("hostile text in a code is text: it neither runs nor breaks the page", async ({
  page,
  expectedComplaints,
}) => {
  // Addresses that are no address are answered 400 or 404, of which the browser tells.
  expectedComplaints.push(/status of 40[04]/);
  for (const code of [
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "%00%00",
    "..%2F..%2Fetc%2Fpasswd",
    "AQ%20AQ",
    "%F0%9F%8C%8A",
    "A".repeat(MAX_CODE_CHARS + 1),
  ]) {
    await page.goto(`/t/${code}`);
    await test.step(code.slice(0, 40), () => expectDamaged(page));
  }
  await expect(page.getByText(`at most ${MAX_CODE_CHARS} characters`)).toBeVisible();
});

test("a link that lost its end offers the hops that could be read", async ({ page, gallery }) => {
  await openPage(page);
  const ids = (await tilesOnScreen(page)).slice(0, 5).map(({ id }) => id);
  const link = linkFor(trailThrough(ids, gallery.origin));
  await page.goto(link.slice(0, -20));
  await expectDamaged(page);
  await page.getByRole("link", { name: /^Open the \d hops that could be read$/ }).click();
  await expectWall(page);
  const { hops } = trailOf(page.url());
  expect(hops.length).toBeGreaterThanOrEqual(2);
  const path = page.getByRole("navigation", { name: "Path so far" });
  await expect(path.getByRole("link")).toHaveCount(hops.length);
});

test("a link with one changed letter is not taken for whole", async ({ page, gallery }) => {
  await openPage(page);
  const ids = (await tilesOnScreen(page)).slice(0, 3).map(({ id }) => id);
  const link = linkFor(trailThrough(ids, gallery.origin));
  const at = link.length - 12;
  await page.goto(`${link.slice(0, at)}${link[at] === "A" ? "B" : "A"}${link.slice(at + 1)}`);
  await expectDamaged(page);
  await expect(page.getByText(/lost or changed on its way/)).toBeVisible();
});

test("an address that is none of ours says so", async ({ page, expectedComplaints }) => {
  expectedComplaints.push(/status of 404/);
  const response = await page.goto("/nowhere");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await page.getByRole("link", { name: "The opening wall", exact: true }).click();
  await expectWall(page);
});

test.describe("a link made on another gallery", () => {
  const elsewhere = { id: "elsewhere", revision: 7 };

  test("names the images that are missing, keeps their hops, and goes on", async ({
    page,
    gallery,
    expectedComplaints,
  }) => {
    // The thumbnails of images that are not here.
    expectedComplaints.push(/status of 404.*\/api\/images\//);
    await openPage(page);
    const [here] = await tilesOnScreen(page);
    const missing = foreignId(7);
    const origin = { ...gallery.origin, gallery: elsewhere };
    const there = trailThrough([foreignId(5), here?.id ?? missing, missing], origin);
    await openPage(page, linkFor(there));
    await expect(page.getByText(`not in this gallery and is left out: ${missing}`)).toBeVisible();
    const path = page.getByRole("navigation", { name: "Path so far" });
    await expect(path.getByRole("link")).toHaveCount(3);
    await expect(path.getByText("Not in this gallery")).toHaveCount(2);
    expect(await tilesOnScreen(page)).not.toEqual([]);

    await path.getByRole("link", { name: /^Hop 2/ }).click();
    await expectWall(page);
    await expect(page.getByText("not in this gallery and is left out")).toHaveCount(0);
    await followTile(page, 1);
    const { hops } = trailOf(page.url());
    expect(hops.map(({ recipe }) => recipe).slice(0, 3)).toEqual(
      there.hops.map(({ recipe }) => recipe),
    );
  });

  test("names a guest of another model, and uses its colours and light", async ({
    page,
    gallery,
  }) => {
    const guest = madeUpGuest(1);
    const recipe = {
      ...plainRecipe(guest.id),
      ingredients: [{ source: { kind: "guest" as const, id: guest.id }, weight: 1 }],
    };
    const trail = { ...emptyTrail("another-model-9", elsewhere), guests: [guest] };
    await openPage(page, linkFor(addHop(trail, recipe)));
    await expect(page.getByText("was read by another model")).toBeVisible();
    await expect(wallOf(page)).toHaveAccessibleName(/picture from outside/);
    expect(gallery.origin.model).not.toBe("another-model-9");
  });

  test("with nothing to go by says so and shows the day's mix", async ({ page, gallery }) => {
    await openPage(page);
    const [here] = await tilesOnScreen(page);
    const away = plainRecipe(here?.id ?? foreignId(1));
    const recipe = {
      ...away,
      ingredients: away.ingredients.map((one) => ({ ...one, weight: -1 })),
    };
    const { model, gallery: at } = gallery.origin;
    await openPage(page, linkFor(addHop(emptyTrail(model, at), recipe)));
    await expect(page.getByText("There is nothing to go by in this query")).toBeVisible();
    expect(await tilesOnScreen(page)).not.toEqual([]);
  });
});
