import type { Page } from "playwright/test";
import { expect, test } from "./fixtures/test";
import { expectWall, followTile, openPage, tileAt, trailOf } from "./fixtures/wall";

const forked = (page: Page) => page.getByText(/forked at hop \d+/);

/** Waits until the page has asked its browser whose the trail is. */
async function expectForeign(page: Page): Promise<void> {
  const link = () => tileAt(page, 1).getAttribute("href");
  await expect.poll(async () => trailOf((await link()) ?? "").fork).toBeDefined();
}

test("walking on from somebody's link makes it one's own and keeps where it came from", async ({
  page,
  freshPage,
}) => {
  await openPage(page);
  for (const position of [4, 2, 3]) await followTile(page, position);
  const theirs = trailOf(page.url());
  await expect(forked(page)).toHaveCount(0);

  const friend = await freshPage();
  await openPage(friend, page.url());
  // Looking about is not walking on.
  const path = friend.getByRole("navigation", { name: "Path so far" });
  await path.getByRole("link", { name: /^Hop 2/ }).click();
  await expect.poll(() => trailOf(friend.url()).tip).toBe(1);
  await expectWall(friend);
  expect(trailOf(friend.url()).fork).toBeUndefined();
  await expectForeign(friend);
  await followTile(friend, 1);
  await expect(friend.getByText("forked at hop 2")).toBeVisible();
  const mine = trailOf(friend.url());
  expect(mine.hops.slice(0, 3)).toEqual(theirs.hops);
  const { fork } = mine;
  expect(fork?.hop).toBe(2);
  // From then on it is one's own, also after the page was loaded again.
  await friend.reload();
  await expectWall(friend);
  await followTile(friend, 2);
  expect(trailOf(friend.url()).fork).toEqual(fork);

  // Sent back, it says to its first walker what the friend's screen says.
  await openPage(page, friend.url());
  await expect(page.getByText("forked at hop 2")).toBeVisible();
});

test("one's own trail is no fork, nor is a tile that was opened in a tab of its own", async ({
  page,
  context,
}) => {
  await openPage(page);
  await followTile(page, 4);
  const opening = context.waitForEvent("page");
  await tileAt(page, 2).click({ modifiers: ["ControlOrMeta"] });
  const tab = await opening;
  await expectWall(tab);
  await followTile(tab, 1);
  expect(trailOf(tab.url()).hops).toHaveLength(3);
  expect(trailOf(tab.url()).fork).toBeUndefined();
  await page.reload();
  await expectWall(page);
  await followTile(page, 1);
  expect(trailOf(page.url()).fork).toBeUndefined();
});

test("a dial turned on somebody's trail keeps where it came from", async ({ page, freshPage }) => {
  await openPage(page);
  await followTile(page, 4);
  await followTile(page, 2);
  const friend = await freshPage();
  await openPage(friend, page.url());
  await expectForeign(friend);
  const bar = friend.getByRole("region", { name: "What the wall goes by" });
  await bar.getByRole("button", { name: "Same colours" }).click();
  await expect.poll(() => trailOf(friend.url()).fork?.hop).toBe(2);
  await expect(friend.getByText("forked at hop 2")).toBeVisible();
});
