import { expect, test } from "./fixtures/test";
import { followTile, openPage, tilesOnScreen } from "./fixtures/wall";

test.skip(({ isMobile }) => isMobile, "sets sizes of its own");

const SIZES = [
  { width: 360, height: 740, columns: 2 },
  { width: 768, height: 1_024, columns: 3 },
  { width: 1_440, height: 900, columns: 6 },
  { width: 2_560, height: 1_440, columns: 10 },
];

for (const { width, height, columns } of SIZES) {
  test(`the layout holds at ${width} px: nothing overflows, and tiles stand in columns`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await openPage(page);
    for (const step of ["opening", "trail"]) {
      if (step === "trail") {
        await followTile(page, 1);
        await followTile(page, 1);
      }
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      const tiles = await tilesOnScreen(page);
      const lefts = new Set(tiles.map(({ box }) => Math.round(box.left)));
      expect(lefts.size).toBeGreaterThanOrEqual(columns);
      for (const { box } of tiles) {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.left + box.width).toBeLessThanOrEqual(width + 1);
      }
      for (const name of ["Smaller tiles", "Your picture", "Preferences"]) {
        await expect(page.getByRole("button", { name })).toBeInViewport({ ratio: 1 });
      }
    }
  });
}

test("turning the screen keeps what is looked at", async ({ page }) => {
  await page.setViewportSize({ width: 1_200, height: 800 });
  await openPage(page);
  await page.evaluate(() => window.scrollTo(0, 2_000));
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(2_000);
  const inMiddle = async () =>
    (await tilesOnScreen(page)).find(
      ({ box }) => box.top - 2_000 < 400 && box.top - 2_000 + box.height > 400,
    )?.position;
  await expect.poll(inMiddle).toBeDefined();
  const middle = await inMiddle();
  await page.setViewportSize({ width: 700, height: 800 });
  await expect
    .poll(async () => (await tilesOnScreen(page)).map(({ position }) => position))
    .toContain(middle);
});

test("the ground is dark by default, light by choice, and the choice is there at first paint", async ({
  page,
}) => {
  await openPage(page);
  await expect(page.locator("html")).toHaveCSS("background-color", "rgb(19, 19, 19)");
  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("radio", { name: "Light" }).check({ force: true });
  await expect(page.locator("html")).toHaveCSS("background-color", "rgb(246, 246, 246)");

  await page.goto("/", { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(page.locator("html")).toHaveCSS("background-color", "rgb(246, 246, 246)");
});
