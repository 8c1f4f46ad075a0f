import type { Locator, Page } from "playwright/test";
import { expect, test } from "./fixtures/test";
import { expectWall, openPage, tileAt, tilesOf, tilesOnScreen } from "./fixtures/wall";

test.skip(({ isMobile }) => !isMobile, "needs a touch screen");

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Fingers on the screen, as the browser gets them from a touch screen. */
async function fingers(page: Page) {
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: readonly Point[]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map((point, id) => ({ ...point, id })),
    });
  return {
    put: (...points: Point[]) => send("touchStart", points),
    move: (...points: Point[]) => send("touchMove", points),
    lift: () => send("touchEnd", []),
  };
}

async function centreOf(tile: Locator): Promise<Point> {
  const box = await tile.boundingBox();
  if (!box) throw new Error("Expected a tile on screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("a tap follows a picture", async ({ page }) => {
  await openPage(page);
  const href = (await tileAt(page, 1).getAttribute("href")) ?? "";
  await tileAt(page, 1).tap();
  await expect(page).toHaveURL(href);
  await expectWall(page);
});

test("a finger that rests shows the picture large, and lifting it follows nothing", async ({
  page,
}) => {
  await openPage(page);
  const finger = await fingers(page);
  await finger.put(await centreOf(tileAt(page, 1)));
  const large = page.getByRole("dialog");
  await expect(large.getByRole("img")).toBeVisible();
  await finger.lift();
  await expect(large).toBeVisible();
  await expect(page).toHaveURL("/");

  await large.getByRole("button", { name: "Close" }).tap();
  await expect(large).toBeHidden();
  // The next tap is a tap again.
  await tileAt(page, 2).tap();
  await expect(page).toHaveURL(/\/t\//);
});

test("a finger that moves on scrolls and shows nothing large", async ({ page }) => {
  await openPage(page);
  const finger = await fingers(page);
  const { x, y } = await centreOf(tileAt(page, 3));
  await finger.put({ x, y });
  for (const dy of [20, 60, 120, 200]) await finger.move({ x, y: y - dy });
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(0);
  await finger.lift();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveURL("/");
});

test("two fingers change the size of the tiles, not of the page", async ({ page }) => {
  await openPage(page);
  const before = (await tilesOnScreen(page))[0]?.box.width ?? 0;
  const { x, y } = await centreOf(tilesOf(page).first());
  const hand = await fingers(page);
  await hand.put({ x: x - 60, y: y + 40 }, { x: x + 60, y: y + 40 });
  for (const reach of [50, 40, 30, 20, 12]) {
    await hand.move({ x: x - reach, y: y + 40 }, { x: x + reach, y: y + 40 });
  }
  await hand.lift();
  await expect
    .poll(async () => (await tilesOnScreen(page))[0]?.box.width ?? 0)
    .toBeLessThan(before);
  expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1);
});

test("a phone offers to take a photo", async ({ page }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Your picture" }).tap();
  const photo = page.getByLabel("Take a photo");
  await expect(page.getByText("Take a photo")).toBeVisible();
  await expect(photo).toHaveAttribute("capture", "environment");
});
