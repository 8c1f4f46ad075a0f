import type { Page } from "playwright/test";
import { LABELLED, MATURE } from "./fixtures/labelled-pictures";
import { expect, test } from "./fixtures/test";
import { expectWall, openPage, queriedBy, shrinkTiles, trailOf, wallOf } from "./fixtures/wall";

test.skip(({ isMobile }) => isMobile, "phones have no Space; see touch.spec.ts");

/** The tile of this name, in a wall of tiles so small that the whole gallery is in the page. */
async function findTile(page: Page, name: string | RegExp) {
  await openPage(page);
  await shrinkTiles(page);
  const tile = wallOf(page).getByRole("link", { name });
  await expect(tile).toHaveCount(1);
  return tile;
}

test("a large picture is labelled as a museum would: title, artist, year, medium, licence, source", async ({
  page,
}) => {
  const tile = await findTile(page, `${LABELLED.title}, ${LABELLED.artist}, ${LABELLED.year}`);
  await tile.press("Space");
  const large = page.getByRole("dialog", { name: LABELLED.title });
  await expect(large.getByRole("heading", { name: LABELLED.title })).toBeVisible();
  await expect(large.getByText(`${LABELLED.artist}, ${LABELLED.year}`)).toBeVisible();
  await expect(large.getByText(LABELLED.medium)).toContainText(LABELLED.licence);
  const source = large.getByRole("link", { name: LABELLED.source });
  await expect(source).toHaveAttribute("href", LABELLED.link);
  await expect(source).toHaveAttribute("rel", "noreferrer");

  const picture = large.getByRole("img");
  await expect(picture).toHaveAttribute("src", /\/large$/);
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(480);
});

test("a drawing of the sample gallery says that a generator made it", async ({ page }) => {
  await openPage(page);
  const drawing = wallOf(page).getByRole("link", { name: /, Wavelength$/ });
  await drawing.first().press("Space");
  await expect(page.getByRole("dialog").getByText(/made by a generator/)).toBeVisible();
});

test("a mature picture is a blur on the wall and large until the switch says otherwise", async ({
  page,
}) => {
  const tile = await findTile(page, /^Mature/);
  await expect(tile).toHaveAccessibleName(`Mature, ${MATURE.title}`);
  await expect(tile.getByRole("img")).toHaveCount(0);

  await tile.press("Space");
  const large = page.getByRole("dialog");
  await expect(large.getByRole("img")).toHaveCount(0);
  const showIt = large.getByRole("button", { name: "Marked mature: show it" });
  await showIt.click();
  await expect(large.getByRole("img", { name: MATURE.title })).toBeVisible();
  await page.keyboard.press("Escape");
  // Once is once: on the wall it is still veiled.
  await expect(tile.getByRole("img")).toHaveCount(0);

  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("checkbox", { name: "Show pictures marked mature" }).check();
  await page.keyboard.press("Escape");
  const shown = wallOf(page).getByRole("link", { name: MATURE.title });
  await expect(shown.getByRole("img", { name: MATURE.title })).toBeVisible();

  await shown.press("Enter");
  await expectWall(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(MATURE.title);
});

test("a mature picture's bytes are not even asked for before that", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const tile = await findTile(page, /^Mature/);
  const href = (await tile.getAttribute("href")) ?? "";
  await tile.press("Enter");
  await expect(page).toHaveURL(href);
  await expectWall(page);
  const id = queriedBy(trailOf(href));
  expect(asked.filter((path) => path.includes(id) && path.includes("/images/"))).toEqual([]);
});
