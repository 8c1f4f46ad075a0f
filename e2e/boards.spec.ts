import { readFile, writeFile } from "node:fs/promises";
import type { Locator, Page } from "playwright/test";
import { expect, findBarriers, test } from "./fixtures/test";
import { madeUpGuest } from "./fixtures/trails";
import { followTile, openPage, tileAt, trailOf } from "./fixtures/wall";

const item = (page: Page): Locator =>
  page.getByRole("list", { name: /^On / }).getByRole("listitem");
const saved = (page: Page) => page.getByRole("status").filter({ hasText: /^(Saved|Already)/ });

/** Saves a tile of the wall with one key. */
async function saveTile(page: Page, position: number): Promise<void> {
  const saidBefore = await saved(page).locator("p").elementHandles();
  await tileAt(page, position).focus();
  await page.keyboard.press("s");
  // What was said of the tile before says nothing of this one.
  const isSaid = () =>
    Promise.all(saidBefore.map((old) => old.evaluate((node) => node.isConnected)));
  await expect.poll(isSaid).not.toContain(true);
  await expect(saved(page)).toBeVisible();
}

/** Opens a board by its name from the list of all. */
async function openBoard(page: Page, name: string): Promise<void> {
  await page.goto("/boards");
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** How many pictures, hops and trails the page's boards hold, as IndexedDB has them. */
function storedItems(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open("wavelength-boards");
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const rows = await new Promise<{ items: unknown[] }[]>((resolve, reject) => {
      const reading = db.transaction("boards").objectStore("boards").getAll();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
    });
    db.close();
    return rows.reduce((sum, { items }) => sum + items.length, 0);
  });
}

test("one key saves a picture, a hop and a trail; the board is arranged, and every step undone", async ({
  page,
}) => {
  await openPage(page);
  await saveTile(page, 1);
  await saveTile(page, 2);
  await tileAt(page, 3).press("Space");
  await page.getByRole("dialog").press("s");
  await expect(page.getByRole("dialog").getByRole("status")).toContainText("Saved to A board");
  await page.keyboard.press("Escape");
  const query = await followTile(page, 4);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("s");
  await page.keyboard.press("Shift+S");
  await expect.poll(() => storedItems(page)).toBe(5);

  await openBoard(page, "A board");
  await expect(item(page)).toHaveCount(5);
  await expect(item(page).last().getByRole("link")).toHaveAccessibleName(
    `Trail of 1 hop: ${query}`,
  );
  const names = () =>
    item(page)
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("aria-label")));
  await expect.poll(names).not.toContain("Picture");
  const before = await names();
  await item(page).nth(0).getByRole("link").press("Alt+ArrowRight");
  await expect.poll(names).toEqual([before[1], before[0], ...before.slice(2)]);
  await expect(item(page).nth(1).getByRole("link")).toBeFocused();
  await item(page).nth(1).getByRole("link").press("Alt+ArrowLeft");
  await item(page).nth(2).getByRole("link").press("Delete");
  await expect(item(page)).toHaveCount(4);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(names).toEqual(before);

  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByLabel("Name of the board").fill("<b>Blue</b> hour");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("<b>Blue</b> hour");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("is deleted");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(names).toEqual(before);
  await item(page).nth(3).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(query);
});

