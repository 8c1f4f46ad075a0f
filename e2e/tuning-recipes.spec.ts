import type { Page } from "playwright/test";
import type { ImageId } from "../lib/energy/image-id";
import { plainRecipe, type Recipe } from "../lib/energy/recipe";
import { expect, test } from "./fixtures/test";
import {
  expectTuned,
  firstIds,
  firstLabels,
  imageOf,
  labelledImages,
  labelsOf,
  openDials,
  openRecipe,
  recipeOf,
  share,
} from "./fixtures/tuning";
import { tileAt, trailOf, wallOf } from "./fixtures/wall";

const FIRST = 8;

function tray(page: Page) {
  return page.getByRole("region", { name: "Ingredients" }).getByRole("listitem");
}

const pull = (id: ImageId) => ({ source: { kind: "image" as const, id }, weight: 1 });
const recipe = (ids: readonly ImageId[], more: Partial<Recipe> = {}): Recipe => ({
  ...plainRecipe(ids[0] ?? ("" as ImageId)),
  ingredients: ids.map(pull),
  ...more,
});
const SUBJECT = { subject: 1, style: 0, palette: 0, light: 0 };
const STYLE = { subject: 0, style: 1, palette: 0, light: 0 };

/** Adds the tile at a place to the query by its corner button, seen when it is pointed at. */
async function mix(page: Page, position: number, name: "More like" | "Less like") {
  const tile = wallOf(page).locator(`[aria-posinset="${position}"]`);
  await tile.hover();
  await tile.getByRole("button", { name }).click();
}

test("a pull is an ingredient more, and the wall leans towards it", async ({ page }) => {
  const portrait = await imageOf(page.request, "portrait", "ink line");
  const forest = await imageOf(page.request, "forest", "ink line");
  await openRecipe(page, recipe([portrait.id], { dials: SUBJECT }));
  const before = await firstIds(wallOf(page), FIRST);
  await openRecipe(page, recipe([portrait.id, forest.id], { dials: SUBJECT }));
  const families = new Set((await firstLabels(page, FIRST)).map(({ family }) => family));
  expect(families).toContain("portrait");
  expect(families).toContain("forest");
  const alone = (await labelsOf(page.request, before)).map(({ family }) => family);
  expect(alone).not.toContain("forest");
});

test("by mouse: pull one, push another; neither is on the wall, both are in the tray", async ({
  page,
}) => {
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
  const entries = await page.evaluate(() => history.length);
  const [near] = await firstIds(wallOf(page), 1);
  await mix(page, 1, "More like");
  await expectTuned(page, ({ ingredients }) => ingredients.length === 2);
  await expect(tray(page)).toHaveCount(2);
  const ids = await firstIds(wallOf(page), FIRST);
  expect(ids).not.toContain(near);
  await mix(page, 2, "Less like");
  await expectTuned(page, ({ ingredients }) => ingredients.length === 3);
  expect(recipeOf(page).ingredients.map(({ weight }) => weight)).toEqual([1, 1, -1]);
  expect(await firstIds(wallOf(page), FIRST)).not.toContain(ids[1]);
  await expect(tray(page)).toHaveCount(3);
  expect(await page.evaluate(() => history.length)).toBe(entries);
  expect(trailOf(page.url()).hops).toHaveLength(1);
});

test("a push takes its manner off the wall's top", async ({ page }) => {
  const images = await labelledImages(page.request);
  const forest = await imageOf(page.request, "forest", "ink line");
  await openRecipe(page, recipe([forest.id], { dials: STYLE }));
  const inkBefore = share(await firstLabels(page, FIRST), ({ manner }) => manner === "ink line");
  const pushed = images.filter(({ manner, id }) => manner === "ink line" && id !== forest.id);
  await openRecipe(page, {
    ...recipe([forest.id], { dials: STYLE }),
    ingredients: [
      pull(forest.id),
      ...pushed.slice(0, 4).map(({ id }) => ({ ...pull(id), weight: -1 })),
    ],
  });
  const inkAfter = share(await firstLabels(page, FIRST), ({ manner }) => manner === "ink line");
  expect(inkBefore).toBeGreaterThan(0.5);
  expect(inkAfter).toBeLessThan(inkBefore);
});

test("by keyboard: M pulls, L pushes, and the tile's neighbours keep the focus going", async ({
  page,
}) => {
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
  await tileAt(page, 2).press("m");
  await expectTuned(page, ({ ingredients }) => ingredients.length === 2);
  await tileAt(page, 3).press("l");
  await expectTuned(page, ({ ingredients }) => ingredients.length === 3);
  expect(recipeOf(page).ingredients.map(({ weight }) => weight)).toEqual([1, 1, -1]);
});

