import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { drawLabelledPictures, LABELLED } from "./fixtures/labelled-pictures";
import { expect, test } from "./fixtures/test";
import { expectWall, followTile, openPage, tilesOnScreen, trailOf, wallOf } from "./fixtures/wall";

const GUEST_TITLE = "A picture from outside";

interface Carried {
  readonly path?: string;
  readonly type?: string;
  readonly text?: string;
}

/** Drops or pastes as a person does: the events that the browser sends, with what they carry. */
async function bring(page: Page, how: "drop" | "paste", { path, type, text }: Carried) {
  const base64 = path && (await readFile(path, "base64"));
  const transfer = await page.evaluateHandle(
    ({ base64, type, text }) => {
      const carried = new DataTransfer();
      if (base64 !== undefined) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        carried.items.add(new File([bytes], "brought", { type: type ?? "" }));
      }
      if (text !== undefined) {
        carried.setData("text/plain", text);
        carried.setData("text/uri-list", text);
      }
      return carried;
    },
    { base64, type, text },
  );
  if (how === "drop") {
    for (const event of ["dragenter", "dragover", "drop"]) {
      await page.locator("body").dispatchEvent(event, { dataTransfer: transfer });
      if (event === "dragover")
        await expect(page.getByText("Drop it: the wall answers")).toBeVisible();
    }
    await expect(page.getByText("Drop it: the wall answers")).toBeHidden();
  } else {
    await page.evaluate((clipboardData) => {
      const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    }, transfer);
  }
}

/** Waits for the wall that answers a guest. */
async function expectGuestWall(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(GUEST_TITLE);
  await expectWall(page);
  await expect(wallOf(page)).toHaveAccessibleName(`Pictures on the wavelength of ${GUEST_TITLE}`);
  expect(trailOf(page.url()).guests).not.toEqual([]);
}

/** Opens the ways to bring a picture. */
async function openPanel(page: Page) {
  await page.getByRole("button", { name: "Your picture" }).click();
  return page.getByRole("dialog", { name: "Bring a picture" });
}

test("a picture that is dropped anywhere is the next query, and its picture stays here", async ({
  page,
  pictures,
}) => {
  await openPage(page);
  await bring(page, "drop", { path: pictures.jpeg, type: "image/jpeg" });
  await expectGuestWall(page);
  const { guests, hops } = trailOf(page.url());
  expect(hops).toHaveLength(1);
  expect(guests[0]?.vector.some((value) => value !== 0)).toBe(true);
  expect(guests[0]?.thumbhash.length).toBeGreaterThan(4);

  const shown = page.getByRole("main").locator('[data-travel="query"] img');
  await expect(shown).toHaveAttribute("src", /^blob:/);
  await page.reload();
  await expectWall(page);
  await expect(shown).toHaveAttribute("src", /^blob:/);
});

