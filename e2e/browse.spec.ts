import type { Locator, Page } from "playwright/test";
import { expect, test } from "./fixtures/test";
import {
  expectWall,
  followTile,
  openPage,
  queriedBy,
  scrollTo,
  scrollY,
  tileAt,
  tilesOf,
  tilesOnScreen,
  trailOf,
  wallOf,
} from "./fixtures/wall";

test("a click makes a picture the next query; Back and Forward restore scroll and tiles", async ({
  page,
}) => {
  await openPage(page);
  await scrollTo(page, 1_337);
  const opening = await tilesOnScreen(page);
  const chosen = opening[Math.floor(opening.length / 2)];
  await followTile(page, chosen?.position ?? 0);
  expect(queriedBy(trailOf(page.url()))).toBe(chosen?.id);
  expect(await scrollY(page)).toBe(0);

  await scrollTo(page, 911);
  const answer = await tilesOnScreen(page);
  expect(answer).not.toEqual(opening);

  await page.goBack();
  await expect(page).toHaveURL("/");
  await expectWall(page);
  expect(await scrollY(page)).toBe(1_337);
  expect(await tilesOnScreen(page)).toEqual(opening);

  await page.goForward();
  await expect(page).toHaveURL(/\/t\//);
  await expectWall(page);
  expect(await scrollY(page)).toBe(911);
  expect(await tilesOnScreen(page)).toEqual(answer);
});

test("a reload shows the same tiles at the same place, and Back still works after it", async ({
  page,
}) => {
  await openPage(page);
  await scrollTo(page, 700);
  const opening = await tilesOnScreen(page);
  await followTile(page, opening[Math.floor(opening.length / 2)]?.position ?? 0);
  await scrollTo(page, 500);
  const before = await tilesOnScreen(page);

  await page.reload();
  await expectWall(page);
  expect(await scrollY(page)).toBe(500);
  expect(await tilesOnScreen(page)).toEqual(before);

  await page.goBack();
  await expect(page).toHaveURL("/");
  await expectWall(page);
  expect(await scrollY(page)).toBe(700);
  expect(await tilesOnScreen(page)).toEqual(opening);
});

test("a click asks for one wall and loads no page", async ({ page }) => {
  await openPage(page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await followTile(page, 2);
  expect(asked.filter((path) => path === "/api/wall")).toHaveLength(1);
  expect(asked.filter((path) => path === "/" || path.startsWith("/t/"))).toEqual([]);
});

test("the pictures that a trail asked with are left out of its walls", async ({ page }) => {
  await openPage(page);
  const total = Number(await tilesOf(page).first().getAttribute("aria-setsize"));
  const asked = new Set<string>();
  for (const position of [1, 2, 3]) {
    await followTile(page, position);
    asked.add(queriedBy(trailOf(page.url())));
    const shown = await tilesOnScreen(page);
    expect(shown.filter(({ id }) => asked.has(id))).toEqual([]);
    await expect(tilesOf(page).first()).toHaveAttribute("aria-setsize", String(total - asked.size));
  }
});

test("the path strip has every hop, and each leads to its wall without forgetting the others", async ({
  page,
}) => {
  await openPage(page);
  const titles: string[] = [];
  const firstWalls: string[] = [];
  for (const position of [4, 1, 2]) {
    titles.push(await followTile(page, position));
    firstWalls.push(JSON.stringify((await tilesOnScreen(page)).map(({ id }) => id)));
  }
  const path = page.getByRole("navigation", { name: "Path so far" });
  await expect(path.getByRole("link")).toHaveCount(3);
  for (const [i, title] of titles.entries()) {
    await expect(path.getByRole("link", { name: `Hop ${i + 1}: ${title}` })).toBeVisible();
  }
  await expect(path.getByRole("link", { name: /^Hop 3/ })).toHaveAttribute("aria-current", "page");

  await path.getByRole("link", { name: /^Hop 2/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(titles[1] ?? "");
  await expectWall(page);
  expect(trailOf(page.url()).hops).toHaveLength(3);
  // A way taken twice is one way: the tile that led on is left out, as it is on the trail.
  await expect(path.getByRole("link")).toHaveCount(2);
});

test("pictures seen before are dimmed on the next wall, until the browser is told to forget", async ({
  page,
}) => {
  await openPage(page);
  const first = tilesOf(page).first();
  await expectNoted(page);
  // Not while they are looked at.
  await expect(first).toHaveCSS("opacity", "1");

  await page.reload();
  await expectWall(page);
  await page.mouse.move(0, 0);
  await expect(first).toHaveCSS("opacity", /^0\.\d+$/);

  // What is on screen now is noted once more; from here on nothing is, for nothing moves.
  await page.evaluate(() => localStorage.removeItem("wavelength.seen"));
  await scrollTo(page, 2);
  await expectNoted(page);
  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("button", { name: "Forget what I have seen" }).click();
  await expect(page.getByRole("button", { name: "Forgotten" })).toBeVisible();
  await page.reload();
  await expectWall(page);
  await page.mouse.move(0, 0);
  await expect(first).toHaveCSS("opacity", "1");
});

/** Waits until the wall has rested so long that what is on screen counts as seen. */
async function expectNoted(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("wavelength.seen")?.length ?? 0))
    .toBeGreaterThan(0);
}

test("a mood is a wall to start from, and the name of the app leads home", async ({ page }) => {
  await openPage(page);
  const moods = page.getByRole("navigation", { name: "Moods to start from" });
  const mood = moods.getByRole("link").first();
  const href = await mood.getAttribute("href");
  await mood.click();
  await expect(page).toHaveURL(href ?? "");
  await expectWall(page);
  expect(await tilesOnScreen(page)).not.toEqual([]);

  await page.getByRole("link", { name: "Wavelength: the opening wall" }).click();
  await expect(page).toHaveURL("/");
  await expectWall(page);
  await expect(wallOf(page)).toHaveAccessibleName("Pictures of today");
});

test("the page's title and its words name the query and how close the wall is", async ({
  page,
}) => {
  await openPage(page);
  const title = await followTile(page, 1);
  await expect.poll(() => page.title()).toContain(title);
  await expect(page).toHaveTitle(/ · Wavelength$/);
  await expect(page.getByText(/^[A-Z][a-z ]+: closer than [\d.]+ % of pairs here$/)).toBeVisible();
  await expect(tileAt(page, 1)).toHaveAttribute("title", /closer than [\d.]+ % of pairs/);
});

test.describe("with a mouse", () => {
  const clicks: Readonly<Record<string, (tile: Locator) => Promise<void>>> = {
    middle: (tile) => tile.click({ button: "middle" }),
    control: (tile) => tile.click({ modifiers: ["ControlOrMeta"] }),
  };
  for (const [how, click] of Object.entries(clicks)) {
    test(`a ${how} click opens the trail in a new tab and leaves this one`, async ({
      page,
      context,
    }) => {
      await openPage(page);
      const href = await tileAt(page, 2).getAttribute("href");
      const opened = context.waitForEvent("page");
      await click(tileAt(page, 2));
      const tab = await opened;
      await expect(tab).toHaveURL(href ?? "");
      await expectWall(tab);
      await expect(page).toHaveURL("/");
    });
  }
});
