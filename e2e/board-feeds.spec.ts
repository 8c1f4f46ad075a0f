import { writeFile } from "node:fs/promises";
import type { APIRequestContext, Page, TestInfo } from "playwright/test";
import type { ImageId } from "../lib/energy/image-id";
import { unpackTiles } from "../lib/search/packed-tiles";
import { expect, test } from "./fixtures/test";
import { expectWall, followTile, imagesOfWall, openPage, trailOf } from "./fixtures/wall";

interface Labelled {
  readonly id: ImageId;
  readonly details: { readonly label?: string };
}

/** Images of the gallery by what they are of. */
async function families(request: APIRequestContext): Promise<Map<string, ImageId[]>> {
  const { tiles } = await (await request.get("/api/wall?day=2026-01-01")).json();
  const ids = unpackTiles(tiles).map(({ id }) => id);
  const byLabel = new Map<string, ImageId[]>();
  for (let at = 0; at < ids.length; at += 100) {
    const asked = ids.slice(at, at + 100).join(",");
    const answer = await (await request.get(`/api/tiles?ids=${asked}`)).json();
    for (const { id, details } of answer.tiles as Labelled[]) {
      if (!details.label) continue;
      byLabel.set(details.label, [...(byLabel.get(details.label) ?? []), id]);
    }
  }
  return byLabel;
}

/** Imports a board and opens it. */
async function openBoardOf(page: Page, ids: readonly ImageId[], testInfo: TestInfo): Promise<void> {
  const path = testInfo.outputPath("board.json");
  const items = ids.map((id) => ({ kind: "image", id }));
  const boards = [{ name: "Two minds", items }];
  await writeFile(path, JSON.stringify({ format: "wavelength-board", version: 1, boards }));
  await page.goto("/boards");
  // The page listens once it has looked: a file given before would be lost.
  await expect(page.getByText("Nothing saved yet")).toBeVisible();
  await page.getByLabel("File of boards").setInputFiles(path);
  await page.getByRole("link", { name: /Two minds/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Two minds" })).toBeVisible();
}

test("a board of two minds is a feed of both, kept apart; what they have in common is another wall", async ({
  page,
  request,
}, testInfo) => {
  const all = await families(request);
  const pick = (label: string) => (all.get(label) ?? []).slice(0, 2);
  const board = [
    ...pick("neon"),
    ...pick("voronoi"),
    ...[...all.values()].flatMap((ids) => ids[0] ?? []),
  ];
  await openBoardOf(page, board.slice(0, 8), testInfo);
  await page.getByRole("button", { name: "A feed from these" }).click();
  await expect(page).toHaveURL(/\/t\//);
  await expectWall(page);
  const { hops } = trailOf(page.url());
  const recipe = hops[0]?.recipe;
  expect(recipe?.isApart).toBe(true);
  expect(recipe?.ingredients.length).toBeGreaterThan(1);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(" or ");

  const choice = page.getByRole("group", { name: "What the wall shows" });
  await expect(choice.getByRole("button", { name: "Any of these" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  const apart = await imagesOfWall(page);
  await choice.getByRole("button", { name: "What they have in common" }).click();
  await expect.poll(() => trailOf(page.url()).hops[0]?.recipe.isApart).toBeUndefined();
  await expectWall(page);
  const together = await imagesOfWall(page);
  expect([...together].sort()).toEqual([...apart].sort());
  expect(together).not.toEqual(apart);
  await choice.getByRole("button", { name: "Any of these" }).click();
  await expect.poll(() => trailOf(page.url()).hops[0]?.recipe.isApart).toBe(true);
  await page.reload();
  await expectWall(page);
  expect(await imagesOfWall(page)).toEqual(apart);
  // It was made here: walking on in it forks nobody's.
  await followTile(page, 1);
  expect(trailOf(page.url()).fork).toBeUndefined();
});

test("a board that is shown on the opening wall is a mood there, in this browser only", async ({
  page,
  request,
  freshPage,
}, testInfo) => {
  const ids = [...(await families(request)).values()].flatMap((family) => family[0] ?? []);
  await openBoardOf(page, ids.slice(0, 3), testInfo);
  await page.getByRole("button", { name: "Show on the opening wall" }).click();
  await expect(page.getByRole("button", { name: "On the opening wall" })).toBeVisible();
  await openPage(page);
  const moods = page.getByRole("navigation", { name: "Moods to start from" });
  const own = moods.getByRole("link", { name: "Your board: Two minds" });
  await expect(own.locator("img")).toHaveCount(3);
  await own.click();
  await expect(page).toHaveURL(/\/t\//);
  await expectWall(page);
  const friend = await freshPage();
  await openPage(friend);
  await expect(friend.getByRole("link", { name: /^Your board/ })).toHaveCount(0);
});

test("a board with nothing of this gallery says so where a feed is asked for", async ({
  page,
  expectedComplaints,
}, testInfo) => {
  expectedComplaints.push(/status of (?:400|404)/);
  await openBoardOf(page, ["AAAAAAAAAAA" as ImageId], testInfo);
  await page.getByRole("button", { name: "A feed from these" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "nothing to ask with" })).toBeVisible();
});