test("a picture that is pasted goes on with the trail", async ({ page, pictures }) => {
  await openPage(page);
  const first = await followTile(page, 1);
  await bring(page, "paste", { path: pictures.png, type: "image/png" });
  await expectGuestWall(page);
  const path = page.getByRole("navigation", { name: "Path so far" });
  await expect(path.getByRole("link")).toHaveText(["", ""]);
  await expect(path.getByRole("link", { name: `Hop 1: ${first}` })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(first);
});

test("a file that is chosen is the next query", async ({ page, pictures }) => {
  await openPage(page);
  const panel = await openPanel(page);
  const chooser = page.waitForEvent("filechooser");
  await panel.getByText(/^Choose/).click();
  await (await chooser).setFiles(pictures.jpeg);
  await expectGuestWall(page);
  await expect(panel).toBeHidden();
});

test("the same picture gives the same wall, however it comes", async ({ page, pictures }) => {
  await openPage(page);
  await bring(page, "drop", { path: pictures.jpeg, type: "image/jpeg" });
  await expectGuestWall(page);
  const dropped = (await tilesOnScreen(page)).map(({ id }) => id);
  await openPage(page);
  const panel = await openPanel(page);
  await panel.getByLabel(/^Choose/).setInputFiles(pictures.jpeg);
  await expectGuestWall(page);
  expect((await tilesOnScreen(page)).map(({ id }) => id)).toEqual(dropped);
});

test("a picture that is in the gallery already is known as that one", async ({
  page,
}, testInfo) => {
  const folder = testInfo.outputPath("copies");
  await drawLabelledPictures(folder);
  await openPage(page);
  await bring(page, "drop", { path: join(folder, LABELLED.file), type: "image/png" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(LABELLED.title);
  await expectWall(page);
  expect(trailOf(page.url()).guests).toEqual([]);
});

test("what cannot be read is named, and the trail stays as it was", async ({
  page,
  pictures,
  expectedComplaints,
}) => {
  // The browser's own line about an answer that says no.
  expectedComplaints.push(/status of 415/);
  await openPage(page);
  const first = await followTile(page, 1);
  const address = page.url();
  const tiles = await tilesOnScreen(page);

  await bring(page, "drop", { path: pictures.notAPicture, type: "image/jpeg" });
  const notice = page.getByRole("alert").filter({ hasText: /./ });
  await expect(notice).toContainText("Expected a JPEG, PNG");
  await notice.getByRole("button", { name: "Close" }).click();
  await expect(notice).toBeHidden();

  await bring(page, "paste", { path: pictures.empty, type: "image/png" });
  await expect(notice).toContainText("no bytes");
  // The next that comes takes the complaint away.
  expect(page.url()).toBe(address);
  expect(await tilesOnScreen(page)).toEqual(tiles);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(first);

  await bring(page, "drop", { path: pictures.png, type: "image/png" });
  await expectGuestWall(page);
  await expect(notice).toBeHidden();
  expect(trailOf(page.url()).hops).toHaveLength(2);
});

test("a file beyond the limit is refused before it is sent", async ({ page }) => {
  await openPage(page);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  const panel = await openPanel(page);
  await panel
    .getByLabel(/^Choose/)
    .setInputFiles({ name: "huge.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(26_000_000) });
  await expect(panel.getByRole("alert")).toContainText("Expected at most 25 MB");
  expect(sent).not.toContain("/api/guests");
});

test("a drop of neither a picture nor an address says so; a paste of words is none of ours", async ({
  page,
}) => {
  await openPage(page);
  await bring(page, "paste", { text: "just some words" });
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0);
  await bring(page, "drop", { text: "just some words" });
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toContainText(
    "neither a picture nor the address of one",
  );
  await expect(page).toHaveURL("/");
});

for (const link of [
  "http://127.0.0.1/cat.jpg",
  "http://[::1]/cat.jpg",
  "http://localhost/cat.jpg",
]) {
  test(`a link to ${link} is refused: the server fetches from public addresses only`, async ({
    page,
    expectedComplaints,
  }) => {
    expectedComplaints.push(/status of 400/);
    await openPage(page);
    await bring(page, "paste", { text: link });
    const notice = page.getByRole("alert").filter({ hasText: /./ });
    await expect(notice).toContainText("public");
    await notice.getByRole("button", { name: "Close" }).click();

    const panel = await openPanel(page);
    await panel.getByLabel("Address of a picture").fill(link);
    await panel.getByRole("button", { name: "Fetch" }).click();
    await expect(panel.getByRole("alert")).toContainText("public");
    await expect(page).toHaveURL("/");
  });
}

test("a busy model is asked once more, then says what it is; Cancel gives up", async ({
  page,
  pictures,
  expectedComplaints,
}) => {
  expectedComplaints.push(/status of 503/);
  let asked = 0;
  await page.route("**/api/guests", (route) => {
    asked++;
    return route.fulfill({
      status: 503,
      headers: { "retry-after": "0" },
      contentType: "application/problem+json",
      json: {
        type: "about:blank",
        title: "embedder overloaded",
        status: 503,
        code: "embedder_overloaded",
        detail: "Expected fewer than 64 waiting images. Try again in a moment.",
      },
    });
  });
  await openPage(page);
  await bring(page, "drop", { path: pictures.jpeg, type: "image/jpeg" });
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toContainText("64 waiting images");
  expect(asked).toBe(2);

  await page.unroute("**/api/guests");
  await page.route("**/api/guests", () => {
    // Never answered.
  });
  await bring(page, "drop", { path: pictures.jpeg, type: "image/jpeg" });
  const looking = page.getByRole("status").filter({ hasText: "Looking at your picture" });
  await expect(looking).toBeVisible();
  await looking.getByRole("button", { name: "Cancel" }).click();
  await expect(looking).toBeHidden();
  await expect(page).toHaveURL("/");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
