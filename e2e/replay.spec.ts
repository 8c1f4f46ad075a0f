import type { Page } from "playwright/test";
import { plainRecipe } from "../lib/energy/recipe";
import { encodeTrail } from "../lib/trail/encode";
import { addHop, linkFor, pathTo } from "../lib/trail/tree";
import { expect, findBarriers, test } from "./fixtures/test";
import { trailThrough } from "./fixtures/trails";
import { labelledImages } from "./fixtures/tuning";
import { expectWall, followTile, openPage, tileAt, trailOf } from "./fixtures/wall";

const bar = (page: Page) => page.getByRole("region", { name: "Replay of the walk" });
const step = (page: Page) => bar(page).getByRole("slider", { name: "Step of the walk" });

/** Has a page note every query that its heading names, in order. */
async function noteHeadings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const headings: string[] = [];
    const note = () => {
      const heading = document.querySelector("h1")?.textContent ?? "";
      if (heading === headings.at(-1)) return;
      headings.push(heading);
      window.sessionStorage.setItem("headings", headings.join("\n"));
    };
    new MutationObserver(note).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
}

/** Walks from the opening wall, three hops. @returns what the hops are called. */
async function walkThree(page: Page): Promise<string[]> {
  await openPage(page);
  const titles: string[] = [];
  for (const position of [4, 2, 3]) titles.push(await followTile(page, position));
  return titles;
}

test("a link plays in a fresh browser: every hop, its wall, to the end", async ({
  page,
  freshPage,
}) => {
  const titles = await walkThree(page);
  const link = page.url();

  const friend = await freshPage();
  await noteHeadings(friend);
  await friend.goto(`${link}#play`);
  await bar(friend).getByLabel("Speed").selectOption("4");
  await expect(step(friend)).toHaveValue("3", { timeout: 30_000 });
  await expect(bar(friend).getByRole("button", { name: /^Play/ })).toBeVisible();
  const shown = await friend.evaluate(() => window.sessionStorage.getItem("headings"));
  // The page's own hop, until the first one is there; names come after their pictures.
  const named = (shown ?? "").split("\n").filter((heading) => titles.includes(heading));
  // Today's wall may lead from one picture to another of the same name.
  const names = titles.filter((title, i) => title !== titles[i - 1]);
  expect(named.slice(-names.length)).toEqual(names);
  // It wrote no history: the link is what it was, and the player can be closed.
  expect(friend.url()).toBe(`${link}#play`);
  await bar(friend)
    .getByRole("button", { name: /^Stop the replay/ })
    .click();
  await expect(friend).toHaveURL(link);
});

test("the tile that is picked is on the wall, pointed at, and travels", async ({ page }) => {
  await walkThree(page);
  const trail = trailOf(page.url());
  await page.goto(`${page.url()}#play`);
  await expectWall(page);
  const second = encodeTrail({ ...trail, hops: trail.hops.slice(0, 2), tip: 1 });
  const link = page.locator(`#wall a[href="/t/${second}"]`);
  await expect(link).toBeInViewport();
  const travelled = await page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const begin = document.startViewTransition.bind(document);
        document.startViewTransition = (update) => {
          const named = [...document.querySelectorAll<HTMLElement>(".tile")].filter(
            ({ style }) => style.viewTransitionName === "query",
          );
          resolve(named.map((tile) => tile.querySelector("a")?.getAttribute("href") ?? ""));
          return begin(update);
        };
      }),
  );
  expect(travelled).toEqual([`/t/${second}`]);
});

test("by keyboard: space pauses, arrows step, Escape stays at the hop that is shown", async ({
  page,
}) => {
  const titles = await walkThree(page);
  const end = page.url();
  await page.getByRole("button", { name: "Trail", exact: true }).click();
  await page.getByRole("menuitem", { name: "Play the walk" }).click();
  await expect(step(page)).toHaveValue("1");
  await expect(bar(page).getByRole("button", { name: /^Pause/ })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(bar(page).getByRole("button", { name: /^Play/ })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(titles[1] ?? "");
  expect(await findBarriers(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(bar(page)).toHaveCount(0);
  await expect.poll(() => trailOf(page.url())).toMatchObject({ tip: 1, hops: { length: 3 } });
  await expectWall(page);
  await page.goBack();
  await expect(page).toHaveURL(end);
});

test("whoever asked for less motion is not moved: it waits to be played, and cuts", async ({
  page,
  freshPage,
}) => {
  const titles = await walkThree(page);
  const still = await freshPage({ reducedMotion: "reduce" });
  await still.goto(`${page.url()}#play`);
  await expect(still.getByRole("heading", { level: 1 })).toHaveText(titles[0] ?? "");
  await expect(bar(still).getByRole("button", { name: /^Play/ })).toBeVisible();
  await still.evaluate(() => {
    document.startViewTransition = () => {
      throw new Error("Expected no motion");
    };
  });
  await still.keyboard.press("ArrowRight");
  await expect(still.getByRole("heading", { level: 1 })).toHaveText(titles[1] ?? "");
});

test("a tree plays as a path or whole, and a tile that is clicked branches off there", async ({
  page,
  gallery,
  request,
}) => {
  const [first, second, third, other] = (await labelledImages(request)).map(({ id }) => id);
  if (!(first && second && third && other)) throw new Error("Expected four images");
  const path = trailThrough([first, second, third], gallery.origin);
  const tree = addHop(path, plainRecipe(other), 0);
  await page.goto(`${linkFor(tree)}#play`);
  await expect(step(page)).toHaveAttribute("max", "2");
  await bar(page).getByRole("button", { name: "Whole tree" }).click();
  // Three on the first branch, the way back, one on the second.
  await expect(step(page)).toHaveAttribute("max", "5");
  await bar(page)
    .getByRole("button", { name: /^(Pause|Play)/ })
    .click();
  await step(page).fill("2");
  await expectWall(page);
  await expect(step(page)).toHaveAttribute("aria-valuetext", /^Step 2 of 5/);
  await tileAt(page, 1).click();
  await expect(bar(page)).toHaveCount(0);
  await expect.poll(() => trailOf(page.url()).hops).toHaveLength(5);
  const caught = trailOf(page.url());
  expect(pathTo(caught)).toEqual([0, 1, 4]);
});
