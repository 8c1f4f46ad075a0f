import type { Page } from "playwright/test";
import { DEFAULT_DIALS } from "../lib/energy/recipe";
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
  share,
  turnDials,
} from "./fixtures/tuning";
import { followTile, tilesOf, trailOf, wallOf } from "./fixtures/wall";

const FIRST = 8;

async function openMoon(page: Page) {
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
  return moon;
}

test("style alone: an ink-line moon brings ink-line things that are not moons", async ({
  page,
}) => {
  await openMoon(page);
  await openDials(page);
  await turnDials(page, { subject: "Home", style: "End", palette: "Home", light: "Home" });
  await expectTuned(page, ({ dials }) => dials.style === 1 && dials.light === 0);
  expect(recipeOf(page).dials).toEqual({ subject: 0, style: 1, palette: 0, light: 0 });
  const first = await firstLabels(page, FIRST);
  // One picture in eleven is in ink line.
  expect(share(first, ({ manner }) => manner === "ink line")).toBeGreaterThanOrEqual(0.5);
  expect(share(first, ({ family }) => family === "moon")).toBeLessThanOrEqual(0.125);
});

test("subject alone: an ink-line portrait brings portraits in other manners", async ({ page }) => {
  const { id } = await imageOf(page.request, "portrait", "ink line");
  await openRecipe(page, id);
  const sameThing = recipeBar(page).getByRole("button", { name: "Same thing" });
  await sameThing.click();
  await expectTuned(page, ({ dials }) => dials.subject === 1 && dials.style === 0);
  // The gallery has five portraits more, none of them in ink line.
  const first = await firstLabels(page, 5);
  expect(share(first, ({ family }) => family === "portrait")).toBeGreaterThanOrEqual(0.8);
  expect(new Set(first.map(({ manner }) => manner)).size).toBeGreaterThanOrEqual(3);
  await expect(sameThing).toHaveAttribute("aria-pressed", "true");
});

test("every preset is a wall of its own, and the dials stand at it", async ({ page }) => {
  await openMoon(page);
  const walls = new Set([(await firstIds(wallOf(page), FIRST)).join()]);
  await openDials(page);
  for (const [name, dials] of [
    ["Same mood", [10, 60, 80, 80]],
    ["Same thing", [100, 0, 0, 0]],
    ["Same hand", [0, 100, 10, 0]],
    ["Same colours", [0, 0, 100, 0]],
    ["Same light", [0, 0, 0, 100]],
  ] as const) {
    const preset = recipeBar(page).getByRole("button", { name, exact: true });
    await preset.click();
    await expect(preset).toHaveAttribute("aria-pressed", "true");
    await expectTuned(
      page,
      (recipe) =>
        recipe.dials.subject * 100 === dials[0] &&
        recipe.dials.light * 100 === dials[3] &&
        recipe.dials.palette * 100 === dials[2],
    );
    for (const [i, aspect] of (["subject", "style", "palette", "light"] as const).entries()) {
      await expect(dialOf(page, aspect)).toHaveValue(String(dials[i]));
    }
    walls.add((await firstIds(wallOf(page), FIRST)).join());
  }
  expect(walls.size).toBe(6);
});

test("the address follows in place: no entry more, and Back leaves the tuned hop", async ({
  page,
}) => {
  await openMoon(page);
  const first = await followTile(page, 1);
  const entries = await page.evaluate(() => history.length);
  const untuned = page.url();
  await openDials(page);
  await dialOf(page, "style").fill("90");
  await dialOf(page, "style").fill("20");
  await expectTuned(page, ({ dials }) => dials.style === 0.2);
  expect(page.url()).not.toBe(untuned);
  expect(trailOf(page.url()).hops).toHaveLength(2);
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(first);

  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Moon, ink line");
  expect(trailOf(page.url()).hops).toHaveLength(1);
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(first);
  await expectTuned(page, ({ dials }) => dials.style === 0.2);
});

