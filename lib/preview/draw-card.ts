import { createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { wrapText } from "@/lib/layout/wrap-text";
import { CARD_HEIGHT, CARD_WIDTH, type PreviewCard, type Stop } from "./card";
import { drawable, registerCardFont, setFont } from "./card-font";
import { drawLogo, drawWave, heightAt } from "./card-wave";
import { GROUND, INK, MUTED } from "./colours";
import { type Box, drawStop, type OpenStop, openStop, roundedBox } from "./draw-stop";

const MARGIN = 56;
const HERO_WIDTHS = { least: 430, most: 560 } as const;
/** Of a hero of words or of nothing. */
const PLAIN_RATIO = 0.86;
/** Where the name above ends: between it and the words below there is the wave. */
const HEAD_BOTTOM = 96;
const MAX_AMPLITUDE = 84;
const MAX_THUMB = 132;
const QUALITY = 86;

/**
 * Draws a preview as a JPEG: the tip large, the way to it strung on a wave of the spectrum, and what
 * it is about. Decoding and encoding run on other threads; a card is some 100 kB.
 *
 * @throws what the canvas throws for want of memory; never for a picture that cannot be read.
 */
export async function drawCard(card: PreviewCard): Promise<Buffer> {
  const canvas = createCanvas(CARD_WIDTH, CARD_HEIGHT);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = GROUND;
  context.fillRect(0, 0, CARD_WIDTH, CARD_HEIGHT);
  const hasWords = registerCardFont();

  const stops = await Promise.all(card.stops.map(openStop));
  const tip = stops.at(-1);
  const left = CARD_WIDTH - (tip ? heroWidth(card.stops.at(-1)) : 0);
  const top = hasWords ? drawWords(context, card, left) : CARD_HEIGHT - MARGIN;
  drawWay(context, stops.slice(0, -1), left, top);
  if (tip) {
    drawStop(context, tip, { x: left, y: 0, width: CARD_WIDTH - left, height: CARD_HEIGHT }, 0);
  }
  return canvas.encode("jpeg", QUALITY);
}

/** The hops before the tip on their wave, between the name and `bottom`, up to the tip at `right`. */
function drawWay(
  context: SKRSContext2D,
  way: readonly OpenStop[],
  right: number,
  bottom: number,
): void {
  const room = right - 2 * MARGIN;
  const pitch = room / Math.max(1, way.length);
  const size = Math.min(MAX_THUMB, pitch - 8);
  const height = bottom - HEAD_BOTTOM;
  const amplitude = Math.max(24, Math.min(MAX_AMPLITUDE, (height - size) / 2 - 12));
  const wave = { from: -30, to: right, y: HEAD_BOTTOM + height / 2, amplitude, turns: 1.25 };
  drawWave(context, wave);
  way.forEach((stop, i) => {
    const x = MARGIN + pitch * (i + 0.5);
    const box = square(x, wave.y + heightAt(wave, x), size);
    context.fillStyle = GROUND;
    roundedBox(context, square(x, wave.y + heightAt(wave, x), size + 8), 9);
    context.fill();
    drawStop(context, stop, box, 6);
  });
}

function square(x: number, y: number, size: number): Box {
  return { x: x - size / 2, y: y - size / 2, width: size, height: size };
}

function heroWidth(tip: Stop | undefined): number {
  const known = tip && "ratio" in tip ? tip.ratio : PLAIN_RATIO;
  const ratio = Number.isFinite(known) ? known : PLAIN_RATIO;
  return Math.round(Math.max(HERO_WIDTHS.least, Math.min(HERO_WIDTHS.most, CARD_HEIGHT * ratio)));
}

/**
 * The name above; below it, from the bottom up, the colours, what it is about, the title.
 *
 * @returns where the words below begin.
 */
function drawWords(context: SKRSContext2D, card: PreviewCard, right: number): number {
  const width = right - 2 * MARGIN;
  drawLogo(context, MARGIN, 44);
  context.textBaseline = "alphabetic";
  setFont(context, 24);
  context.fillStyle = INK;
  context.fillText("Wavelength", MARGIN + 56, 64);
  if (card.hopCount > 1) {
    const count = `${card.hopCount} hops`;
    context.fillStyle = MUTED;
    context.fillText(count, right - MARGIN - context.measureText(count).width, 64);
  }

  let bottom = CARD_HEIGHT - MARGIN;
  if (card.colours.length > 0) {
    drawColours(context, card.colours, { x: MARGIN, y: bottom - 44, width });
    bottom -= 76;
  }
  const terms = card.terms.map(drawable).filter(Boolean).join(", ");
  const title = drawable(card.title);
  const line = title === "" ? "" : terms;
  if (line) {
    setFont(context, 26);
    context.fillStyle = MUTED;
    const [first = ""] = wrapText(line, width, widthIn(context), 1);
    context.fillText(first, MARGIN, bottom);
    bottom -= 46;
  }
  const head = title || terms || drawable(card.light) || "Same wavelength, same energy";
  setFont(context, 50);
  context.fillStyle = INK;
  for (const text of wrapText(head, width, widthIn(context), 2).reverse()) {
    context.fillText(text, MARGIN - 2, bottom);
    bottom -= 58;
  }
  return bottom;
}

/** A bar of the colours by their shares, and their names under it. */
function drawColours(
  context: SKRSContext2D,
  colours: PreviewCard["colours"],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void {
  const total = colours.reduce((sum, { share }) => sum + share, 0) || 1;
  context.save();
  roundedBox(context, { x, y, width, height: 14 }, 7);
  context.clip();
  let from = x;
  for (const { share, rgb } of colours) {
    const part = (share / total) * width;
    context.fillStyle = rgb;
    context.fillRect(from, y, part + 1, 14);
    from += part;
  }
  context.restore();
  // A dark colour on the dark ground has an edge all the same.
  context.strokeStyle = "#ffffff30";
  context.lineWidth = 1;
  roundedBox(context, { x: x + 0.5, y: y + 0.5, width: width - 1, height: 13 }, 6.5);
  context.stroke();
  setFont(context, 20);
  context.fillStyle = MUTED;
  const names = colours.map(({ name }) => drawable(name)).join(" · ");
  const [first = ""] = wrapText(names, width, widthIn(context), 1);
  context.fillText(first, x, y + 44);
}

const widthIn = (context: SKRSContext2D) => (text: string) => context.measureText(text).width;
