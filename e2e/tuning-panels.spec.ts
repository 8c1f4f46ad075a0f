import type { Page } from "playwright/test";
import { plainRecipe } from "../lib/energy/recipe";
import { expect, findBarriers, test } from "./fixtures/test";
import {
  dialOf,
  expectTuned,
  imageOf,
  labelledImages,
  openDials,
  openRecipe,
  recipeBar,
} from "./fixtures/tuning";
import { tileAt, wallOf } from "./fixtures/wall";

async function openMixed(page: Page): Promise<void> {
  const moon = await imageOf(page.request, "moon", "ink line");
  const [other] = await labelledImages(page.request);
  if (!other) throw new Error("Expected images");
  await openRecipe(page, {
    ...plainRecipe(moon.id),
    ingredients: [
      { source: { kind: "image", id: moon.id }, weight: 1 },
      { source: { kind: "image", id: other.id }, weight: -0.5 },
      { source: { kind: "words", text: "teal" }, weight: 0.6 },
    ],
  });
}

const STATES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "the dials and the tray": async (page) => {
    await openDials(page);
    await expect(page.getByRole("region", { name: "Ingredients" })).toBeVisible();
  },
  "the filters": async (page) => {
    await recipeBar(page)
      .getByRole("button", { name: /^Filter/ })
      .click();
    await expect(page.getByRole("group", { name: "Shape" })).toBeVisible();
  },
  "the crop": async (page) => {
    await recipeBar(page).getByRole("button", { name: "Crop" }).click();
    await expect(page.getByRole("dialog").getByRole("img")).toBeVisible();
  },
  "why a picture is here": async (page) => {
    await tileAt(page, 1).press("Space");
    await expect(page.getByRole("dialog").getByLabel("Why it is here")).toBeVisible();
    await expect(page.getByRole("dialog").getByRole("definition")).toHaveCount(4);
  },
  "two columns": async (page) => {
    await recipeBar(page)
      .getByRole("button", { name: /^Filter/ })
      .click();
    await page.getByLabel(/^Side by side/).check();
    await expect(page.getByRole("heading", { name: /^Everything else/ })).toBeVisible();
  },
};

for (const [state, come] of Object.entries(STATES)) {
  test(`axe finds nothing serious on ${state}, dark or light`, async ({ page }) => {
    await page.addInitScript(() => {
      localStorage.setItem("wavelength.preferences", JSON.stringify({ theme: "system" }));
    });
    await page.emulateMedia({ colorScheme: "dark" });
    await openMixed(page);
    await come(page);
    expect(await findBarriers(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await expect(page.locator("html")).toHaveCSS("color-scheme", "light");
    expect(await findBarriers(page)).toEqual([]);
  });
}

test("everything that tunes is reached by Tab, in the order it stands, and works by keyboard", async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, "phones have no keyboard");
  await openMixed(page);
  await recipeBar(page).getByRole("button", { name: "Everything" }).focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press("Tab");
  await expect(recipeBar(page).getByRole("button", { name: "Tune" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialOf(page, "subject")).toBeVisible();
  const expected = await recipeBar(page)
    .locator("button:not(:disabled), input:not(:disabled)")
    .evaluateAll((all) => all.length);
  const stops = new Set<number>();
  let isInside = true;
  await recipeBar(page).getByRole("button", { name: "Everything" }).focus();
  while (isInside) {
    const [inside, at] = await page.evaluate(() => {
      const bar = document.querySelector('section[aria-label="What the wall goes by"]');
      const all = [...(bar?.querySelectorAll("button, input") ?? [])];
      const { activeElement } = document;
      // A list that scrolls is a stop too, so that it can be scrolled.
      const at = activeElement ? all.indexOf(activeElement) : -1;
      return [bar?.contains(activeElement) === true, at] as const;
    });
    isInside = inside;
    if (at >= 0) stops.add(at);
    await page.keyboard.press("Tab");
  }
  expect(stops.size).toBe(expected);
  await dialOf(page, "subject").focus();
  await page.keyboard.press("ArrowRight");
  await expectTuned(page, ({ dials }) => dials.subject === 0.51);
  await page.keyboard.press("PageDown");
  await expectTuned(page, ({ dials }) => dials.subject < 0.45);
});

test("the panel fits a phone: nothing beside the screen, fingers have room", async ({
  page,
  isMobile,
}) => {
  test.skip(!isMobile, "is about phones");
  await openMixed(page);
  await openDials(page);
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: window.innerWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(width);
  const small = await recipeBar(page)
    .locator("button, input")
    .evaluateAll((all) =>
      all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        // WCAG 2.2, 2.5.8: 24 px.
        return width < 24 || height < 24 ? [one.getAttribute("aria-label") ?? one.textContent] : [];
      }),
    );
  expect(small).toEqual([]);
  await dialOf(page, "style").fill("100");
  await expectTuned(page, ({ dials }) => dials.style === 1);
  await recipeBar(page).getByRole("button", { name: "Same colours" }).tap();
  await expectTuned(page, ({ dials }) => dials.palette === 1 && dials.style === 0);
  // The large picture is where a finger pulls and pushes.
  await expect(
    wallOf(page)
      .getByRole("button", { name: /^More like/ })
      .first(),
  ).toBeHidden();
});
