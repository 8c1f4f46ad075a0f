import type { Page, Route } from "playwright/test";
import { MAX_WALL_TILES } from "../lib/search/contract";
import { packTiles, unpackTiles } from "../lib/search/packed-tiles";
import { expect, test } from "./fixtures/test";
import { foreignId } from "./fixtures/trails";
import {
  expectWall,
  followTile,
  openPage,
  scrollTo,
  scrollY,
  shrinkTiles,
  tilesOf,
  tilesOnScreen,
  wallOf,
} from "./fixtures/wall";

/** More tiles than any screen and its surroundings need at the usual zoom. */
const MAX_TILES_IN_PAGE = 130;

/** Makes every trail's wall as long as a wall can be, with images after its own that nobody has. */
async function lengthenWalls(page: Page): Promise<void> {
  await page.route("**/api/wall?trail=*", async (route) => {
    const response = await route.fetch();
    const wall = await response.json();
    const tiles = unpackTiles(wall.tiles);
    const more = Array.from({ length: MAX_WALL_TILES - tiles.length }, (_, i) => ({
      id: foreignId(i),
      aspectRatio: tiles[i % tiles.length]?.aspectRatio ?? 1,
      closeness: 0.5,
    }));
    await route.fulfill({ response, json: { ...wall, tiles: packTiles([...tiles, ...more]) } });
  });
}

/** Scrolls a screen down and waits until its tiles are there. */
async function scrollScreen(page: Page): Promise<void> {
  const before = await scrollY(page);
  await page.mouse.move(200, 400);
  await page.mouse.wheel(0, page.viewportSize()?.height ?? 0);
  await expect.poll(() => scrollY(page)).toBeGreaterThan(before);
  await expect.poll(async () => (await tilesOnScreen(page)).length).toBeGreaterThan(0);
}

test("a wall of 2,000 pictures keeps a bounded number of them in the page and moves none", async ({
  page,
}) => {
  await lengthenWalls(page);
  await openPage(page);
  await followTile(page, 1);
  await expect(tilesOf(page).first()).toHaveAttribute("aria-setsize", "2000");
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const places = new Map<number, unknown>();
  for (let screen = 0; screen < 15; screen++) {
    await scrollScreen(page);
    expect(await tilesOf(page).count()).toBeLessThan(MAX_TILES_IN_PAGE);
    for (const { position, box } of await tilesOnScreen(page)) {
      expect(places.get(position) ?? box).toEqual(box);
      places.set(position, box);
    }
  }
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height);

  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect(page.getByText("the end of 2,000 pictures")).toBeInViewport();
  await expect.poll(async () => (await tilesOnScreen(page)).at(-1)?.position).toBe(2_000);
  expect(await tilesOf(page).count()).toBeLessThan(MAX_TILES_IN_PAGE);

  await page.evaluate(() => window.scrollTo(0, 0));
  await expect.poll(async () => (await tilesOnScreen(page)).at(0)?.position).toBe(1);
});

test("the wall shows every picture once, then ends quietly and leads back to the top", async ({
  page,
  gallery,
}) => {
  await openPage(page);
  const seen = new Map<number, string>();
  const note = async () => {
    for (const { position, id } of await tilesOnScreen(page)) seen.set(position, id);
  };
  await note();
  const end = page.getByText(`the end of ${gallery.count} pictures`);
  const isAtEnd = () =>
    page.evaluate(() => {
      const { scrollHeight } = document.documentElement;
      return window.scrollY + window.innerHeight >= scrollHeight - 1;
    });
  while (!(await isAtEnd())) {
    const before = await scrollY(page);
    await page.mouse.move(200, 400);
    await page.mouse.wheel(0, Math.round((page.viewportSize()?.height ?? 0) * 0.8));
    await expect.poll(() => scrollY(page)).toBeGreaterThan(before);
    await expect
      .poll(async () => (await tilesOnScreen(page)).length + Number(await isAtEnd()))
      .toBeGreaterThan(0);
    await note();
  }
  await expect(end).toBeVisible();
  expect([...seen.keys()].sort((a, b) => a - b)).toEqual(
    Array.from({ length: gallery.count }, (_, i) => i + 1),
  );
  expect(new Set(seen.values()).size).toBe(gallery.count);

  await page.getByRole("button", { name: "Back to the top" }).click();
  await expect.poll(() => scrollY(page)).toBe(0);
  await expect(wallOf(page)).toBeFocused();
});

