import type { Page } from "playwright/test";
import { bridgeResponse } from "../lib/search/contract";
import { encodeTrail } from "../lib/trail/encode";
import { linkFor, pathTo } from "../lib/trail/tree";
import { expect, findBarriers, test } from "./fixtures/test";
import { foreignId, trailThrough } from "./fixtures/trails";
import { labelledImages } from "./fixtures/tuning";
import { followTile, openPage, tileAt, trailOf } from "./fixtures/wall";

/** Opens the panel from the trail's menu. */
async function openBridge(page: Page) {
  await page.getByRole("button", { name: "Trail", exact: true }).click();
  await page.getByRole("menuitem", { name: /^Bridge to/ }).click();
  const panel = page.getByRole("dialog", { name: "Bridge to another picture" });
  await expect(panel).toBeVisible();
  return panel;
}

test("a bridge leads to a tile of the wall, and is walked as a trail", async ({ page }) => {
  await openPage(page);
  await followTile(page, 1);
  const before = pathTo(trailOf(page.url())).length;
  const panel = await openBridge(page);
  await panel.getByRole("button", { name: "Choose on the wall" }).click();
  const far = tileAt(page, 8);
  const goal = trailOf((await far.getAttribute("href")) ?? "");
  await far.click();
  const stops = panel.getByRole("region", { name: "The bridge" }).getByRole("listitem");
  await expect(stops.first()).toBeVisible();
  const count = await stops.count();
  expect(count).toBeGreaterThan(1);
  expect(count).toBeLessThanOrEqual(12);
  expect(await findBarriers(page)).toEqual([]);
  await panel.getByRole("button", { name: /^Walk it/ }).click();
  await expect(panel).toBeHidden();
  await expect
    .poll(() => pathTo(trailOf(page.url())).length, "one hop a stop, the first was there")
    .toBe(before + count - 1);
  const walked = trailOf(page.url());
  const tip = walked.hops[walked.tip]?.recipe.ingredients[0]?.source;
  expect(tip).toEqual(goal.hops[goal.tip]?.recipe.ingredients[0]?.source);
});

test("Escape gives up choosing, and the wall walks on as before", async ({ page }) => {
  await openPage(page);
  await followTile(page, 1);
  const panel = await openBridge(page);
  await panel.getByRole("button", { name: "Choose on the wall" }).click();
  await expect(page.getByText("Choose the picture that the bridge leads to.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await followTile(page, 1);
});

test("a picture of one's own is the other end", async ({ page, pictures }) => {
  await openPage(page);
  await followTile(page, 1);
  const panel = await openBridge(page);
  await panel.getByLabel("A picture of yours").setInputFiles(pictures.jpeg);
  await expect(
    panel.getByRole("link", { name: /^Stop \d+: A picture from outside/ }),
  ).toBeVisible();
  await panel.getByRole("link", { name: /^Stop 2: / }).click();
  await expect.poll(() => trailOf(page.url()).hops.length).toBe(2);
});

test("through real works only, no stop between the ends is a generator's", async ({
  request,
  gallery,
}) => {
  const [from, ...images] = await labelledImages(request);
  const to = images.find(({ family }) => family !== from?.family);
  if (!from || !to) throw new Error("Expected two families in the gallery of the tests");
  const trail = trailThrough([from.id, to.id], gallery.origin);
  const ask = (real: string) =>
    request.get(`/api/bridge?${new URLSearchParams({ trail: encodeTrail(trail), real })}`);
  await expect.poll(async () => (await ask("0")).status(), "the map is there").toBe(200);
  const answer = await ask("1");
  // The gallery of the tests is drawn by our own code: what is left to step on is what it is not sure of.
  if (answer.status() === 404) expect((await answer.json()).code).toBe("image_not_found");
  else {
    const { stops, tiles } = bridgeResponse.parse(await answer.json());
    const inner = new Set(stops.slice(1, -1).map(({ id }) => id));
    expect(tiles.filter(({ id, details }) => inner.has(id) && details.generated)).toEqual([]);
  }
});

test("ends that no bridge can have are said", async ({
  page,
  request,
  gallery,
  expectedComplaints,
}) => {
  expectedComplaints.push(/\/api\/bridge.*|404/);
  const [from] = await labelledImages(request);
  if (!from) throw new Error("Expected labels in the gallery of the tests");
  const trail = trailThrough([foreignId(3), from.id], gallery.origin);
  await openPage(page, linkFor(trail));
  const panel = await openBridge(page);
  await panel
    .getByRole("button", { name: /^Bridge to / })
    .first()
    .click();
  await expect(panel.getByRole("alert")).toContainText("in this gallery");
  await panel.getByRole("button", { name: "Another end" }).click();
  await expect(panel.getByRole("button", { name: "Choose on the wall" })).toBeVisible();
  for (const [hops, code] of [
    [[from.id], "invalid_request"],
    [[from.id, from.id], "invalid_request"],
  ] as const) {
    const asked = encodeTrail(trailThrough(hops, gallery.origin));
    const answer = await request.get(`/api/bridge?${new URLSearchParams({ trail: asked })}`);
    expect((await answer.json()).code).toBe(code);
  }
  expect((await request.get("/api/bridge?trail=nonsense")).status()).toBe(400);
});
