import type { Page } from "playwright/test";
import type { ImageId } from "../lib/energy/image-id";
import { MAX_INGREDIENTS, plainRecipe, type Recipe } from "../lib/energy/recipe";
import { drawGuests } from "./fixtures/guest-files";
import { expect, test } from "./fixtures/test";
import {
  expectTuned,
  imageOf,
  labelledImages,
  openDials,
  openRecipe,
  recipeBar,
} from "./fixtures/tuning";
import { expectWall, openPage, tileAt, trailOf } from "./fixtures/wall";

function tray(page: Page) {
  return page.getByRole("region", { name: "Ingredients" }).getByRole("listitem");
}

function recipe(ids: readonly ImageId[]): Recipe {
  return {
    ...plainRecipe("" as ImageId),
    ingredients: ids.map((id) => ({ source: { kind: "image", id }, weight: 1 })),
  };
}

test("twelve ingredients are as many as there can be, and that is said", async ({ page }) => {
  const images = await labelledImages(page.request);
  await openRecipe(page, recipe(images.slice(0, MAX_INGREDIENTS - 1).map(({ id }) => id)));
  await expect(page.getByText("12 ingredients are as many")).toBeHidden();
  await tileAt(page, 1).press("m");
  await expectTuned(page, ({ ingredients }) => ingredients.length === MAX_INGREDIENTS);
  await expect(tray(page)).toHaveCount(MAX_INGREDIENTS);
  await expect(page.getByText("12 ingredients are as many")).toBeVisible();
  const full = page.url();
  await tileAt(page, 1).press("m");
  await expect(page.getByText("Twelve ingredients are as many as a query can have")).toBeVisible();
  await expect(recipeBar(page).getByRole("textbox")).toBeDisabled();
  await openDials(page);
  await expect(
    recipeBar(page).getByRole("button", { name: "Hold this palette along the trail" }),
  ).toBeDisabled();
  expect(page.url()).toBe(full);
});

test("several pictures dropped at once are one query: what they have in common", async ({
  page,
}) => {
  const files = await drawGuests(5);
  await openPage(page);
  await page.getByRole("button", { name: "Your picture" }).click();
  await page.getByRole("dialog").getByLabel("Choose files").setInputFiles(files);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A picture from outside", {
    timeout: 30_000,
  });
  await expectWall(page);
  const { guests, hops } = trailOf(page.url());
  expect(hops).toHaveLength(1);
  expect(guests).toHaveLength(5);
  await expect(tray(page)).toHaveCount(5);
});

test("of more pictures than a query has room for, twelve are looked at and the rest are counted", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/guests")) asked.push(request.method());
  });
  await openPage(page);
  await page.getByRole("button", { name: "Your picture" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByLabel("Choose files").setInputFiles(await drawGuests(MAX_INGREDIENTS + 3));
  // Twelve pictures are embedded one after the other.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A picture from outside", {
    timeout: 45_000,
  });
  await expectWall(page);
  const said = page.getByRole("status").filter({ hasText: "A query has room" });
  await expect(said).toContainText("room for 12 pictures: 3 of yours");
  expect(asked).toHaveLength(MAX_INGREDIENTS);
  // A link cannot carry twelve guests either: how many are left out of it is said too.
  const { guests } = trailOf(page.url());
  const leftOut = MAX_INGREDIENTS - guests.length;
  expect(leftOut).toBeGreaterThan(0);
  await expect(said).toContainText(`${leftOut} of your pictures are left out`);
});

test("an image that was deleted since the link was made is named, and the rest is asked with", async ({
  page,
  expectedComplaints,
}) => {
  // Its thumbnail, which is not there either.
  expectedComplaints.push(/status of 404/);
  const moon = await imageOf(page.request, "moon", "ink line");
  const gone = "AAAAAAAAA-8" as ImageId;
  await openRecipe(page, recipe([moon.id, gone]));
  await expect(page.getByText(`One image of this query is not in this gallery`)).toContainText(
    gone,
  );
  await expect(tray(page)).toHaveCount(2);
  await openRecipe(page, recipe([gone]));
  await expect(page.getByText("There is nothing to go by in this query")).toBeVisible();
});