test("tiles have their places before a byte of image has come, and nothing shifts", async ({
  page,
}) => {
  const withPictures = await placesOf(page);
  await page.route("**/api/images/**", () => {
    // Never answered.
  });
  expect(await placesOf(page)).toEqual(withPictures);
  expect(await layoutShiftOf(page)).toBeLessThanOrEqual(0.02);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("the words for a query come after its wall and move nothing", async ({ page }) => {
  const held: Route[] = [];
  await page.route("**/api/about?*", (route) => void held.push(route));
  await openPage(page);
  await followTile(page, 1);
  await followTile(page, 1);
  const before = await tilesOnScreen(page);
  await expect.poll(() => held.length).toBe(2);
  await Promise.all(held.map((route) => route.continue().catch(() => undefined)));
  await expect(page.getByText("What the trail is about")).toBeAttached();
  expect(await tilesOnScreen(page)).toEqual(before);
});

async function placesOf(page: Page) {
  await openPage(page);
  return (await tilesOnScreen(page)).map(({ position, box }) => ({ position, box }));
}

/** The page's cumulative layout shift so far. */
function layoutShiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        // Told of what was before it at once, and of this frame after it.
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            sum += (entry as unknown as { value: number }).value;
        });
        observer.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
}

test("zoom shows hundreds of small pictures at once, keeps the place, and is remembered", async ({
  page,
  isMobile,
}) => {
  if (!isMobile) await page.setViewportSize({ width: 1_440, height: 900 });
  await lengthenWalls(page);
  await openPage(page);
  await followTile(page, 1);
  await scrollTo(page, 2_000);
  const middle = (page.viewportSize()?.height ?? 0) / 2;
  const inMiddle = async () =>
    (await tilesOnScreen(page)).filter(({ box }) => {
      const top = box.top - 2_000;
      return top < middle && top + box.height > middle;
    });
  const held = (await inMiddle()).map(({ position }) => position);

  await shrinkTiles(page);
  // They come a frame's worth at a time.
  await expect
    .poll(async () => (await tilesOnScreen(page)).length)
    .toBeGreaterThan(isMobile ? 70 : 200);
  const visible = await tilesOnScreen(page);
  expect(visible.filter(({ position }) => held.includes(position))).not.toEqual([]);

  await page.goto("/");
  await expectWall(page);
  await expect(page.getByRole("button", { name: "Smaller tiles" })).toBeDisabled();
  const larger = page.getByRole("button", { name: "Larger tiles" });
  while (await larger.isEnabled()) await larger.click();
  expect((await tilesOnScreen(page)).length).toBeLessThan(30);
});

test.describe("with a mouse and keys", () => {
  test.skip(({ isMobile }) => isMobile, "phones pinch");

  test("the zoom answers to + and −, to 0, and to the wheel with Ctrl", async ({ page }) => {
    await openPage(page);
    const size = page.getByRole("slider", { name: "Tile size" });
    const usual = await size.inputValue();
    await page.keyboard.press("-");
    await page.keyboard.press("-");
    await expect(size).toHaveValue(String(Number(usual) - 2));
    await page.keyboard.press("+");
    await expect(size).toHaveValue(String(Number(usual) - 1));
    await page.keyboard.press("0");
    await expect(size).toHaveValue(usual);

    await tilesOf(page).first().hover();
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, 60);
    await page.keyboard.up("Control");
    await expect(size).toHaveValue(String(Number(usual) - 1));
  });
});
