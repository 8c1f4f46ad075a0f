import type { Page } from "playwright/test";
import { plainRecipe } from "../lib/energy/recipe";
import { expect, findBarriers, test } from "./fixtures/test";
import {
  expectTuned,
  firstIds,
  labelledImages,
  openDials,
  openRecipe,
  recipeBar,
  recipeOf,
} from "./fixtures/tuning";
import { followTile, openPage, tileAt, wallOf } from "./fixtures/wall";

const chooser = (page: Page) => recipeBar(page).getByRole("combobox", { name: "Compass" });
const needle = (page: Page) => recipeBar(page).getByRole("slider", { name: /^From .+ to .+/ });

async function openFirst(page: Page): Promise<void> {
  const [first] = await labelledImages(page.request);
  if (!first) throw new Error("Expected images in the gallery of the tests");
  await openRecipe(page, plainRecipe(first.id));
  await openDials(page);
}

test("a compass turns the wall by keyboard, and in the middle it is the wall without it", async ({
  page,
}) => {
  await openFirst(page);
  const before = await firstIds(wallOf(page), 6);
  await chooser(page).selectOption({ label: "dark ↔ bright" });
  await expectTuned(page, ({ compass }) => compass?.amount === 0);
  expect(await firstIds(wallOf(page), 6)).toEqual(before);
  await needle(page).press("End");
  await expectTuned(page, ({ compass }) => compass?.amount === 1);
  await expect(needle(page)).toHaveAttribute("aria-valuetext", "100 % of the way to bright");
  expect(await firstIds(wallOf(page), 6)).not.toEqual(before);
  expect(await findBarriers(page)).toEqual([]);
});

test("it stays while one walks on, and goes with the link to another browser, to be kept there", async ({
  page,
  freshPage,
}) => {
  await openFirst(page);
  await chooser(page).selectOption({ label: "calm ↔ wild" });
  await expectTuned(page, ({ compass }) => compass !== undefined);
  await needle(page).press("Home");
  await expectTuned(page, ({ compass }) => compass?.amount === -1);
  await followTile(page, 1);
  expect(recipeOf(page).compass).toMatchObject({ amount: -1, axis: { low: { name: "calm" } } });
  const friend = await freshPage();
  await openPage(friend, new URL(page.url()).pathname);
  await openDials(friend);
  await expect(needle(friend)).toHaveValue("-100");
  await recipeBar(friend).getByRole("button", { name: "Keep it" }).click();
  await expect(recipeBar(friend).getByRole("button", { name: "Forget it" })).toBeVisible();
});

test("an axis of one's own, of words and a picture of the wall, is there at the next visit", async ({
  page,
}) => {
  await openFirst(page);
  await chooser(page).selectOption({ label: "Make your own …" });
  const dialog = page.getByRole("dialog", { name: "Make a compass" });
  await expect(dialog.getByRole("button", { name: "Turn by it" })).toBeDisabled();
  await dialog.getByLabel("From").fill("sea");
  await dialog.getByLabel("To").fill("that one");
  await dialog.getByRole("group").nth(1).getByRole("button", { name: "From the wall" }).click();
  await tileAt(page, 3).click();
  await dialog.getByRole("button", { name: "Turn by it" }).click();
  await expectTuned(page, ({ compass }) => compass?.amount === 0.5);
  const { axis } = recipeOf(page).compass ?? {};
  expect(axis?.low.sources).toEqual([{ kind: "words", text: "sea" }]);
  expect(axis?.high.sources).toMatchObject([{ kind: "image" }]);
  await openFirst(page);
  await chooser(page).selectOption({ label: "sea ↔ that one" });
  await expectTuned(page, ({ compass }) => compass?.amount === 0);
  await recipeBar(page).getByRole("button", { name: "Forget it" }).click();
  await chooser(page).selectOption({ label: "No compass" });
  await expectTuned(page, ({ compass }) => compass === undefined);
  await expect(chooser(page).getByRole("option", { name: "sea ↔ that one" })).toHaveCount(0);
});
