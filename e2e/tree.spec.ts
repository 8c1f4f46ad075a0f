import type { Locator, Page } from "playwright/test";
import { plainRecipe } from "../lib/energy/recipe";
import { nameHop, noteHop } from "../lib/trail/change-hops";
import { addHop, linkFor, withTip } from "../lib/trail/tree";
import { expect, findBarriers, test } from "./fixtures/test";
import { foreignId, madeUpGuest, trailThrough } from "./fixtures/trails";
import {
  expectWall,
  followTile,
  openPage,
  scrollTo,
  scrollY,
  tilesOnScreen,
  trailOf,
} from "./fixtures/wall";

async function openTree(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Trail", exact: true }).click();
  await page.getByRole("menuitem", { name: "Tree" }).click();
  const tree = page.getByRole("tree");
  await expect(tree).toBeVisible();
  return tree;
}

/** The shape of a link's trail: the parent of each hop. */
function parentsIn(url: string): number[] {
  return trailOf(url).hops.map(({ parent }) => parent);
}

test("Back and another click keep both ways: in the tree, then in the link", async ({
  page,
  freshPage,
}) => {
  await openPage(page);
  await followTile(page, 1);
  await followTile(page, 2);
  await followTile(page, 2);
  await page.goBack();
  await expectWall(page);
  const tree = await openTree(page);
  await expect(tree.getByRole("treeitem")).toHaveCount(3);
  await expect(tree.getByRole("treeitem", { name: /, you are here$/ })).toHaveAccessibleName(
    /^Hop 2:/,
  );
  await page.keyboard.press("Escape");
  expect(parentsIn(page.url())).toEqual([-1, 0]);

  await followTile(page, 3);
  expect(parentsIn(page.url())).toEqual([-1, 0, 1, 1]);
  expect(trailOf(page.url()).tip).toBe(3);

  const friend = await freshPage();
  await openPage(friend, page.url());
  await expect((await openTree(friend)).getByRole("treeitem")).toHaveCount(4);
  await page.reload();
  await expectWall(page);
  await expect((await openTree(page)).getByRole("treeitem")).toHaveCount(4);
});

test("undo takes a step back and does it again, and leaves Back as it was", async ({ page }) => {
  await openPage(page);
  await followTile(page, 1);
  await followTile(page, 2);
  const two = page.url();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByText("Undone: a hop added.")).toBeVisible();
  await expect.poll(() => parentsIn(page.url())).toEqual([-1]);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect.poll(() => parentsIn(page.url())).toEqual([-1, 0]);

  await page.getByRole("button", { name: "Same mood" }).click();
  await expect.poll(() => page.url()).not.toBe(two);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page).toHaveURL(two);
  await expect(page.getByRole("button", { name: "Everything" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  // In a field they are the field's own.
  await page.getByPlaceholder(/Add words/).fill("calm");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page).toHaveURL(two);
  await page.goBack();
  await expectWall(page);
  await expect.poll(() => parentsIn(page.url())).toEqual([-1]);
});

test("a hop opens where it was left", async ({ page }) => {
  await openPage(page);
  await followTile(page, 1);
  await scrollTo(page, 700);
  const first = (await tilesOnScreen(page))[0]?.position ?? 1;
  await followTile(page, first + 4);
  expect(await scrollY(page)).toBe(0);
  const tree = await openTree(page);
  await tree.getByRole("treeitem", { name: /^Hop 1:/ }).dblclick();
  await expect.poll(() => trailOf(page.url()).tip).toBe(0);
  await expectWall(page);
  await expect.poll(() => scrollY(page)).toBeGreaterThan(500);
});

