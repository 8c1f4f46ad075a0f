import type { Page } from "playwright/test";
import { expect, test } from "./fixtures/test";
import { expectWall, openPage, scrollY, tileAt, tilesOf, wallOf } from "./fixtures/wall";

test.skip(({ isMobile }) => isMobile, "phones have no keyboard");

/** The place of the tile that has the focus; undefined when none has. */
function focusedPosition(page: Page): Promise<number | undefined> {
  return page.evaluate(() => {
    const tile = document.activeElement?.closest("[aria-posinset]");
    return tile ? Number(tile.getAttribute("aria-posinset")) : undefined;
  });
}

/** Goes by the keyboard alone from the top of the page to the first tile. */
async function tabToWall(page: Page): Promise<void> {
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the wall" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(wallOf(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(tileAt(page, 1)).toBeFocused();
}

test("from the first Tab to the next wall and back without a mouse", async ({ page }) => {
  await openPage(page);
  await tabToWall(page);
  await page.keyboard.press("ArrowRight");
  const right = await focusedPosition(page);
  expect(right).toBeGreaterThan(1);
  await page.keyboard.press("ArrowLeft");
  await expect(tileAt(page, 1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const down = await focusedPosition(page);
  expect(down).toBeGreaterThan(1);
  expect(down).not.toBe(right);

  const href = (await tileAt(page, down ?? 0).getAttribute("href")) ?? "";
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(href);
  await expectWall(page);
  // What the page is about comes first; from there Tab goes on.
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();

  await page.goBack();
  await expectWall(page);
  await expect(tileAt(page, down ?? 0)).toBeFocused();
});

test("arrows follow the columns far beyond the screen; Home and End go to the ends", async ({
  page,
  gallery,
}) => {
  await openPage(page);
  await tabToWall(page);
  let last = 1;
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focusedPosition(page)).toBeGreaterThan(last);
    last = (await focusedPosition(page)) ?? 0;
    await expect(tileAt(page, last)).toBeInViewport({ ratio: 0.9 });
  }
  await page.keyboard.press("End");
  await expect(tileAt(page, gallery.count)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => focusedPosition(page)).toBeLessThan(gallery.count);
  await page.keyboard.press("Home");
  await expect(tileAt(page, 1)).toBeFocused();
  await expect(tileAt(page, 1)).toBeInViewport({ ratio: 1 });
});

test("the wall is one stop of Tab, wherever it is scrolled to", async ({ page }) => {
  await openPage(page);
  await tabToWall(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Back to the top" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect.poll(() => focusedPosition(page)).toBeDefined();
  await expect(tilesOf(page).getByRole("link").and(page.locator('[tabindex="0"]'))).toHaveCount(1);
});

test("Space shows the picture large, arrows go on, and Escape gives the focus back", async ({
  page,
}) => {
  await openPage(page);
  await tabToWall(page);
  const y = await scrollY(page);
  await page.keyboard.press("Space");
  const large = page.getByRole("dialog", { name: /./ });
  await expect(large).toBeVisible();
  await expect(large.getByRole("img")).toBeVisible();
  await expect(large.getByRole("button", { name: "Previous picture" })).toBeDisabled();
  expect(await scrollY(page)).toBe(y);

  const first = (await large.getByRole("heading").textContent()) ?? "";
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(large.getByRole("heading")).not.toHaveText(first);

  await page.keyboard.press("Escape");
  await expect(large).toBeHidden();
  await expect(tileAt(page, 2)).toBeFocused();
});

test("the focus stays in the large picture until it is closed", async ({ page }) => {
  await openPage(page);
  await tabToWall(page);
  await page.keyboard.press("Space");
  const large = page.getByRole("dialog");
  await expect(large).toBeVisible();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    // The browser's own bar may be a stop between the last and the first: then the body has it.
    const isInside = await page.evaluate(
      () =>
        document.activeElement === document.body ||
        document.activeElement?.closest("dialog") !== null,
    );
    expect(isInside).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(tileAt(page, 1)).toBeFocused();
});

test("Enter in the large picture goes to its wavelength; Space closes it", async ({ page }) => {
  await openPage(page);
  await tabToWall(page);
  const href = (await tileAt(page, 1).getAttribute("href")) ?? "";
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog").getByRole("img")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(tileAt(page, 1)).toBeFocused();

  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog").getByRole("img")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(href);
  await expectWall(page);
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("Escape closes what is open and nothing else", async ({ page }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Preferences" }).press("Enter");
  await expect(page.getByRole("dialog", { name: "Preferences" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Preferences" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Preferences" })).toBeFocused();

  const bring = page.getByRole("button", { name: "Your picture" });
  await bring.press("Enter");
  await expect(page.getByRole("dialog", { name: "Bring a picture" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Bring a picture" })).toBeHidden();
  await expect(bring).toBeFocused();
  await expect(page).toHaveURL("/");
});
