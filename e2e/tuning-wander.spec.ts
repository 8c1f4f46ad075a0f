import { plainRecipe, type Recipe } from "../lib/energy/recipe";
import { expect, test } from "./fixtures/test";
import {
  dialOf,
  expectTuned,
  firstIds,
  firstLabels,
  imageOf,
  openDials,
  openRecipe,
  recipeBar,
  recipeOf,
} from "./fixtures/tuning";
import { expectWall, followTile, queriedBy, trailOf, wallOf } from "./fixtures/wall";

const FIRST = 8;
const SUBJECT = { subject: 1, style: 0, palette: 0, light: 0 };

test("wander to the end surprises: more families, and the same ones for the same link", async ({
  page,
  freshPage,
}) => {
  const { id } = await imageOf(page.request, "portrait", "ink line");
  await openRecipe(page, { ...plainRecipe(id), dials: SUBJECT });
  const families = async () => new Set((await firstLabels(page, FIRST)).map((one) => one.family));
  const near = await families();
  await openDials(page);
  const wander = dialOf(page, "wander");
  await expect(wander).toHaveAttribute("aria-valuetext", "closest");
  await wander.press("End");
  await expect(wander).toHaveAttribute("aria-valuetext", "surprise me");
  await expectTuned(page, (recipe) => recipe.wander === 1);
  expect((await families()).size).toBeGreaterThan(near.size);

  const ids = await firstIds(wallOf(page), FIRST);
  const other = await freshPage();
  await other.goto(page.url());
  await expectWall(other);
  expect(await firstIds(wallOf(other), FIRST)).toEqual(ids);
  await wander.press("Home");
  await expectTuned(page, (recipe) => recipe.wander === 0);
  expect(await families()).toEqual(near);
});

test("wander settles hop by hop, unless it is held", async ({ page }) => {
  const { id } = await imageOf(page.request, "moon", "ink line");
  const asked: Recipe = { ...plainRecipe(id), wander: 1 };
  await openRecipe(page, asked);
  await followTile(page, 1);
  expect(recipeOf(page).wander).toBe(0.7);
  await followTile(page, 1);
  expect(recipeOf(page).wander).toBe(0.49);
  await openDials(page);
  await recipeBar(page).getByRole("button", { name: "Keep wandering as much" }).click();
  await expectTuned(page, (recipe) => recipe.isWanderHeld === true);
  await followTile(page, 1);
  expect(recipeOf(page)).toMatchObject({ wander: 0.49, isWanderHeld: true });
  await recipeBar(page).getByRole("button", { name: "Let wander settle" }).click();
  await expectTuned(page, (recipe) => recipe.isWanderHeld === undefined);
});

test("take me somewhere else: a hop to what the trail has not been near, always the same", async ({
  page,
}) => {
  const { id } = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, id);
  const start = page.url();
  const shown = await firstIds(wallOf(page), 12);
  await openDials(page);
  await recipeBar(page).getByRole("button", { name: "Take me somewhere else" }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Moon, ink line");
  await expectWall(page);
  const jump = page.url();
  const { hops } = trailOf(jump);
  expect(hops).toHaveLength(2);
  expect(shown).not.toContain(queriedBy(trailOf(jump)));
  await page.goBack();
  await expect(page).toHaveURL(start);
  await expectWall(page);
  await recipeBar(page).getByRole("button", { name: "Take me somewhere else" }).click();
  await expect(page).toHaveURL(jump);
});