test("the large picture pulls and pushes too", async ({ page }) => {
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
  await tileAt(page, 2).press("Space");
  await page.getByRole("dialog").getByRole("button", { name: "Less like this" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expectTuned(page, ({ ingredients }) => ingredients[1]?.weight === -1);
});

test("weights turn by keyboard from pull to push, and never say nothing", async ({ page }) => {
  const [a, b] = await labelledImages(page.request);
  await openRecipe(page, recipe([a?.id as ImageId, b?.id as ImageId]));
  const weight = tray(page).nth(1).getByRole("slider");
  await expect(weight).toHaveAttribute("aria-valuetext", "pulls by 100 %");
  await weight.press("ArrowLeft");
  await expectTuned(page, ({ ingredients }) => ingredients[1]?.weight === 0.95);
  await weight.press("Home");
  await expectTuned(page, ({ ingredients }) => ingredients[1]?.weight === -1);
  await expect(weight).toHaveAttribute("aria-valuetext", "pushes by 100 %");
  await weight.fill("0");
  await expectTuned(page, ({ ingredients }) => ingredients[1]?.weight === -0.01);
});

test("every ingredient pushing leaves nothing to go by, and the wall says so", async ({ page }) => {
  const [a] = await labelledImages(page.request);
  await openRecipe(page, a?.id as ImageId);
  await openDials(page);
  await tray(page).first().getByRole("slider").press("Home");
  await expect(page.getByText("There is nothing to go by in this query")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Something to stay away from");
  await expect(wallOf(page)).toBeVisible();
});

test("ingredients are reordered and removed by keyboard, and the last one stays", async ({
  page,
}) => {
  const images = (await labelledImages(page.request)).slice(0, 3).map(({ id }) => id);
  await openRecipe(page, recipe(images));
  const before = await firstIds(wallOf(page), FIRST);
  const order = () =>
    recipeOf(page).ingredients.map(({ source }) => images.indexOf((source as { id: ImageId }).id));
  await tray(page)
    .nth(2)
    .getByRole("button", { name: / forward$/ })
    .press("Enter");
  await expectTuned(page, ({ ingredients }) => ingredients.length === 3 && order()[1] === 2);
  expect(order()).toEqual([0, 2, 1]);
  // The focus goes with the ingredient.
  await expect(
    tray(page)
      .nth(1)
      .getByRole("button", { name: / forward$/ }),
  ).toBeFocused();
  expect(await firstIds(wallOf(page), FIRST)).toEqual(before);

  await tray(page)
    .nth(0)
    .getByRole("button", { name: /^Remove/ })
    .press("Enter");
  await expectTuned(page, ({ ingredients }) => ingredients.length === 2);
  await tray(page)
    .nth(0)
    .getByRole("button", { name: /^Remove/ })
    .click();
  await expectTuned(page, ({ ingredients }) => ingredients.length === 1);
  expect(order()).toEqual([1]);
  await openDials(page);
  await expect(
    tray(page)
      .first()
      .getByRole("button", { name: /^Remove/ }),
  ).toBeDisabled();
});

test("each ingredient says which of its aspects count: that one's thing in this one's hand", async ({
  page,
}) => {
  const portrait = await imageOf(page.request, "portrait", "ink line");
  const oil = await imageOf(page.request, "moon", "oil");
  await openRecipe(page, recipe([portrait.id, oil.id], { dials: { ...SUBJECT, style: 1 } }));
  const toggle = (card: number, name: string) =>
    tray(page).nth(card).getByRole("button", { name, exact: true }).click();
  await toggle(0, "Style");
  await toggle(1, "Subject");
  await expectTuned(
    page,
    ({ ingredients: [a, b] }) => a?.aspects?.style === 0 && b?.aspects?.subject === 0,
  );
  const first = await firstLabels(page, FIRST);
  expect(
    share(first, ({ manner, family }) => manner === "oil" || family === "portrait"),
  ).toBeGreaterThanOrEqual(0.5);
  expect(first.some(({ manner }) => manner === "oil")).toBe(true);
  // The last aspect that counts stays on.
  for (const name of ["Subject", "Palette", "Light"]) await toggle(0, name);
  await expect(
    tray(page).nth(0).getByRole("button", { name: "Light", exact: true }),
  ).toHaveAttribute("aria-pressed", "true");
});
