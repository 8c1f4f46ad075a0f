import type { Page } from "playwright/test";
import { expect, findBarriers, test } from "./fixtures/test";
import { expectWall, followTile, openPage, queriedBy, trailOf } from "./fixtures/wall";

const ambient = (page: Page) => page.getByRole("dialog", { name: "The wall walks by itself" });
const query = (page: Page) => ambient(page).getByRole("figure");

/** Walks one hop, then has the wall walk by itself. @returns what the theme is called. */
async function beginWalking(page: Page): Promise<string> {
  await page.clock.install();
  await openPage(page);
  const theme = await followTile(page, 4);
  await page.getByRole("button", { name: "Trail", exact: true }).click();
  await page.getByRole("menuitem", { name: "Walk by itself" }).click();
  await expect(query(page)).toContainText(theme);
  await expect(
    ambient(page)
      .getByRole("button", { name: /^Catch / })
      .first(),
  ).toBeVisible();
  return theme;
}

/** The image that is the query now. */
async function shownImage(page: Page): Promise<string> {
  const src = await query(page).getByRole("img").getAttribute("src");
  return src?.split("/")[3] ?? "";
}

test("the wall walks by itself, shows no image twice, and one can be caught", async ({ page }) => {
  await beginWalking(page);
  const before = page.url();
  expect(await findBarriers(page)).toEqual([]);
  await ambient(page).getByLabel("Pace").selectOption("Brisk");
  const shown = new Set<string>();
  for (let step = 0; step < 2; step++) {
    const last = [...shown].at(-1) ?? "";
    await page.clock.runFor(11_000);
    await expect
      .poll(
        async () => {
          await page.clock.runFor(1_000);
          const pictures = await query(page).getByRole("img").count();
          return pictures > 0 && (await shownImage(page)) !== last;
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    shown.add(await shownImage(page));
  }
  expect(shown.size).toBe(2);
  expect(page.url()).toBe(before);
  const caught = [...shown].at(-1);
  await ambient(page).press("Enter");
  await expect(ambient(page)).toHaveCount(0);
  await expect.poll(() => trailOf(page.url()).hops).toHaveLength(2);
  expect(queriedBy(trailOf(page.url()))).toBe(caught);
  await expectWall(page);
});

test("it stands still while it is paused, and Escape leaves everything as it was", async ({
  page,
}) => {
  const theme = await beginWalking(page);
  const before = page.url();
  await ambient(page).getByRole("button", { name: "Pause" }).click();
  await page.clock.runFor(40_000);
  await expect(query(page)).toContainText(theme);
  // Its controls go when nobody moves, and come back.
  const controls = ambient(page).getByRole("button", { name: "Leave", exact: true }).locator("..");
  await query(page).click();
  await page.clock.runFor(3_500);
  await expect(controls).toHaveCSS("opacity", "0");
  await page.mouse.move(300, 300);
  await page.mouse.move(320, 320);
  await expect(controls).toHaveCSS("opacity", "1");
  // Headless browsers leave the full screen with the first.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(ambient(page)).toHaveCount(0, { timeout: 500 });
  }).toPass();
  expect(page.url()).toBe(before);
});