test("a picture goes to another board, new or old, and back", async ({ page }) => {
  await openPage(page);
  await saveTile(page, 1);
  await page.getByRole("button", { name: "Another board" }).click();
  const chooser = page.getByRole("dialog", { name: "Save to a board" });
  await chooser.getByLabel("Name of a new board").fill("Night");
  await page.keyboard.press("Enter");
  await expect(saved(page)).toContainText("Saved to Night");
  await openBoard(page, "Night");
  await expect(item(page)).toHaveCount(1);
  await item(page).first().getByRole("link").press("b");
  await chooser.getByRole("button", { name: /^A board/ }).click();
  await expect(page.getByText("Moved to A board.")).toBeVisible();
  await expect(item(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(item(page)).toHaveCount(1);
  await expect.poll(() => storedItems(page)).toBe(1);
});

test("the trail's menu saves the hop or the whole trail to a board that one chooses", async ({
  page,
}) => {
  await openPage(page);
  await followTile(page, 1);
  const query = await followTile(page, 2);
  await page.getByRole("button", { name: "Trail", exact: true }).click();
  await page.getByRole("menuitem", { name: "Save to a board" }).click();
  const chooser = page.getByRole("dialog", { name: "Save to a board" });
  await chooser.getByText("The whole trail").click();
  await chooser.getByLabel("Name of a new board").fill("Ways");
  await page.keyboard.press("Enter");
  await expect(saved(page)).toContainText("Saved to Ways");
  await saved(page).getByRole("link", { name: "Ways" }).click();
  await expect(item(page).getByRole("link")).toHaveAccessibleName(`Trail of 2 hops: ${query}`);
});

test("two tabs that save to one board at once lose nothing, and both show all of it", async ({
  page,
  context,
}) => {
  await openPage(page);
  await saveTile(page, 1);
  const other = await context.newPage();
  await openPage(other);
  const watching = await context.newPage();
  await openBoard(watching, "A board");
  const saveAll = (tab: Page, positions: readonly number[]) =>
    tab.evaluate((all) => {
      // All at once, as fast as a browser can: every press is a transaction of its own.
      for (const position of all) {
        document
          .querySelector(`[aria-posinset="${position}"] a`)
          ?.dispatchEvent(new KeyboardEvent("keydown", { key: "s", bubbles: true }));
      }
    }, positions);
  await Promise.all([saveAll(page, [2, 4, 6, 8, 10]), saveAll(other, [3, 5, 7, 9, 11])]);
  await expect.poll(() => storedItems(page)).toBe(11);
  await expect(item(watching)).toHaveCount(11);
});

test("a board is shared as a link, looked at in a fresh browser, and kept there", async ({
  page,
  freshPage,
  context,
  gallery,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openPage(page);
  await saveTile(page, 1);
  await followTile(page, 2);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Shift+S");
  await expect.poll(() => storedItems(page)).toBe(2);
  await openBoard(page, "A board");
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Link copied" })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const friend = await freshPage();
  await friend.goto(link);
  await expect(item(friend)).toHaveCount(2);
  await expect(friend.getByRole("button", { name: /^Remove/ })).toHaveCount(0);
  expect(await friend.evaluate(() => indexedDB.databases())).toEqual([]);
  await friend.getByRole("button", { name: "Keep it" }).click();
  await expect(friend).toHaveURL(/\/boards\/\w+$/);
  await friend.reload();
  await expect(item(friend)).toHaveCount(2);
  await item(friend).last().getByRole("link").click();
  expect(trailOf(friend.url()).hops).toHaveLength(1);

  await friend.goto(link.slice(0, -12));
  await expect(friend.getByRole("heading", { name: "This link is damaged" })).toBeVisible();
  await friend.getByRole("link", { name: /that could be read$/ }).click();
  await expect(item(friend)).toHaveCount(1);
  await friend.goto(`${gallery.url}/b/nonsense`);
  await expect(friend.getByRole("heading", { name: "This link is damaged" })).toBeVisible();
});

test("boards go to a file and come back; any other file is refused by name and changes nothing", async ({
  page,
  freshPage,
}, testInfo) => {
  await openPage(page);
  await saveTile(page, 1);
  await saveTile(page, 2);
  await page.goto("/boards");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save all as a file" }).click();
  const path = testInfo.outputPath((await download).suggestedFilename());
  await (await download).saveAs(path);
  const file = await readFile(path, "utf8");

  const elsewhere = await freshPage();
  await elsewhere.goto("/boards");
  await expect(elsewhere.getByText("Nothing saved yet")).toBeVisible();
  const take = async (text: string) => {
    await writeFile(path, text);
    await elsewhere.getByLabel("File of boards").setInputFiles(path);
  };
  const refusal = elsewhere.getByRole("alert").filter({ hasText: "Nothing was imported" });
  await take('{"format":"photo-album"}');
  await expect(refusal).toContainText("something else");
  await take(file.replace('"version": 1', '"version": 9'));
  await expect(refusal).toContainText("a newer Wavelength");
  await take(file.slice(0, -30));
  await expect(refusal).toContainText("ends too early");
  await elsewhere
    .getByLabel("File of boards")
    .setInputFiles({ name: "b.json", mimeType: "application/json", buffer: Buffer.alloc(17e6) });
  await expect(refusal).toContainText("at most 16 MB");
  await expect(elsewhere.getByText("Nothing saved yet")).toBeVisible();
  await take(file);
  await expect(refusal).toHaveCount(0);
  await expect(elsewhere.getByRole("link", { name: "A board" })).toBeVisible();
  await openBoard(elsewhere, "A board");
  await expect(item(elsewhere)).toHaveCount(2);
});

test("a board too long for a link says so and offers the file", async ({ page }, testInfo) => {
  const guests = Array.from({ length: 12 }, (_, n) => madeUpGuest(n));
  const { addGuest, addHop, emptyTrail } = await import("../lib/trail/tree");
  const { hopItem } = await import("../lib/board/saved-item");
  const items = guests.map((guest) =>
    hopItem(
      addHop(addGuest(emptyTrail("m", { id: "g", revision: 1 }), guest), {
        ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }],
        dials: { subject: 0.5, style: 0.5, palette: 0.5, light: 0.5 },
        wander: 0,
        filters: {},
      }),
    ),
  );
  const path = testInfo.outputPath("guests.json");
  const boards = [{ name: "Guests", items }];
  await writeFile(path, JSON.stringify({ format: "wavelength-board", version: 1, boards }));
  await page.goto("/boards");
  // The page listens once it has looked: a file given before would be lost.
  await expect(page.getByText("Nothing saved yet")).toBeVisible();
  await page.getByLabel("File of boards").setInputFiles(path);
  // Taken in before the page is left: one that goes away reads no file to its end.
  await expect(page.getByRole("link", { name: "Guests" })).toBeVisible();
  await openBoard(page, "Guests");
  await expect(item(page)).toHaveCount(12);
  // A guest is its blur: the picture stayed where it was brought.
  await expect(item(page).first().locator("span").first()).toHaveCSS("background-image", /data:/);
  await page.getByRole("button", { name: "Copy link" }).click();
  const dialog = page.getByRole("dialog", { name: "Share the board" });
  await expect(dialog).toContainText("too much for a link");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as a file" }).click();
  expect((await download).suggestedFilename()).toBe("Guests.wavelength.json");
});

test("a full or forbidden storage is said where one saves; the board stays, and goes to a file", async ({
  page,
}) => {
  await openPage(page);
  await saveTile(page, 1);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  await tileAt(page, 2).focus();
  await page.keyboard.press("s");
  await expect(saved(page)).toContainText("only on this page. This browser has no room left");
  const download = page.waitForEvent("download");
  await saved(page).getByRole("button", { name: "Save as a file" }).click();
  const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(file.boards[0].items).toHaveLength(2);

  const forbidden = await page.context().newPage();
  await forbidden.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("private", "SecurityError");
    };
  });
  await forbidden.goto("/boards");
  const notice = forbidden.getByRole("alert").filter({ hasText: "keeps nothing for us" });
  await expect(notice).toBeVisible();
  await forbidden.getByRole("button", { name: "New board" }).click();
  await forbidden.getByLabel("Name of the new board").fill("Fleeting");
  await forbidden.keyboard.press("Enter");
  await expect(forbidden.getByRole("link", { name: /^Fleeting/ })).toBeVisible();
  await expect(notice).toContainText("lasts as long as this page");
});

test("axe finds nothing serious on boards, dark or light", async ({ page }) => {
  await openPage(page);
  await saveTile(page, 1);
  await saveTile(page, 2);
  expect(await findBarriers(page)).toEqual([]);
  for (const theme of ["dark", "light"]) {
    await page.evaluate((value) => {
      localStorage.setItem("wavelength.preferences", JSON.stringify({ theme: value }));
    }, theme);
    await page.goto("/boards");
    await expect(page.getByRole("link", { name: /A board/ })).toBeVisible();
    expect(await findBarriers(page)).toEqual([]);
    await openBoard(page, "A board");
    await expect(item(page)).toHaveCount(2);
    expect(await findBarriers(page)).toEqual([]);
  }
});
