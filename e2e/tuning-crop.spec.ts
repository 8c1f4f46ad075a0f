import type { Locator, Page } from "playwright/test";
import sharp from "sharp";
import { expect, test } from "./fixtures/test";
import { expectTuned, firstIds, imageOf, openRecipe, recipeBar, recipeOf } from "./fixtures/tuning";
import { expectWall, openPage, trailOf, wallOf } from "./fixtures/wall";

const FIRST = 8;

/** Opens the sheet that a part is taken on, and waits for its picture. */
async function openCrop(page: Page): Promise<Locator> {
  await recipeBar(page).getByRole("button", { name: "Crop" }).click();
  const sheet = page.getByRole("dialog", { name: /^Take a part of/ });
  await expect(sheet.getByRole("img")).toHaveJSProperty("complete", true);
  await expect.poll(async () => (await part(sheet).boundingBox())?.height).toBeGreaterThan(100);
  return sheet;
}

function part(sheet: Locator): Locator {
  return sheet.getByRole("application", { name: "The part" });
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error("Expected something on screen");
  return box;
}

test("a part is dragged by mouse, moved, and asked with", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no mouse");
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
  const before = await firstIds(wallOf(page), FIRST);
  const entries = await page.evaluate(() => history.length);
  const sheet = await openCrop(page);
  const { x, y, width, height } = await boxOf(part(sheet));
  const at = (u: number, v: number) => [x + u * width, y + v * height] as const;
  // From outside the first rectangle, a new one; from inside it, the one that is there is moved.
  await page.mouse.move(...at(0.1, 0.1));
  await page.mouse.down();
  await page.mouse.move(...at(0.3, 0.2), { steps: 3 });
  await page.mouse.move(...at(0.5, 0.4), { steps: 3 });
  await page.mouse.up();
  await page.mouse.move(...at(0.2, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.4, 0.5), { steps: 3 });
  await page.mouse.up();
  await sheet.getByRole("button", { name: "Go by this part" }).click();
  await expect(sheet).toBeHidden();
  await expectTuned(page, ({ ingredients }) => ingredients[0]?.crop !== undefined);
  const crop = recipeOf(page).ingredients[0]?.crop;
  for (const [side, value] of Object.entries({ x: 0.3, y: 0.4, width: 0.4, height: 0.3 })) {
    expect(Math.abs((crop as unknown as Record<string, number>)[side] ?? 9 - value)).toBeLessThan(
      0.5,
    );
    expect((crop as unknown as Record<string, number>)[side]).toBeCloseTo(value, 1);
  }
  expect(await page.evaluate(() => history.length)).toBe(entries);
  expect(await firstIds(wallOf(page), FIRST)).not.toEqual(before);

  // It is there when the sheet is opened again, and Escape leaves it as it is.
  const again = await openCrop(page);
  await expect(again.getByText("40 by 30 per cent of the picture")).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(again).toBeHidden();
  expect(recipeOf(page).ingredients[0]?.crop).toEqual(crop);
});

test("a part is taken by keyboard alone, and stops at the edges", async ({ page, isMobile }) => {
  test.skip(isMobile, "phones have no keyboard");
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
  await recipeBar(page).getByRole("button", { name: "Crop" }).press("Enter");
  const sheet = page.getByRole("dialog", { name: /^Take a part of/ });
  await expect(part(sheet)).toBeFocused();
  for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowLeft");
  for (let i = 0; i < 5; i++) await page.keyboard.press("Shift+ArrowDown");
  await expect(sheet.getByText("50 by 60 per cent of the picture, 0 from the left")).toBeAttached();
  await page.keyboard.press("Enter");
  await expect(sheet).toBeHidden();
  await expectTuned(page, ({ ingredients }) => ingredients[0]?.crop !== undefined);
  expect(recipeOf(page).ingredients[0]?.crop).toEqual({ x: 0, y: 0.25, width: 0.5, height: 0.6 });
});

test("a part is drawn by finger, and the page does not scroll under it", async ({
  page,
  isMobile,
}) => {
  test.skip(!isMobile, "needs a touch screen");
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
  const sheet = await openCrop(page);
  const { x, y, width, height } = await boxOf(part(sheet));
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", u = 0, v = 0) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: x + u * width, y: y + v * height, id: 0 }],
    });
  await touch("touchStart", 0.1, 0.1);
  await touch("touchMove", 0.3, 0.4);
  await touch("touchMove", 0.6, 0.7);
  await touch("touchEnd");
  await expect(
    sheet.getByText("50 by 60 per cent of the picture, 10 from the left"),
  ).toBeAttached();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await sheet.getByRole("button", { name: "Go by this part" }).click();
  // To the pixel that a finger hits.
  await expectTuned(page, ({ ingredients }) => {
    const width = ingredients[0]?.crop?.width ?? 0;
    return Math.abs(width - 0.5) < 0.01;
  });
});

test("a guest is cut in the browser: what is sent is the part, and the trail has no crop", async ({
  page,
}) => {
  const halves = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="400" height="200" fill="#102a5c"/><rect x="200" width="200" height="200" fill="#e8622c"/></svg>`;
  const buffer = await sharp(Buffer.from(halves)).png().toBuffer();
  await openPage(page);
  await page.getByRole("button", { name: "Your picture" }).click();
  await page
    .getByRole("dialog")
    .getByLabel("Choose files")
    .setInputFiles({ name: "halves.png", mimeType: "image/png", buffer });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A picture from outside");
  await expectWall(page);
  const whole = trailOf(page.url()).guests[0]?.id;

  const sheet = await openCrop(page);
  await part(sheet).focus();
  for (let i = 0; i < 13; i++) await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowDown");
  await page.evaluate(() => {
    const send = window.fetch;
    window.fetch = async (to, init) => {
      if (init?.body instanceof Blob) {
        const { width, height } = await createImageBitmap(init.body);
        document.documentElement.dataset.sent = `${init.body.type} ${width} ${height}`;
      }
      return send(to, init);
    };
  });
  await sheet.getByRole("button", { name: "Go by this part" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-sent", "image/png 200 100");
  await expect(sheet).toBeHidden();
  await expectTuned(page, ({ ingredients }) => {
    const source = ingredients[0]?.source;
    return source?.kind === "guest" && source.id !== whole;
  });
  expect(recipeOf(page).ingredients[0]?.crop).toBeUndefined();
  expect(trailOf(page.url()).guests).toHaveLength(1);
  await expect(page.locator('[data-travel="query"] img')).toHaveAttribute("src", /^blob:/);
});

test("a browser that has only a guest's blur says that it cannot be cut", async ({
  page,
  freshPage,
  pictures,
}) => {
  await openPage(page);
  await page.getByRole("button", { name: "Your picture" }).click();
  await page.getByRole("dialog").getByLabel("Choose files").setInputFiles(pictures.png);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A picture from outside");
  await expectWall(page);
  const other = await freshPage();
  await other.goto(page.url());
  await expectWall(other);
  await recipeBar(other).getByRole("button", { name: "Crop" }).click();
  const sheet = other.getByRole("dialog", { name: /^Take a part of/ });
  await expect(sheet.getByRole("alert")).toContainText("does not have the picture, only its blur");
  await expect(sheet.getByRole("button", { name: "Go by this part" })).toBeDisabled();
});
