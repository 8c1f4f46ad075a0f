import { expect, test } from "./fixtures/test";
import { expectWall, followTile, imagesOfWall, openPage, trailOf } from "./fixtures/wall";

test("a shared link opens in a fresh profile with the same wall and the whole path", async ({
  page,
  freshPage,
}) => {
  await openPage(page);
  const first = await followTile(page, 5);
  const title = await followTile(page, 2);
  const mine = await imagesOfWall(page);

  const friend = await freshPage();
  await openPage(friend, page.url());
  expect(await imagesOfWall(friend)).toEqual(mine);
  await expect(friend.getByRole("heading", { level: 1 })).toHaveText(title);
  const path = friend.getByRole("navigation", { name: "Path so far" });
  await expect(path.getByRole("link", { name: `Hop 1: ${first}` })).toBeVisible();

  // And goes on from there as from one's own.
  await followTile(friend, 3);
  expect(trailOf(friend.url()).hops).toHaveLength(3);
});

test("a friend sees a guest's blur and its wall, never the picture", async ({
  page,
  freshPage,
  pictures,
}) => {
  await openPage(page);
  await page.getByRole("button", { name: "Your picture" }).click();
  await page.getByLabel(/^Choose/).setInputFiles(pictures.jpeg);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A picture from outside");
  await expectWall(page);
  const mine = await imagesOfWall(page);

  const friend = await freshPage();
  await openPage(friend, page.url());
  expect(await imagesOfWall(friend)).toEqual(mine);
  const figure = friend.locator('[data-travel="query"]');
  await expect(figure.locator("span").first()).toHaveCSS("background-image", /^url\("data:image/);
  await expect(figure.locator("img")).toHaveCount(0);
  // A sunset of orange over dark blue: the blur has its colours.
  await expect(figure.locator("span").first()).toHaveCSS("background-color", /rgb\(/);
});

test("Copy link copies the page's address", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openPage(page);
  await followTile(page, 1);
  await page.getByRole("button", { name: "Copy link" }).and(page.locator(":visible")).click();
  await expect(page.getByRole("button", { name: "Link copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test("a link looks the same to a reader without scripts: a wall of links", async ({
  page,
  freshPage,
}) => {
  await openPage(page);
  const title = await followTile(page, 1);
  const plain = await freshPage({ javaScriptEnabled: false });
  await plain.goto(page.url());
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText(title);
  const tiles = plain.getByRole("list", { name: /^Pictures/ }).getByRole("link");
  expect(await tiles.count()).toBeGreaterThan(20);
  await expect(tiles.first().getByRole("img")).toBeVisible();
});
