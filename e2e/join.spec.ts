import type { Page } from "playwright/test";
import type { ImageId } from "../lib/energy/image-id";
import { encodeTrail } from "../lib/trail/encode";
import { linkFor } from "../lib/trail/tree";
import { expect, findBarriers, test } from "./fixtures/test";
import { trailThrough } from "./fixtures/trails";
import { labelledImages } from "./fixtures/tuning";
import { expectWall, openPage, trailOf } from "./fixtures/wall";

const panel = (page: Page) => page.getByRole("dialog", { name: "Compare with another trail" });

async function compare(page: Page, link: string): Promise<void> {
  await page.getByRole("button", { name: "Trail", exact: true }).click();
  await page.getByRole("menuitem", { name: "Compare with another trail" }).click();
  await panel(page).getByLabel("Link of the other trail").fill(link);
  await page.keyboard.press("Enter");
}

test("two trails that share a picture meet there, and either hop opens", async ({
  page,
  gallery,
  request,
}) => {
  const [a, b, c, d, e] = idsOf(await labelledImages(request));
  const mine = trailThrough([a, b, c], gallery.origin);
  const theirs = trailThrough([d, e, b], gallery.origin);
  await openPage(page, linkFor(mine));
  await compare(page, `${gallery.url}${linkFor(theirs)}`);
  await expect(panel(page).getByRole("status")).toContainText("They meet at");
  await expect(panel(page).getByRole("link", { name: /^Hop 2: .*where they meet/ })).toBeVisible();
  await expect(panel(page).getByRole("link", { name: /^Hop 3: .*where they meet/ })).toBeVisible();
  expect(await findBarriers(page)).toEqual([]);
  await panel(page).getByRole("link", { name: "Hop 3 there" }).click();
  await expect.poll(() => trailOf(page.url())).toEqual(theirs);
  await expectWall(page);
});

test("two trails that share nothing say which pair is nearest and how near, and mix it", async ({
  page,
  gallery,
  request,
}) => {
  const [a, b, c, d] = idsOf(await labelledImages(request));
  await openPage(page, linkFor(trailThrough([a, b], gallery.origin)));
  await compare(page, linkFor(trailThrough([c, d], gallery.origin)));
  const says = panel(page).getByRole("status");
  await expect(says).toContainText("They share no picture; nearest are");
  await expect(says).toContainText(/closer than [\d.]+ % of pairs/);
  await panel(page).getByRole("link", { name: "What the two have in common" }).click();
  await expect.poll(() => trailOf(page.url()).hops).toHaveLength(3);
  await expectWall(page);
  const { hops, tip } = trailOf(page.url());
  const ids = hops[tip]?.recipe.ingredients.map(
    ({ source }) => source.kind === "image" && source.id,
  );
  expect([a, b]).toContain(ids?.[0]);
  expect([c, d]).toContain(ids?.[1]);
});

test("what is no link, or only a part of one, is said", async ({ page, gallery, request }) => {
  const [a, b, c] = idsOf(await labelledImages(request));
  await openPage(page, linkFor(trailThrough([a, b], gallery.origin)));
  await compare(page, "https://museum.example/lighthouse");
  await expect(panel(page).getByRole("alert")).toContainText("no link to a trail");
  const cut = linkFor(trailThrough([c, b, a], gallery.origin)).slice(0, -9);
  await panel(page).getByLabel("Link of the other trail").fill(cut);
  await page.keyboard.press("Enter");
  await expect(panel(page)).toContainText("A part of that link was lost on its way");
  await expect(panel(page).getByRole("status")).toContainText("They meet");
});

test("a comparison is a page that can be sent", async ({ page, freshPage, gallery, request }) => {
  const [a, b, c] = idsOf(await labelledImages(request));
  const mine = trailThrough([a, b], gallery.origin);
  await openPage(page, linkFor(mine));
  const theirs = trailThrough([c, b], gallery.origin);
  await compare(page, linkFor(theirs));
  const link = panel(page).getByRole("link", { name: /^A page of its own/ });
  const href = (await link.getAttribute("href")) ?? "";
  expect(href).toBe(`/join/${encodeTrail(mine)}/${encodeTrail(theirs)}`);
  const friend = await freshPage();
  await friend.goto(href);
  await expect(friend.getByRole("status")).toContainText("They meet at");
  expect(await findBarriers(friend)).toEqual([]);
  await friend.goto(`/join/${encodeTrail(mine)}/nothing`);
  await expect(friend.getByRole("heading", { level: 1 })).toHaveText("This link is damaged");
});

/** Images far apart on the list. */
function idsOf(
  images: readonly { readonly id: ImageId }[],
): [ImageId, ImageId, ImageId, ImageId, ImageId] {
  const [a, b, c, d, e] = [0, 20, 40, 60, 80].map((i) => images[i]?.id);
  if (!(a && b && c && d && e)) throw new Error("Expected more images in the gallery of the tests");
  return [a, b, c, d, e];
}
