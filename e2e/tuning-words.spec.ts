import type { APIRequestContext, Page } from "playwright/test";
import sharp from "sharp";
import type { ImageId } from "../lib/energy/image-id";
import { MAX_WORDS_CHARS, type Recipe } from "../lib/energy/recipe";
import { linkFor } from "../lib/trail/tree";
import { expect, test } from "./fixtures/test";
import {
  expectTuned,
  firstIds,
  firstLabels,
  imageOf,
  openRecipe,
  recipeBar,
  recipeOf,
  share,
  trailWith,
} from "./fixtures/tuning";
import { expectWall, openPage, wallOf } from "./fixtures/wall";

const FIRST = 8;

/** Asks with words from the opening wall. */
async function ask(page: Page, text: string): Promise<void> {
  await openPage(page);
  const field = page.getByRole("textbox", { name: /words/i });
  await field.fill(text);
  await field.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("“");
  await expectWall(page);
}

/** The share of a picture's pixels that are of a hue, in degrees, and not grey. */
async function shareOfHue(
  request: APIRequestContext,
  id: ImageId,
  [from, to]: readonly [number, number],
): Promise<number> {
  const file = await (await request.get(`/api/images/${id}/thumb/320`)).body();
  const { data } = await sharp(file)
    .resize(32, 32, { fit: "fill" })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let found = 0;
  for (let at = 0; at < data.length; at += 3) {
    const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
    const spread = Math.max(r, g, b) - Math.min(r, g, b);
    const hue = (Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI;
    if (spread > 24 && (hue + 360) % 360 >= from && (hue + 360) % 360 <= to) found++;
  }
  return found / (data.length / 3);
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

test("a word of colour brings that colour: teal, and rust is another wall", async ({ page }) => {
  const teal = [150, 215] as const;
  const tealShare = async () =>
    mean(
      await Promise.all(
        (await firstIds(wallOf(page), FIRST)).map((id) => shareOfHue(page.request, id, teal)),
      ),
    );
  await ask(page, "teal");
  const asked = await tealShare();
  await ask(page, "rust");
  const other = await tealShare();
  expect(asked).toBeGreaterThan(0.3);
  expect(asked).toBeGreaterThan(3 * other);
});

test("words that name a thing bring it, and are the page's title", async ({ page }) => {
  await ask(page, "a face");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("“a face”");
  await expect(page).toHaveTitle(/a face/);
  await recipeBar(page).getByRole("button", { name: "Same thing" }).click();
  await expectTuned(page, ({ dials }) => dials.subject === 1 && dials.style === 0);
  const first = await firstLabels(page, FIRST);
  // One picture in 28 is a portrait.
  expect(share(first, ({ family }) => family === "portrait")).toBeGreaterThanOrEqual(0.5);
});

test("words are an ingredient beside images, in the same hop", async ({ page }) => {
  const moon = await imageOf(page.request, "moon", "ink line");
  await openRecipe(page, moon.id);
  const before = await firstIds(wallOf(page), FIRST);
  const field = page.getByRole("textbox", { name: "Add words to the query" });
  await field.fill("  crimson   sunset ");
  await field.press("Enter");
  await expect(field).toHaveValue("");
  await expectTuned(page, ({ ingredients }) => ingredients.length === 2);
  expect(recipeOf(page).ingredients[1]?.source).toEqual({
    kind: "words",
    text: "crimson sunset",
  });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Moon, ink line + “crimson sunset”",
  );
  expect(await firstIds(wallOf(page), FIRST)).not.toEqual(before);
  // Words push as images do.
  const weight = page.getByRole("slider", { name: "How much “crimson sunset” counts" });
  await weight.press("Home");
  await expectTuned(page, ({ ingredients }) => ingredients[1]?.weight === -1);
});

test("a query and a trail say in words what they are about", async ({ page }) => {
  await ask(page, "teal");
  const about = page.getByText("What it is about:").locator("..");
  await expect(about).toContainText(/teal|cyan|turquoise/i);
});

for (const [kind, text] of [
  ["nonsense", "qwxzv blorpt fnargle"],
  ["right-to-left text", "שקיעה מעל הים"],
  ["another language", "закат над морем"],
  ["emoji alone", "🦑🪩🫠"],
] as const) {
  test(`${kind} is answered with "not sure" and a wall`, async ({ page }) => {
    await ask(page, text);
    await expect(page.getByText(`Not sure what “${text}” means`)).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`“${text}”`);
    expect(await firstIds(wallOf(page), FIRST)).toHaveLength(FIRST);
  });
}

test("a field takes 300 characters and no more, and what the encoder left out is said", async ({
  page,
}) => {
  await openPage(page);
  const field = page.getByRole("textbox", { name: /words/i });
  await field.focus();
  await page.keyboard.insertText("a calm harbour in the morning ".repeat(20));
  expect((await field.inputValue()).length).toBe(MAX_WORDS_CHARS);
  await field.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("calm harbour");
  await expectWall(page);
  await expect(page.getByText(/Only the beginning was read; left out: “/)).toBeVisible();
});

test("characters that are not there to be seen are no words", async ({ page }) => {
  await openPage(page);
  const field = page.getByRole("textbox", { name: /words/i });
  for (const nothing of ["", "   ", "\u200b\u200e\u202e", "\u0000\u0007\u001b"]) {
    await field.fill(nothing);
    await field.press("Enter");
    await expect(page).toHaveURL("/");
  }
  await field.fill("\u0007moon\u0000light\u202e");
  await field.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("“moonlight”");
  await expectWall(page);
});

test("words beyond the limit in a link, and control characters alone, get a clear answer", async ({
  page,
  request,
  expectedComplaints,
}) => {
  expectedComplaints.push(/status of 400/);
  const words = (text: string): Recipe => ({
    ingredients: [{ source: { kind: "words", text }, weight: 1 }],
    dials: { subject: 0.5, style: 0.5, palette: 0.5, light: 0.5 },
    wander: 0,
    filters: {},
  });
  await page.goto(linkFor(await trailWith(request, words("\u0007\u200b"))));
  await expect(page.getByText("Expected words but received none")).toBeVisible();
  await page.goto(linkFor(await trailWith(request, words("x".repeat(301)))));
  await expect(page.getByText(/could not be read/)).toBeVisible();
});
