import type { Page } from "playwright/test";
import { plainRecipe } from "../lib/energy/recipe";
import { linkFor } from "../lib/trail/tree";
import { expect, test } from "./fixtures/test";
import {
  expectTuned,
  imageOf,
  openDials,
  openRecipe,
  recipeBar,
  trailWith,
  turnDials,
} from "./fixtures/tuning";
import { followTile, tileAt, wallOf } from "./fixtures/wall";

async function openFilters(page: Page) {
  await recipeBar(page)
    .getByRole("button", { name: /^Filter/ })
    .click();
  await expect(page.getByRole("group", { name: "Shape" })).toBeVisible();
}

async function openMoon(page: Page) {
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
}

test("a shape is let through and no other, with any dials, and the count says so", async ({
  page,
}) => {
  await openMoon(page);
  await openFilters(page);
  const wide = page.getByRole("button", { name: /^Wide/ });
  const [, count] = /(\d+)$/.exec((await wide.textContent()) ?? "") ?? [];
  await wide.click();
  await expect(wide).toHaveAttribute("aria-pressed", "true");
  await expectTuned(page, ({ filters }) => filters.orientation?.join() === "landscape");
  await expect(recipeBar(page).getByRole("button", { name: "Filter (1)" })).toBeVisible();
  for (const preset of ["Same colours", "Same hand"]) {
    await recipeBar(page).getByRole("button", { name: preset }).click();
    await expectTuned(page, ({ dials }) => (dials.palette === 1) === (preset === "Same colours"));
    const shapes = await wallOf(page)
      .getByRole("img")
      .evaluateAll((all) =>
        all.map((one) => Number(one.getAttribute("width")) / Number(one.getAttribute("height"))),
      );
    expect(shapes.length).toBeGreaterThan(8);
    expect(Math.min(...shapes)).toBeGreaterThan(1);
    const shown = Number(await tileAt(page, 1).locator("..").getAttribute("aria-setsize"));
    // The query itself, should it be wide, is not on its own wall; copies are folded.
    expect(shown).toBeLessThanOrEqual(Number(count));
    expect(shown).toBeGreaterThan(Number(count) - 6);
  }
  await followTile(page, 1);
  await expect(recipeBar(page).getByRole("button", { name: "Filter (1)" })).toBeVisible();
});

test("filters that leave nothing say so, and taking them off brings the wall back", async ({
  page,
}) => {
  const moon = await imageOf(page.request, "moon", "ink line");
  await page.goto(
    linkFor(
      await trailWith(page.request, { ...plainRecipe(moon.id), filters: { yearFrom: 3000 } }),
    ),
  );
  await expect(page.getByRole("heading", { name: "The filters leave nothing" })).toBeVisible();
  await openFilters(page);
  await expect(page.getByLabel("From the year")).toHaveValue("3000");
  await page.getByRole("button", { name: "Take all filters off" }).click();
  await expectTuned(page, ({ filters }) => filters.yearFrom === undefined);
  await expect(wallOf(page)).toBeVisible();
});

test("why: four bars, and an aspect that is turned off takes no part", async ({ page }) => {
  await openMoon(page);
  await openDials(page);
  await turnDials(page, { light: "Home" });
  await expectTuned(page, ({ dials }) => dials.light === 0);
  await tileAt(page, 1).press("Space");
  const why = page.getByRole("dialog").getByLabel("Why it is here");
  await expect(why.getByRole("term")).toHaveText(["Subject", "Style", "Palette", "Light"]);
  await expect(why.getByRole("definition").nth(3)).toContainText("takes no part");
  const parts = await why.getByRole("definition").allTextContents();
  const sum = parts
    .slice(0, 3)
    .reduce((total, text) => total + Math.abs(Number(/(-?\d+) % of the whole/.exec(text)?.[1])), 0);
  expect(Math.abs(sum - 100)).toBeLessThanOrEqual(2);
  await expect(why.getByRole("definition").first()).toContainText(/closer than [\d.]+ % of pairs/);
});

test("where the wall stops being close there is a quiet line, and only tiles before it are close", async ({
  page,
}) => {
  const { id } = await imageOf(page.request, "forest", "ink line");
  await openRecipe(page, {
    ...plainRecipe(id),
    dials: { subject: 0, style: 1, palette: 0, light: 0 },
  });
  const divider = page.getByText("From here on, no longer close");
  await divider.scrollIntoViewIfNeeded();
  const y = (await divider.boundingBox())?.y ?? 0;
  const tiles = await wallOf(page)
    .getByRole("listitem")
    .evaluateAll((all) =>
      all.map((one) => ({
        top: one.getBoundingClientRect().top,
        percent: Number(/([\d.]+) %/.exec(one.querySelector("a")?.title ?? "")?.[1]),
      })),
    );
  const before = tiles.filter(({ top }) => top < y).map(({ percent }) => percent);
  const after = tiles.filter(({ top }) => top > y).map(({ percent }) => percent);
  expect(Math.min(...before)).toBeGreaterThanOrEqual(Math.max(...after));
});
