import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { CARD_HEIGHT, CARD_WIDTH, type PreviewCard, type Stop } from "./card";
import { drawable, registerCardFont } from "./card-font";
import { drawCard } from "./draw-card";

const NOTHING: PreviewCard = {
  stops: [],
  hopCount: 0,
  title: "",
  terms: [],
  colours: [],
  light: "",
};
/** Of a red picture. */
const RED = { r: 220, g: 20, b: 20 };

async function picture(colour: typeof RED): Promise<Stop> {
  const webp = await sharp({ create: { width: 40, height: 40, channels: 3, background: colour } })
    .webp()
    .toBuffer();
  return { kind: "picture", webp, ratio: 1 };
}

/** Mean colour of a part of a card. */
async function colourAt(jpeg: Buffer, left: number, top: number): Promise<number[]> {
  const { channels } = await sharp(
    await sharp(jpeg).extract({ left, top, width: 20, height: 20 }).toBuffer(),
  ).stats();
  return channels.map(({ mean }) => Math.round(mean));
}

async function shapeOf(jpeg: Buffer): Promise<unknown> {
  const { format, width, height } = await sharp(jpeg).metadata();
  return { format, width, height };
}

const SHAPE = { format: "jpeg", width: CARD_WIDTH, height: CARD_HEIGHT };

describe("drawCard", () => {
  it("draws the tip large and the way to it small", async () => {
    const jpeg = await drawCard({
      ...NOTHING,
      stops: [await picture({ r: 20, g: 20, b: 220 }), await picture(RED)],
      hopCount: 2,
    });
    expect(await shapeOf(jpeg)).toEqual(SHAPE);
    const [red = 0, , blueAtTip = 0] = await colourAt(jpeg, 1_000, 500);
    expect(red).toBeGreaterThan(200);
    expect(blueAtTip).toBeLessThan(60);
    const { channels } = await sharp(
      await sharp(jpeg).extract({ left: 0, top: 90, width: 600, height: 300 }).toBuffer(),
    ).stats();
    expect(channels[2]?.max).toBeGreaterThan(200);
  });

  it.each([0, 1, 2, 7])("draws a way of %i hops", async (count) => {
    const stops = await Promise.all(Array.from({ length: count }, () => picture(RED)));
    expect(await shapeOf(await drawCard({ ...NOTHING, stops, hopCount: count }))).toEqual(SHAPE);
  });

  it("draws what cannot be shown as what it is, and never fails by it", async () => {
    const stops: Stop[] = [
      { kind: "picture", webp: Buffer.from("no picture"), ratio: Number.NaN },
      { kind: "blur", thumbhash: new Uint8Array(3), ratio: 1 },
      { kind: "words", text: "日本 ".repeat(100) },
      { kind: "words", text: "calmsea".repeat(40) },
      { kind: "missing" },
    ];
    for (const stop of stops) {
      const jpeg = await drawCard({ ...NOTHING, stops: [...stops, stop], hopCount: 6 });
      expect(await shapeOf(jpeg)).toEqual(SHAPE);
    }
  });

  it("draws any text, and lets none out of its place", async () => {
    const jpeg = await drawCard({
      ...NOTHING,
      stops: [await picture(RED)],
      hopCount: 200,
      title: "<script>&amp; ".repeat(40),
      terms: ["W".repeat(400)],
      colours: [{ name: "rust ".repeat(60), share: 0, rgb: "not a colour" }],
      light: "dark",
    });
    // The tip is to the right of all words.
    const [red = 0, green = 0] = await colourAt(jpeg, 700, 560);
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(60);
  });

  it("is small enough for every messenger", async () => {
    const noise = Buffer.from(
      Uint8Array.from({ length: 320 * 320 * 3 }, (_, i) => (i * 7919) >> 3),
    );
    const webp = await sharp(noise, { raw: { width: 320, height: 320, channels: 3 } })
      .webp()
      .toBuffer();
    const stops = Array.from({ length: 7 }, (): Stop => ({ kind: "picture", webp, ratio: 1 }));
    const { length } = await drawCard({ ...NOTHING, stops, hopCount: 7 });
    expect(length).toBeLessThan(600_000);
  });
});

describe("the font of cards", () => {
  it("is there: Next ships it, and its licence lets us use it", () => {
    expect(registerCardFont()).toBe(true);
    const next = JSON.parse(readFileSync(join("node_modules/next/package.json"), "utf8"));
    const ours = JSON.parse(readFileSync("package.json", "utf8"));
    // Another version may lay its files out otherwise.
    expect(ours.dependencies.next).toBe(next.version);
  });

  it.each([
    ["Éœuvre d’Ångström, “naïve” – 1888", "Éœuvre d’Ångström, “naïve” – 1888"],
    ["冨嶽三十六景 Fuji", "Fuji"],
    ["冨嶽三十六景", ""],
    ["🌊 · …", ""],
    ["a\u202eb\u0000c\nd", "a b c d"],
  ])("draws of %j: %j", (text, kept) => {
    expect(drawable(text)).toBe(kept);
  });
});