test("the tree by keyboard: every hop has its name, and is opened, named, noted and pruned", async ({
  page,
  gallery,
  expectedComplaints,
}) => {
  // The thumbnail of an image that is not here.
  expectedComplaints.push(/status of 404.*\/api\/images\//);
  await openPage(page);
  const ids = (await tilesOnScreen(page)).slice(0, 6).map(({ id }) => id);
  const way = trailThrough(ids, gallery.origin);
  const both = nameHop(addHop(withTip(way, 1), plainRecipe(foreignId(3))), 2, "Storm at sea");
  await openPage(page, linkFor(noteHop(withTip(both, 3), 4, "why")));
  const tree = await openTree(page);
  const item = (name: RegExp) => tree.getByRole("treeitem", { name });
  const names = await tree
    .getByRole("treeitem")
    .evaluateAll((items) => items.map((one) => one.getAttribute("aria-label") ?? ""));
  expect(names).toHaveLength(7);
  for (const name of names) expect(name).toMatch(/^Hop \d: .+, (from hop \d|where it begins)/);
  await expect(item(/^Hop 3: Storm at sea, from hop 2$/)).toBeVisible();
  await expect(item(/^Hop 2: .+, from hop 1, 2 branches$/)).toBeVisible();
  await expect(item(/has a note$/)).toHaveCount(1);

  await expect(item(/, you are here$/)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(item(/^Hop 1:/)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(item(/^Hop 2: .+ folded, holds 5 hops$/)).toBeFocused();
  await expect(tree.getByRole("treeitem")).toHaveCount(2);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(item(/^Hop 3:/)).toBeFocused();

  await page.keyboard.press("F2");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("<b>Calm</b>");
  await page.keyboard.press("Enter");
  await expect(item(/^Hop 3: <b>Calm<\/b>, from hop 2$/)).toBeVisible();
  await expect.poll(() => trailOf(page.url()).hops[2]?.name).toBe("<b>Calm</b>");

  await item(/^Hop 7:/).focus();
  await item(/^Hop 7:/).click();
  await page.keyboard.press("Delete");
  await expect(page.getByText("1 hop pruned.")).toBeVisible();
  await expect(tree.getByRole("treeitem")).toHaveCount(6);
  await expect.poll(() => trailOf(page.url()).hops.length).toBe(6);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(tree.getByRole("treeitem")).toHaveCount(7);
  expect(await findBarriers(page)).toEqual([]);

  await item(/^Hop 5:/).click();
  await item(/^Hop 5:/).press("Enter");
  await expect(tree).toHaveCount(0);
  await expect.poll(() => trailOf(page.url()).tip).toBe(4);
});

test("the tree pans and zooms, shows guests by their blur and what is gone by a mark", async ({
  page,
  gallery,
  expectedComplaints,
}) => {
  expectedComplaints.push(/status of 404.*\/api\/images\//);
  await openPage(page);
  const ids = (await tilesOnScreen(page)).map(({ id }) => id);
  const guest = madeUpGuest(1);
  const hundred = Array.from({ length: 98 }, (_, i) => ids[i % ids.length] ?? foreignId(i));
  const long = trailThrough(hundred, gallery.origin);
  const recipe = plainRecipe(guest.id);
  const withGuest = addHop(
    { ...long, guests: [guest] },
    { ...recipe, ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }] },
  );
  await openPage(page, linkFor(addHop(withGuest, plainRecipe(foreignId(9)))));
  const tree = await openTree(page);
  await expect(tree.getByText("Not in this gallery")).toBeVisible();
  await expect(tree.getByRole("treeitem", { name: /A picture from outside/ })).toBeVisible();
  const current = tree.getByRole("treeitem", { name: /, you are here$/ });
  const frame = (await page.locator(".tree-frame").boundingBox()) ?? { x: 0, width: 0 };
  const middle = frame.x + frame.width / 2;
  const { x = 0, width: size = 0 } = (await current.boundingBox()) ?? {};
  expect(Math.abs(x + size / 2 - middle)).toBeLessThan(2);
  // What it says below is whole.
  const here = page.getByText("You are here", { exact: true });
  await expect(here).toBeInViewport({ ratio: 0.99 });
  expect(await here.evaluate((label) => label.scrollWidth - label.clientWidth)).toBeLessThan(2);

  const first = tree.getByRole("treeitem", { name: /^Hop 1:/ });
  await expect(first).not.toBeInViewport();
  await page.getByRole("button", { name: "See all of it" }).click();
  await expect(first).toBeInViewport();
  const small = (await current.boundingBox())?.width ?? 0;
  await page.getByRole("button", { name: "Larger", exact: true }).click();
  await expect.poll(async () => (await current.boundingBox())?.width ?? 0).toBeGreaterThan(small);

  const before = (await current.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(400, 250);
  await page.mouse.down();
  await page.mouse.move(340, 310, { steps: 4 });
  await page.mouse.up();
  await expect
    .poll(async () => (await current.boundingBox())?.y ?? 0)
    .toBeGreaterThan(before.y + 40);
});
