import { GALLERY_IMAGES } from "./fixtures/gallery-cache";
import { expect, test } from "./fixtures/test";

test("the server is well and holds every picture that could be read", async ({ request }) => {
  const response = await request.get("/api/health");
  expect(response.status()).toBe(200);
  expect(await response.json()).toMatchObject({
    status: "ok",
    gallery: { count: GALLERY_IMAGES },
    model: { id: "wavelength-1.1" },
  });
});

test("the front page is a wall of links to follow", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  const tiles = page.locator('a[href^="/t/"]');
  await expect(tiles.first()).toBeVisible();
  expect(await tiles.count()).toBeGreaterThan(5);
});
