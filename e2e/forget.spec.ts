import { readdir } from "node:fs/promises";
import type { Page } from "playwright/test";
import { expect, findBarriers, test } from "./fixtures/test";
import { expectTuned, openDials, recipeBar } from "./fixtures/tuning";
import { expectWall, followTile, openPage, tileAt } from "./fixtures/wall";

/** All that a page's browser keeps: web storage, and how many rows each store of IndexedDB has. */
function kept(page: Page) {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const rows: Record<string, number> = {};
    for (const { name = "" } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name));
      for (const store of db.objectStoreNames) {
        rows[`${name}/${store}`] = await done(db.transaction(store).objectStore(store).count());
      }
      db.close();
    }
    return {
      rows,
      local: Object.keys(localStorage).sort(),
      session: Object.keys(sessionStorage),
    };
  });
}

/** A session that leaves traces of every kind. */
async function live(page: Page, picture: string): Promise<void> {
  await openPage(page);
  await page.getByRole("button", { name: "Larger tiles" }).click();
  await tileAt(page, 1).focus();
  await page.keyboard.press("s");
  await expect(page.getByRole("status").filter({ hasText: "Saved to" })).toBeVisible();
  await followTile(page, 2);
  await openDials(page);
  const axes = recipeBar(page).getByRole("combobox", { name: "Compass" });
  await axes.selectOption({ label: "Make your own …" });
  const axis = page.getByRole("dialog", { name: "Make a compass" });
  await axis.getByLabel("From").fill("sea");
  await axis.getByLabel("To").fill("stone");
  await axis.getByRole("button", { name: "Turn by it" }).click();
  await expectTuned(page, ({ compass }) => compass?.axis.high.name === "stone");
  await page.getByRole("button", { name: "Your picture" }).click();
  await page.getByLabel(/^Choose/).setInputFiles(picture);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A picture from outside");
  await expectWall(page);
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("wavelength.seen")))
    .toBeTruthy();
  await page.reload();
  await expectWall(page);
}

test("one button has this browser forget everything, in all its tabs, after saying what goes", async ({
  page,
  context,
  pictures,
}) => {
  const other = await context.newPage();
  await openPage(other);
  // A tab behind another one draws once a second, and every click waits for that.
  await page.bringToFront();
  await live(page, pictures.jpeg);
  const before = await kept(page);
  expect(before.local).toEqual(["wavelength.preferences", "wavelength.seen"]);
  expect(before.session).toContain("wavelength.scroll");
  expect(before.rows).toMatchObject({
    "wavelength-boards/boards": 1,
    "wavelength-guests/pictures": 1,
    "wavelength-axes/axes": 1,
  });

  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("button", { name: "Forget everything …" }).click();
  const dialog = page.getByRole("dialog", { name: "Forget everything" });
  await expect(dialog).toContainText("your board");
  expect(await findBarriers(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Keep it" }).click();
  expect(await kept(page)).toEqual(before);

  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("button", { name: "Forget everything …" }).click();
  const reloaded = other.waitForEvent("load");
  await dialog.getByRole("button", { name: "Forget everything" }).click();
  await expect(dialog.getByRole("status")).toContainText("keeps nothing of you");
  const after = await kept(page);
  expect(Object.values(after.rows).every((count) => count === 0)).toBe(true);
  expect({ local: after.local, session: after.session }).toEqual({ local: [], session: [] });
  await reloaded;
  await other.close();

  // A page without a wall writes nothing of its own: what is there then is what was left behind.
  await page.goto("/boards");
  await expect(page.getByText("Nothing saved yet")).toBeVisible();
  const left = await kept(page);
  expect(Object.values(left.rows).every((count) => count === 0)).toBe(true);
  expect({ local: left.local, session: left.session }).toEqual({ local: [], session: [] });
});

test("a whole session leaves nothing of a person on the server: no cookie, no file, no other origin", async ({
  page,
  context,
  gallery,
  pictures,
}) => {
  const files = async () => (await readdir(gallery.dataDir, { recursive: true })).sort();
  await openPage(page);
  const before = await files();
  const origins = new Set<string>();
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol)) origins.add(origin);
  });
  const cookies: string[] = [];
  context.on("response", async (response) => {
    const cookie = await response.headerValue("set-cookie").catch(() => null);
    if (cookie) cookies.push(cookie);
  });
  await live(page, pictures.png);
  await page.goto("/boards");
  await page.getByRole("link", { name: /A board/ }).click();
  await page.getByRole("button", { name: "A feed from these" }).click();
  await expectWall(page);
  await tileAt(page, 1).press("Space");
  await expect(page.getByRole("dialog").getByRole("img")).toBeVisible();

  expect([...origins]).toEqual([gallery.url]);
  expect(cookies).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  expect(await files()).toEqual(before);
  const policy = (await page.request.get("/")).headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*/);
});
