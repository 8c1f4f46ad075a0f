import type { Page, Route } from "playwright/test";
import { expect, test } from "./fixtures/test";
import { expectWall, followTile, openPage, tileAt, tilesOnScreen, wallOf } from "./fixtures/wall";

const WALLS = "**/api/wall?*";

function problem(status: number, code: string, detail: string) {
  return (route: Route) =>
    route.fulfill({
      status,
      headers: { "retry-after": "0" },
      contentType: "application/problem+json",
      json: { type: "about:blank", title: code, status, code, detail },
    });
}

/** Clicks a tile whose wall does not come. @returns where it leads. */
async function clickInVain(page: Page, position: number): Promise<string> {
  const href = (await tileAt(page, position).getAttribute("href")) ?? "";
  await tileAt(page, position).click();
  await expect(page).toHaveURL(href);
  return href;
}

function notice(page: Page) {
  const again = page.getByRole("button", { name: "Try again" });
  return page.getByRole("alert").filter({ has: again });
}

test("a server that does not answer leaves the wall before, says so, and tries again", async ({
  page,
  expectedComplaints,
}) => {
  expectedComplaints.push(/net::ERR_FAILED/);
  await openPage(page);
  const before = (await tilesOnScreen(page)).map(({ position, id }) => ({ position, id }));
  await page.route(WALLS, (route) => route.abort());
  const href = await clickInVain(page, 2);
  await expect(notice(page)).toContainText("Wavelength did not answer.");
  // What was there is still there, and named as what it is.
  await expect(wallOf(page)).toHaveAccessibleName("Pictures of the wall before");
  expect(before.map(({ id }) => id)).toEqual(
    expect.arrayContaining((await tilesOnScreen(page)).map(({ id }) => id)),
  );

  await page.unroute(WALLS);
  await notice(page).getByRole("button", { name: "Try again" }).click();
  await expectWall(page);
  await expect(notice(page)).toHaveCount(0);
  await expect(page).toHaveURL(href);
});

test("offline, the wall waits and comes by itself once the connection is back", async ({
  page,
  context,
  expectedComplaints,
}) => {
  expectedComplaints.push(/net::ERR_INTERNET_DISCONNECTED/);
  await openPage(page);
  await context.setOffline(true);
  await clickInVain(page, 1);
  await expect(notice(page)).toContainText("You are offline");
  await context.setOffline(false);
  await expectWall(page);
  await expect(notice(page)).toHaveCount(0);
});

test("offline, Back to a wall that was seen needs no server", async ({
  page,
  context,
  expectedComplaints,
}) => {
  // The browser asks for the tab's icon when the title changes, for pictures that had not come yet, and
  // the owner's page for what is being added.
  expectedComplaints.push(
    /net::ERR_INTERNET_DISCONNECTED .*(?:icon\.svg|\/thumb\/\d+|\/api\/ingest)/,
  );
  await openPage(page);
  const opening = await tilesOnScreen(page);
  await followTile(page, 3);
  await context.setOffline(true);
  await page.goBack();
  await expectWall(page);
  expect((await tilesOnScreen(page)).map(({ id }) => id)).toEqual(opening.map(({ id }) => id));
  await context.setOffline(false);
});

test("a busy server (503) is asked again by itself before anyone is troubled", async ({
  page,
  expectedComplaints,
}) => {
  expectedComplaints.push(/status of 503/);
  await openPage(page);
  let asked = 0;
  const busy = problem(503, "embedder_overloaded", "Expected fewer than 64 waiting images.");
  await page.route(WALLS, (route) => (++asked === 1 ? busy(route) : route.continue()));
  await clickInVain(page, 1);
  await expectWall(page);
  expect(asked).toBe(2);
  await expect(notice(page)).toHaveCount(0);
});

test("a gallery that cannot be read is named, in the server's words", async ({
  page,
  expectedComplaints,
}) => {
  expectedComplaints.push(/status of 500/);
  await openPage(page);
  await page.route(WALLS, problem(500, "model_mismatch", "Expected model a but found model b."));
  await clickInVain(page, 1);
  await expect(notice(page)).toContainText("Expected model a but found model b.");
});

test("an answer of another version is not shown as a wall", async ({ page }) => {
  await openPage(page);
  await page.route(WALLS, (route) => route.fulfill({ json: { tiles: "?" } }));
  await clickInVain(page, 1);
  await expect(notice(page)).toContainText("Reload the page.");
});

test("a slow wall says that it is being looked for, and the tile clicked last wins", async ({
  page,
}) => {
  await openPage(page);
  const held: Route[] = [];
  await page.route(WALLS, (route) => void held.push(route));
  await clickInVain(page, 1);
  const slow = page.getByRole("status").filter({ hasText: "Still looking" });
  await expect(slow).toBeVisible();
  const href = await clickInVain(page, 3);
  await expect.poll(() => held.length).toBe(2);

  // The answers come in the wrong order.
  await held[1]?.continue();
  await expectWall(page);
  await expect(slow).toHaveCount(0);
  const shown = await tilesOnScreen(page);
  await held[0]?.continue().catch(() => undefined);
  await expect(page).toHaveURL(href);
  expect(await tilesOnScreen(page)).toEqual(shown);
});

test("a wall with nothing close says so instead of pretending", async ({ page }) => {
  await openPage(page);
  await page.route(WALLS, async (route) => {
    const response = await route.fetch();
    const wall = await response.json();
    await route.fulfill({ response, json: { ...wall, notices: ["nothing_close"] } });
  });
  await followTile(page, 1);
  await expect(page.getByText(/^Nothing in this gallery is close to it/)).toBeVisible();
});

test("pictures that do not come leave their colour and their link", async ({
  page,
  expectedComplaints,
}) => {
  expectedComplaints.push(/net::ERR_FAILED/);
  await page.route("**/thumb/**", (route) => route.abort());
  await openPage(page);
  const tile = tileAt(page, 1);
  await expect(tile.getByRole("img")).toHaveCSS("opacity", "0");
  await expect(tile).toHaveAttribute("href", /^\/t\//);
  await expect(tile).toHaveAccessibleName(/\w+/);
  await expect(page.locator('[aria-posinset="1"]')).toHaveCSS("background-color", /rgb\(/);
});