test("a tuned link opens the same wall anywhere, with its dials where they were", async ({
  page,
  freshPage,
}) => {
  await openMoon(page);
  await openDials(page);
  await dialOf(page, "palette").fill("100");
  await dialOf(page, "subject").fill("15");
  await expectTuned(page, ({ dials }) => dials.palette === 1 && dials.subject === 0.15);
  const ids = await firstIds(wallOf(page), FIRST);
  const other = await freshPage();
  await other.goto(page.url());
  expect(await firstIds(wallOf(other), FIRST)).toEqual(ids);
  await openDials(other);
  await expect(dialOf(other, "palette")).toHaveValue("100");
  await expect(dialOf(other, "subject")).toHaveValue("15");
});

test("tiles that stay glide to their new places as the same elements", async ({ page }) => {
  await openMoon(page);
  await page.evaluate(() => {
    const wall = document.getElementById("wall");
    if (!wall) throw new Error("Expected a wall");
    const marks = globalThis as unknown as { glides: number };
    marks.glides = 0;
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (target instanceof HTMLElement && target.dataset.gliding !== undefined) marks.glides++;
      }
    }).observe(wall, { attributeFilter: ["data-gliding"] });
    for (const picture of wall.querySelectorAll<HTMLElement>("[data-tile] img")) {
      picture.dataset.before = picture.getAttribute("src") ?? "";
    }
  });
  await openDials(page);
  await dialOf(page, "palette").fill("80");
  await expectTuned(page, ({ dials }) => dials.palette === 0.8);
  const kept = await page
    .locator("#wall [data-before]")
    .evaluateAll((pictures) =>
      pictures.map((one) => [one.getAttribute("data-before"), one.getAttribute("src")]),
    );
  expect(kept.length).toBeGreaterThan(3);
  for (const [before, now] of kept) expect(now).toBe(before);
  expect(
    await page.evaluate(() => (globalThis as unknown as { glides: number }).glides),
  ).toBeGreaterThan(0);
  await expect(wallOf(page)).not.toHaveAttribute("data-gliding");
});

test("who asked for less motion sees no tile glide", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openMoon(page);
  await page.evaluate(() => document.getElementById("wall")?.setAttribute("data-gliding", ""));
  const longest = await tilesOf(page)
    .first()
    .evaluate((tile) => Number.parseFloat(getComputedStyle(tile).transitionDuration));
  expect(longest).toBeLessThan(0.01);
});

test("dials and filters go along to the next hop", async ({ page }) => {
  await openMoon(page);
  await openDials(page);
  await turnDials(page, { subject: "Home", style: "End" });
  await expectTuned(page, ({ dials }) => dials.style === 1);
  await followTile(page, 2);
  expect(recipeOf(page).dials).toEqual({ ...DEFAULT_DIALS, subject: 0, style: 1 });
  await expect(dialOf(page, "style")).toHaveValue("100");
});

test("all dials at zero is no error: the wall says what it shows instead", async ({ page }) => {
  await openMoon(page);
  await openDials(page);
  await turnDials(page, { subject: "Home", style: "Home", palette: "Home", light: "Home" });
  await expect(page.getByText("There is nothing to go by in this query")).toBeVisible();
  await expectTuned(page, ({ dials }) => dials.light === 0);
  expect((await firstLabels(page, FIRST)).length).toBe(FIRST);
  await dialOf(page, "light").press("End");
  await expect(page.getByText("There is nothing to go by in this query")).toBeHidden();
});

test("a held palette goes along, and everything else drifts", async ({ page }) => {
  const moon = await openMoon(page);
  await openDials(page);
  const hold = recipeBar(page).getByRole("button", { name: "Hold this palette along the trail" });
  await hold.click();
  const release = recipeBar(page).getByRole("button", { name: "Let the palette drift" });
  await expect(release).toHaveAttribute("aria-pressed", "true");
  await expectTuned(page, ({ ingredients }) => ingredients.length === 2);

  for (let hop = 0; hop < 2; hop++) {
    await followTile(page, 2);
    const [next, held] = recipeOf(page).ingredients;
    expect(next).toMatchObject({ aspects: { subject: 1, style: 1, palette: 0, light: 1 } });
    expect(held).toMatchObject({
      source: { kind: "image", id: moon.id },
      isHeld: true,
      aspects: { subject: 0, style: 0, palette: 1, light: 0 },
    });
  }
  await release.click();
  await expectTuned(page, ({ ingredients }) => ingredients.length === 1);
  await expect(hold).toHaveAttribute("aria-pressed", "false");
});
