import type { Page } from "playwright/test";
import { plainRecipe, type Recipe } from "../lib/energy/recipe";
import { fromBase64Url, toBase64Url } from "../lib/trail/base64url";
import { crc32 } from "../lib/trail/crc32";
import { sealed } from "../lib/trail/encode";
import { CHECKSUM_BYTES, HOP_TAGS, INGREDIENT_TAGS, TRAIL_TAGS } from "../lib/trail/tags";
import { linkFor } from "../lib/trail/tree";
import { WireWriter } from "../lib/trail/wire";
import { expect, test } from "./fixtures/test";
import { imageOf, trailWith } from "./fixtures/tuning";
import { expectWall, wallOf } from "./fixtures/wall";

const moonRecipe = async (page: Page): Promise<Recipe> =>
  plainRecipe((await imageOf(page.request, "moon", "ink line")).id);

/** A sound trail's link with one more hop that no encoder of ours would write. */
async function linkWith(page: Page, writeHop: (hop: WireWriter, id: Uint8Array) => void) {
  const recipe = await moonRecipe(page);
  const source = recipe.ingredients[0]?.source;
  const id = fromBase64Url(source?.kind === "image" ? source.id : "");
  const bytes = fromBase64Url(linkFor(await trailWith(page.request, recipe)).slice("/t/".length));
  const hop = new WireWriter();
  writeHop(hop, id);
  const writer = new WireWriter();
  writer.raw(bytes.subarray(0, -CHECKSUM_BYTES));
  writer.bytes(TRAIL_TAGS.hop, hop.finish());
  const body = writer.finish();
  return `/t/${toBase64Url(sealed(body, crc32(body)))}`;
}

function ingredient(id: Uint8Array, more: (one: WireWriter) => void = () => {}): Uint8Array {
  const writer = new WireWriter();
  writer.fixed64(INGREDIENT_TAGS.image, id);
  more(writer);
  return writer.finish();
}

const DAMAGED = {
  "500 ingredients": (hop, id) => {
    for (let i = 0; i < 500; i++) hop.bytes(HOP_TAGS.ingredient, ingredient(id));
  },
  "dials beyond their range": (hop, id) => {
    hop.bytes(HOP_TAGS.ingredient, ingredient(id));
    hop.bytes(HOP_TAGS.dials, Uint8Array.of(255, 50, 50, 50));
  },
  "dials for three aspects": (hop, id) => {
    hop.bytes(HOP_TAGS.ingredient, ingredient(id));
    hop.bytes(HOP_TAGS.dials, Uint8Array.of(50, 50, 50));
  },
} satisfies Record<string, (hop: WireWriter, id: Uint8Array) => void>;

for (const [what, writeHop] of Object.entries(DAMAGED)) {
  test(`a link with ${what} is called damaged and offers what could be read`, async ({ page }) => {
    await page.goto(await linkWith(page, writeHop));
    await expect(page.getByRole("heading", { name: "This link is damaged" })).toBeVisible();
    await page.getByRole("link", { name: "Open the hop that could be read" }).click();
    await expectWall(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Moon, ink line");
  });
}

const thousandths = (...values: number[]) => {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  values.forEach((value, i) => {
    view.setUint16(2 * i, value);
  });
  return new Uint8Array(view.buffer);
};

const UNREAD = {
  "a weight of 500 %": (one) => one.signed(INGREDIENT_TAGS.weight, 500),
  "a weight of nothing": (one) => one.signed(INGREDIENT_TAGS.weight, 0),
  "a crop outside its picture": (one) =>
    one.bytes(INGREDIENT_TAGS.crop, thousandths(900, 900, 400, 400)),
  "a crop without a size": (one) => one.bytes(INGREDIENT_TAGS.crop, thousandths(10, 10, 0, 0)),
  "aspects beyond their range": (one) =>
    one.bytes(INGREDIENT_TAGS.aspects, Uint8Array.of(200, 0, 0, 0)),
} satisfies Record<string, (one: WireWriter) => void>;

for (const [what, more] of Object.entries(UNREAD)) {
  test(`an ingredient with ${what} is left out, which is said, and the others are asked with`, async ({
    page,
  }) => {
    await page.goto(
      await linkWith(page, (hop, id) => {
        hop.bytes(HOP_TAGS.ingredient, ingredient(id));
        hop.bytes(HOP_TAGS.ingredient, ingredient(id, more));
      }),
    );
    await expectWall(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Moon, ink line");
    await expect(page.getByText("A part of this query could not be read")).toBeVisible();
  });
}

test("a hop of which nothing could be read shows a mix and says why", async ({ page }) => {
  await page.goto(
    await linkWith(page, (hop, id) => {
      hop.bytes(HOP_TAGS.ingredient, ingredient(id, UNREAD["a weight of 500 %"]));
    }),
  );
  await expect(page.getByText("A part of this query could not be read")).toBeVisible();
  await expect(page.getByText("There is nothing to go by in this query")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A query that cannot be read");
  await expect(wallOf(page)).toBeVisible();
});

test("a crop of less than a pixel is refused in words, and the way home is there", async ({
  page,
  expectedComplaints,
}) => {
  expectedComplaints.push(/status of 400/);
  const recipe = await moonRecipe(page);
  const crop = { x: 0.5, y: 0.5, width: 0.001, height: 0.001 };
  const ingredients = recipe.ingredients.map((one) => ({ ...one, crop }));
  await page.goto(linkFor(await trailWith(page.request, { ...recipe, ingredients })));
  await expect(page.getByText(/Expected a crop/)).toBeVisible();
  await expect(page.getByRole("link", { name: /Wavelength|opening wall/i }).first()).toBeVisible();
});

test("a trail of 10 MB is refused by its length", async ({ request }) => {
  const response = await request.get(`/api/wall?trail=${"A".repeat(10_000)}`);
  expect(response.status()).toBe(400);
  expect((await response.json()).detail).toContain("8000");
  const huge = await request
    .get(`/api/wall?trail=${"A".repeat(10_000_000)}`)
    .catch(() => undefined);
  expect([undefined, 400, 413, 414, 431]).toContain(huge?.status());
  expect((await request.get("/api/health")).status()).toBe(200);
});
