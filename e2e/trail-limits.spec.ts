import { MAX_CODE_CHARS } from "../lib/trail/trail";
import { linkFor, withTip } from "../lib/trail/tree";
import { startProxy } from "./fixtures/proxy";
import { expect, test } from "./fixtures/test";
import { longestTrail, trailThrough } from "./fixtures/trails";
import { expectWall, followTile, openPage, tileAt, tilesOnScreen, trailOf } from "./fixtures/wall";

/** Hops that are taken from the longest trail, to be walked again. */
const LAST_HOPS = 3;

test("a trail grows to 8 KB by clicks, reloads, goes back, and then starts anew", async ({
  page,
  gallery,
}) => {
  await openPage(page);
  const images = (await tilesOnScreen(page)).map(({ id }) => id);
  const whole = longestTrail(images, gallery.origin);
  const shorter = withTip(
    { ...whole, hops: whole.hops.slice(0, -LAST_HOPS), tip: -1 },
    whole.hops.length - LAST_HOPS - 1,
  );
  const full = "This trail is as long as a link can be.";

  await openPage(page, linkFor(shorter));
  await expect(page.getByText(full)).toHaveCount(0);
  for (let hop = 0; hop < LAST_HOPS; hop++) await followTile(page, 1);
  expect(trailOf(page.url()).hops).toHaveLength(whole.hops.length);
  expect(page.url().length).toBeGreaterThan(MAX_CODE_CHARS - 20);
  await expect(page.getByText(full)).toBeVisible();

  const wall = await tilesOnScreen(page);
  await page.reload();
  await expectWall(page);
  expect(await tilesOnScreen(page)).toEqual(wall);
  await page.goBack();
  await expect.poll(() => trailOf(page.url()).hops).toHaveLength(whole.hops.length - 1);
  await expectWall(page);
  await page.goForward();
  await expectWall(page);

  await followTile(page, 1);
  expect(trailOf(page.url()).hops).toHaveLength(1);
  await page.goBack();
  await expect.poll(() => trailOf(page.url()).hops).toHaveLength(whole.hops.length);
  await expectWall(page);
});

test("a trail near 8 KB passes a proxy with the usual limits: opened, walked, reloaded", async ({
  page,
  freshPage,
  gallery,
}) => {
  await openPage(page);
  const images = (await tilesOnScreen(page)).map(({ id }) => id);
  const link = linkFor(longestTrail(images, gallery.origin));
  expect(link.length).toBeGreaterThan(MAX_CODE_CHARS - 20);
  const proxy = await startProxy(gallery.url);
  const behind = await freshPage({ baseURL: proxy.url });
  try {
    await openPage(behind, link);
    const wall = await tilesOnScreen(behind);
    expect(wall).not.toEqual([]);
    await behind.reload();
    await expectWall(behind);
    expect(await tilesOnScreen(behind)).toEqual(wall);

    // A page load from an 8 KB address, as a click in a new tab is: nothing carries it twice.
    const path = behind.getByRole("navigation", { name: "Path so far" });
    const before = await path.getByRole("link").nth(-2).getAttribute("href");
    await path.getByRole("link").nth(-2).click();
    await expect(behind).toHaveURL(before ?? "");
    await expectWall(behind);
    await followTile(behind, 1);
    const href = (await tileAt(behind, 2).getAttribute("href")) ?? "";
    await openPage(behind, href);
  } finally {
    // Before the proxy: a page that still asks would complain of its end.
    await behind.close();
    await proxy.close();
  }
});

test("a guest that does not fit any more starts a new trail, and says so", async ({
  page,
  gallery,
  pictures,
}) => {
  await openPage(page);
  const images = (await tilesOnScreen(page)).map(({ id }) => id);
  await openPage(page, linkFor(longestTrail(images, gallery.origin)));
  await page.getByRole("button", { name: "Your picture" }).click();
  await page.getByLabel(/^Choose/).setInputFiles(pictures.png);
  await expect(page.getByText("a new one starts here")).toBeVisible();
  await expect.poll(() => trailOf(page.url()).hops).toHaveLength(1);
  await expectWall(page);
  expect(trailOf(page.url()).guests).toHaveLength(1);
});

test("a trail of 100 plain hops stays under 2,000 characters and opens", async ({
  page,
  gallery,
}) => {
  await openPage(page);
  const images = (await tilesOnScreen(page)).map(({ id }) => id);

  const hundred = Array.from({ length: 100 }, (_, i) => images[i % images.length] ?? []).flat();
  const link = linkFor(trailThrough(hundred, gallery.origin));
  expect(link.length).toBeLessThan(2_000);
  await openPage(page, link);
  const path = page.getByRole("navigation", { name: "Path so far" });
  await expect(path.getByText("… 76 more")).toBeAttached();
});
