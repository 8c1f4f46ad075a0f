import {
  type Canvas,
  createCanvas,
  type Image,
  loadImage,
  type SKRSContext2D,
} from "@napi-rs/canvas";
import { thumbHashToRGBA } from "thumbhash";
import { wrapText } from "@/lib/layout/wrap-text";
import type { Stop } from "./card";
import { drawable, registerCardFont, setFont } from "./card-font";
import { BLANK, INK, MUTED, RAISED } from "./colours";

/** In px of the card. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A stop whose picture is decoded. */
export type OpenStop =
  | { readonly kind: "picture"; readonly picture: Image | Canvas }
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "missing" };

/** Decodes a stop's picture. One that cannot be read is missing: a preview never fails by it. */
export async function openStop(stop: Stop): Promise<OpenStop> {
  try {
    switch (stop.kind) {
      case "picture":
        return { kind: "picture", picture: await loadImage(stop.webp) };
      case "blur":
        return { kind: "picture", picture: blurOf(stop.thumbhash) };
      case "words":
      case "missing":
        return stop;
    }
  } catch {
    return { kind: "missing" };
  }
}

/** At most 32 px a side: it is drawn larger, smoothly. @throws for bytes that are no thumbhash. */
function blurOf(thumbhash: Uint8Array): Canvas {
  const { w, h, rgba } = thumbHashToRGBA(thumbhash);
  if (!(w > 0 && h > 0))
    throw new RangeError(`Expected a thumbhash, not ${thumbhash.length} bytes`);
  const canvas = createCanvas(w, h);
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(w, h);
  pixels.data.set(rgba);
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** Draws a stop so that it fills its box. @param radius of the box's corners. */
export function drawStop(context: SKRSContext2D, stop: OpenStop, box: Box, radius: number): void {
  context.save();
  roundedBox(context, box, radius);
  context.clip();
  context.fillStyle = stop.kind === "words" ? RAISED : BLANK;
  context.fillRect(box.x, box.y, box.width, box.height);
  if (stop.kind === "picture") drawCovering(context, stop.picture, box);
  else drawSaid(context, stop.kind === "words" ? drawable(stop.text) : missingIn(box), box);
  context.restore();
}

const missingIn = (box: Box) => (box.width > 300 ? "Not in this gallery" : "?");

/** The middle of a picture, as much of it as has the box's shape. */
function drawCovering(context: SKRSContext2D, picture: Image | Canvas, box: Box): void {
  const scale = Math.max(box.width / picture.width, box.height / picture.height);
  const width = box.width / scale;
  const height = box.height / scale;
  context.drawImage(
    picture,
    (picture.width - width) / 2,
    (picture.height - height) / 2,
    width,
    height,
    box.x,
    box.y,
    box.width,
    box.height,
  );
}

/** Words in the middle of their box, as large as they fit. */
function drawSaid(context: SKRSContext2D, text: string, box: Box): void {
  if (text === "" || !registerCardFont()) return;
  const isLarge = box.width > 300;
  const pad = isLarge ? 56 : 10;
  const most = isLarge ? 64 : 22;
  const least = isLarge ? 34 : 13;
  const measure = (part: string) => context.measureText(part).width;
  let size = most;
  let lines: string[] = [];
  for (; size >= least; size -= isLarge ? 6 : 3) {
    setFont(context, size);
    const fitting = Math.max(1, Math.floor((box.height - 2 * pad) / (size * 1.25)));
    lines = wrapText(text, box.width - 2 * pad, measure, fitting);
    if (!lines.at(-1)?.endsWith("…")) break;
  }
  context.fillStyle = isLarge && text !== missingIn(box) ? INK : MUTED;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const step = Math.max(size, least) * 1.25;
  lines.forEach((line, i) => {
    const y = box.y + box.height / 2 + (i - (lines.length - 1) / 2) * step;
    context.fillText(line, box.x + box.width / 2, y);
  });
}

export function roundedBox(context: SKRSContext2D, box: Box, radius: number): void {
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, radius);
}
