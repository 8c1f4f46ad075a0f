import sharp, { type Sharp } from "sharp";
import type { Pixels } from "@/lib/gallery/decode";

/** Draws numbers in [0, 1); the same ones for the same edit of the same picture. */
type Random = () => number;

/** What people and programs do to a picture before it comes back as another file. */
const BY_NAME = {
  crop,
  "re-encode": reEncode,
  recolour,
  caption,
  flip,
  border,
  rotate,
  screenshot,
} as const satisfies Record<string, (pixels: Pixels, random: Random) => Promise<Buffer>>;

/** The name of an edit. */
export type EditName = keyof typeof BY_NAME;

/** Every edit. */
export const EDITS = Object.keys(BY_NAME) as EditName[];

/**
 * The file that an edit makes of a picture.
 *
 * @param random decides how strong the edit is and where; the same numbers, the same file.
 */
export function edit(name: EditName, pixels: Pixels, random: Random): Promise<Buffer> {
  return BY_NAME[name](pixels, random);
}

/** Keeps 55–85 % of each side, anywhere. */
function crop(pixels: Pixels, random: Random): Promise<Buffer> {
  const width = Math.max(1, Math.round(pixels.width * between(random, 0.55, 0.85)));
  const height = Math.max(1, Math.round(pixels.height * between(random, 0.55, 0.85)));
  const left = Math.floor(random() * (pixels.width - width));
  const top = Math.floor(random() * (pixels.height - height));
  return saved(open(pixels).extract({ left, top, width, height }));
}

/** Shrinks to 40–80 % of each side and saves at JPEG quality 10–40. */
function reEncode(pixels: Pixels, random: Random): Promise<Buffer> {
  const width = Math.max(1, Math.round(pixels.width * between(random, 0.4, 0.8)));
  const quality = Math.round(between(random, 10, 40));
  return open(pixels).resize({ width }).jpeg({ quality }).toBuffer();
}

/** Another brightness, saturation and hue; one in four becomes grey. */
function recolour(pixels: Pixels, random: Random): Promise<Buffer> {
  const changed = open(pixels).modulate({
    brightness: between(random, 0.75, 1.3),
    saturation: between(random, 0.5, 1.7),
    hue: Math.round(between(random, -40, 40)),
  });
  return saved(random() < 0.25 ? changed.greyscale() : changed);
}

/** Words on a band over the bottom or the top, 12–22 % of the height. */
function caption(pixels: Pixels, random: Random): Promise<Buffer> {
  const { width, height } = pixels;
  const band = Math.max(1, Math.round(height * between(random, 0.12, 0.22)));
  const isDark = random() < 0.5;
  const top = random() < 0.5 ? 0 : height - band;
  const words = svg(
    width,
    band,
    `<rect width="100%" height="100%" fill="${isDark ? "#111" : "#fff"}"/>${line(
      width * 0.06,
      band * 0.62,
      band * 0.42,
      isDark ? "#fff" : "#111",
      "when you see it again",
    )}`,
  );
  return saved(open(pixels).composite([{ input: words, left: 0, top }]));
}

/** Left becomes right. */
function flip(pixels: Pixels): Promise<Buffer> {
  return saved(open(pixels).flop());
}

/** A plain border, each side 5–14 % of the longer one. */
function border(pixels: Pixels, random: Random): Promise<Buffer> {
  const side = Math.round(Math.max(pixels.width, pixels.height) * between(random, 0.05, 0.14));
  const background = shade(random);
  return saved(
    open(pixels).extend({ top: side, bottom: side, left: side, right: side, background }),
  );
}

/** Turned by 3–15° either way, the corners filled. */
function rotate(pixels: Pixels, random: Random): Promise<Buffer> {
  const angle = between(random, 3, 15) * (random() < 0.5 ? -1 : 1);
  return saved(open(pixels).rotate(angle, { background: shade(random) }));
}

/** Shown in a program's window: a bar above, a name and lines of words below. */
async function screenshot(pixels: Pixels, random: Random): Promise<Buffer> {
  const width = Math.round(pixels.width * between(random, 1.1, 1.3));
  const bar = Math.round(pixels.height * between(random, 0.1, 0.16));
  const foot = Math.round(pixels.height * between(random, 0.15, 0.35));
  const height = bar + pixels.height + foot;
  const isDark = random() < 0.5;
  const [ground, ink] = isDark ? ["#18191c", "#e8e8ea"] : ["#ffffff", "#1b1b1f"];
  const left = Math.round((width - pixels.width) / 2);
  const size = bar * 0.4;
  const frame = svg(
    width,
    height,
    `<rect width="100%" height="100%" fill="${ground}"/>
     <circle cx="${bar / 2}" cy="${bar / 2}" r="${size / 2}" fill="#c33"/>
     ${line(bar, bar * 0.62, size, ink, "wandering.pictures")}
     ${line(left, height - foot * 0.6, size, ink, "1,204 likes")}
     ${line(left, height - foot * 0.2, size, ink, "somewhere, a while ago")}`,
  );
  const input = await open(pixels).png().toBuffer();
  return saved(
    sharp(frame)
      .flatten({ background: ground })
      .composite([{ input, left, top: bar }]),
  );
}

function open({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Good enough that the edit is all that differs. */
function saved(picture: Sharp): Promise<Buffer> {
  return picture.jpeg({ quality: 88 }).toBuffer();
}

function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** Black, white or a grey. */
function shade(random: Random): string {
  return ["#000000", "#ffffff", "#8a8a8a"][Math.floor(random() * 3)] ?? "#000000";
}

function svg(width: number, height: number, content: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`,
  );
}

function line(x: number, y: number, size: number, ink: string, words: string): string {
  return `<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" fill="${ink}">${words}</text>`;
}
