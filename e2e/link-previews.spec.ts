import type { APIRequestContext } from "playwright/test";
import sharp from "sharp";
import { encodeTrail } from "../lib/trail/encode";
import { expect, test } from "./fixtures/test";
import { foreignId, longestTrail, trailThrough } from "./fixtures/trails";
import { labelledImages } from "./fixtures/tuning";
import { expectWall, followTile, openPage } from "./fixtures/wall";

/** What a program that makes previews of links reads of a page: no script runs. */
async function readTags(request: APIRequestContext, url: string): Promise<Map<string, string>> {
  const response = await request.get(url, {
    headers: { "user-agent": "facebookexternalhit/1.1", accept: "text/html" },
  });
  expect(response.status()).toBe(200);
  const html = await response.text();
  const head = html.slice(0, html.indexOf("</head>"));
  const tags = head.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)"/g);
  return new Map([...tags].map(([, name = "", content = ""]) => [name, content]));
}

/** The preview's picture, which must be one. */
async function readPicture(request: APIRequestContext, url: string) {
  const response = await request.get(url);
  expect(response.status()).toBe(200);
  expect(response.headers()["content-type"]).toBe("image/jpeg");
  const jpeg = await response.body();
  const { width, height } = await sharp(jpeg).metadata();
  expect({ width, height }).toEqual({ width: 1_200, height: 630 });
  return { jpeg, headers: response.headers() };
}

/** The steepest step between two pixels beside each other where the tip is drawn large. */
async function steepestStep(jpeg: Buffer): Promise<number> {
  const { data, info } = await sharp(jpeg)
    .extract({ left: 790, top: 20, width: 390, height: 590 })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let steepest = 0;
  for (let i = 1; i < data.length; i++) {
    if (i % info.width === 0) continue;
    steepest = Math.max(steepest, Math.abs((data[i] ?? 0) - (data[i - 1] ?? 0)));
  }
  return steepest;
}

test("a link to a trail has a picture, a title and words wherever it is pasted", async ({
  page,
  gallery,
  request,
}) => {
  await openPage(page);
  await followTile(page, 4);
  const title = await followTile(page, 2);
  // The vocabulary may still be read in: the words come when it is there.
  await expect(page.getByText("What it is about")).toBeAttached();
  const tags = await readTags(request, page.url());
  expect(tags.get("og:title")).toBe(title);
  expect(tags.get("og:description")).toMatch(/^2 hops: \S/);
  expect(tags.get("description")).toBe(tags.get("og:description"));
  expect(tags.get("twitter:card")).toBe("summary_large_image");
  expect(tags.get("og:image:alt")).toContain(title);
  expect([tags.get("og:image:width"), tags.get("og:image:height")]).toEqual(["1200", "630"]);
  const address = tags.get("og:image") ?? "";
  expect(address.startsWith(`${gallery.url}/api/preview/`)).toBe(true);

  const { headers } = await readPicture(request, address);
  const { etag = "" } = headers;
  expect(etag).not.toBe("");
  const again = await request.get(address, { headers: { "if-none-match": etag } });
  expect(again.status()).toBe(304);
});

test("a guest is a blur in the preview, never the picture", async ({ page, pictures, request }) => {
  await openPage(page);
  await page.getByRole("button", { name: "Your picture" }).click();
  await page.getByLabel(/^Choose/).setInputFiles(pictures.jpeg);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A picture from outside");
  await expectWall(page);
  const tags = await readTags(request, page.url());
  const { jpeg } = await readPicture(request, tags.get("og:image") ?? "");
  expect(await steepestStep(jpeg)).toBeLessThan(16);

  // A picture of the gallery has edges there.
  await followTile(page, 1);
  const sharpTags = await readTags(request, page.url());
  const { jpeg: picture } = await readPicture(request, sharpTags.get("og:image") ?? "");
  expect(await steepestStep(picture)).toBeGreaterThan(32);
});

test("any trail has a preview at an address that every program follows", async ({
  gallery,
  request,
}) => {
  const ids = (await labelledImages(request)).map(({ id }) => id);
  const trails = {
    "one hop": trailThrough(ids.slice(0, 1), gallery.origin),
    "200 hops": trailThrough(
      Array.from({ length: 200 }, (_, n) => ids[n % ids.length] ?? foreignId(n)),
      gallery.origin,
    ),
    "images that are gone": trailThrough([foreignId(1), foreignId(2)], gallery.origin),
    "as long as a link may be": longestTrail(ids, gallery.origin),
  };
  for (const [what, trail] of Object.entries(trails)) {
    const tags = await readTags(request, `/t/${encodeTrail(trail)}`);
    const address = tags.get("og:image") ?? "";
    expect(address.length, what).toBeGreaterThan(0);
    expect(address.length, what).toBeLessThan(2_048);
    await readPicture(request, address);
  }
});

test("a damaged link has no picture, and a damaged picture's address says so", async ({
  gallery,
  request,
}) => {
  const ids = (await labelledImages(request)).map(({ id }) => id);
  const code = encodeTrail(trailThrough(ids.slice(0, 3), gallery.origin));
  const cut = code.slice(0, -9);
  expect((await readTags(request, `/t/${cut}`)).has("og:image")).toBe(false);
  for (const damaged of [cut, `${code}xx`, "x", "%F0%9F%8C%8A", "A".repeat(8_100)]) {
    const answer = await request.get(`/api/preview/${damaged}`);
    expect(answer.status()).toBe(400);
    expect(answer.headers()["content-type"]).toBe("application/problem+json");
  }
  expect((await request.get(`/api/preview/${code}?hops=1e9`)).status()).toBe(400);
  await readPicture(request, `/api/preview/${code}`);
});
