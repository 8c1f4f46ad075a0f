import type { Page } from "playwright/test";
import { expect, findBarriers, test } from "./fixtures/test";
import { followTile, openPage, tileAt, tilesOf, wallOf } from "./fixtures/wall";

/** Every kind of page and state, and how to come to it. */
const STATES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "the opening wall": (page) => openPage(page),
  "a trail": async (page) => {
    await openPage(page);
    await followTile(page, 1);
    await followTile(page, 2);
  },
  "the smallest tiles": async (page) => {
    await openPage(page);
    const smaller = page.getByRole("button", { name: "Smaller tiles" });
    while (await smaller.isEnabled()) await smaller.click();
  },
  "a large picture": async (page) => {
    await openPage(page);
    await tileAt(page, 1).press("Space");
    await expect(page.getByRole("dialog").getByRole("img")).toBeVisible();
  },
  "the ways to bring a picture": async (page) => {
    await openPage(page);
    await page.getByRole("button", { name: "Your picture" }).click();
    const dialog = page.getByRole("dialog", { name: "Bring a picture" });
    await dialog
      .getByLabel(/^Choose/)
      .setInputFiles({ name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) });
    await expect(dialog.getByRole("alert")).toBeVisible();
  },
  "the way to add a folder": async (page) => {
    await openPage(page);
    await page.getByRole("button", { name: "Your folder" }).click();
    await expect(page.getByRole("dialog", { name: "Show a folder of your own" })).toBeVisible();
  },
  "the preferences": async (page) => {
    await openPage(page);
    await page.getByRole("button", { name: "Preferences" }).click();
    await expect(page.getByRole("dialog", { name: "Preferences" })).toBeVisible();
  },
  "a wall that did not come": async (page) => {
    await openPage(page);
    await page.route("**/api/wall?*", (route) => route.fulfill({ status: 500, body: "" }));
    await tileAt(page, 1).click();
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  },
  "the end of a wall": async (page) => {
    await openPage(page);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await expect(page.getByRole("button", { name: "Back to the top" })).toBeInViewport();
  },
  "a damaged link": async (page) => {
    await page.goto("/t/nonsense");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  },
  "an address that leads nowhere": async (page) => {
    await page.goto("/nowhere");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  },
};

for (const [state, come] of Object.entries(STATES)) {
  test(`axe finds nothing serious on ${state}, dark or light`, async ({
    page,
    expectedComplaints,
  }) => {
    expectedComplaints.push(/status of (?:404|500)/);
    await page.addInitScript(() => {
      localStorage.setItem("wavelength.preferences", JSON.stringify({ theme: "system" }));
    });
    await page.emulateMedia({ colorScheme: "dark" });
    await come(page);
    await expect(page.locator("html")).toHaveCSS("color-scheme", "dark");
    expect(await findBarriers(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await expect(page.locator("html")).toHaveCSS("color-scheme", "light");
    expect(await findBarriers(page)).toEqual([]);
  });
}

test.describe("on any screen the same", () => {
  test.skip(({ isMobile }) => isMobile, "no other on a phone");

  test("a screen reader hears a list with its length, and every tile by a name of its own", async ({
    page,
    gallery,
  }) => {
    await openPage(page);
    await expect(wallOf(page)).toHaveAccessibleName("Pictures of today");
    await expect(page.getByText(`${gallery.count} pictures`, { exact: true })).toBeAttached();
    const tiles = await tilesOf(page).all();
    expect(tiles.length).toBeGreaterThan(10);
    for (const [i, tile] of tiles.slice(0, 12).entries()) {
      await expect(tile).toHaveAttribute("aria-posinset", String(i + 1));
      await expect(tile).toHaveAttribute("aria-setsize", String(gallery.count));
      await expect(tile.getByRole("link")).toHaveAccessibleName(/^\w[\w -]+, [\w -]+/);
    }
  });

  test("a new wall is announced, in a live region that is polite", async ({ page }) => {
    await openPage(page);
    const title = await followTile(page, 1);
    const said = page.getByText(`pictures on the wavelength of ${title}`);
    await expect(said).toHaveAttribute("aria-live", "polite");
    await expect(said).toHaveText(/^\d+ pictures/);
  });

  test("every page has one heading of the first level, a main part and a language", async ({
    page,
  }) => {
    await openPage(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main")).toHaveCount(1);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await followTile(page, 1);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main")).toHaveCount(1);
  });

  test("who asked for less motion gets the next wall at once", async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await openPage(page);
    await page.evaluate(() => {
      document.startViewTransition = () => {
        throw new Error("Expected no transition");
      };
    });
    await followTile(page, 1);
    await expect(page.locator(".spectrum").first()).toHaveCSS("animation-name", "none");
  });
});
