import type { ImageId } from "@/lib/energy/image-id";
import {
  CREDIT_LINE_HEIGHT,
  type CreditLine,
  type CreditStyle,
  layoutSheet,
  MAX_SHEET_PIXELS,
  NUMBER_WIDTH,
  SHEET_MARGIN,
  type SheetBox,
  type SheetLayout,
  splitSheets,
} from "@/lib/layout/contact-sheet";
import { wrapText } from "@/lib/layout/wrap-text";
import { countInWords, type TakenItem } from "@/lib/takeaway/taken-item";
import type { ShownColour } from "@/lib/words/shown-colours";
import { base64OfBytes, blurUrl } from "../wall/placeholder";
import { creditOf } from "./credit-of";
import type { Credits } from "./fetch-credits";
import { type SheetLook, sheetLook } from "./sheet-look";
import { drawPicture, drawWordsCard } from "./sheet-picture";

/** What a contact sheet shows. */
export interface SheetAsked {
  readonly name: string;
  readonly items: readonly TakenItem[];
  readonly credits: Credits;
  readonly palette: readonly ShownColour[];
  readonly showsMature: boolean;
}

/**
 * Draws contact sheets, here in the browser: it has the fonts for every name, a guest's blur, and
 * the time; the server has neither to receive nor to draw anything.
 *
 * @returns PNGs: one, or as many as a canvas has room for.
 * @throws {Error} where the browser gives no canvas or no memory; what `signal` aborts with.
 */
export async function drawSheets(asked: SheetAsked, signal: AbortSignal): Promise<Blob[]> {
  const look = sheetLook();
  const context = canvasOf(1, 1);
  const measure = (text: string, style: CreditStyle) => {
    context.font = look.fonts[style];
    return context.measureText(text).width;
  };
  const contents = {
    ratios: asked.items.map((item) => ratioOf(item, asked.credits)),
    credits: asked.items.map((item) => linesOf(item, asked.credits)),
  };
  const counts = splitSheets(contents, measure);
  const sheets: Blob[] = [];
  let from = 0;
  for (const count of counts) {
    signal.throwIfAborted();
    const to = from + count;
    const layout = layoutSheet(
      { ratios: contents.ratios.slice(from, to), credits: contents.credits.slice(from, to) },
      measure,
    );
    sheets.push(await drawSheet(asked, { from, layout, look, isPart: counts.length > 1 }, signal));
    from = to;
  }
  return sheets;
}

interface SheetPart {
  /** Index of its first item. */
  readonly from: number;
  readonly layout: SheetLayout;
  readonly look: SheetLook;
  readonly isPart: boolean;
}

async function drawSheet(
  asked: SheetAsked,
  { from, layout, look, isPart }: SheetPart,
  signal: AbortSignal,
): Promise<Blob> {
  // A single credit may be longer than a canvas: all of it is there, smaller.
  const scale = Math.min(1, Math.sqrt(MAX_SHEET_PIXELS / (layout.width * layout.height)));
  const context = canvasOf(layout.width * scale, layout.height * scale);
  context.scale(scale, scale);
  context.fillStyle = look.ground;
  context.fillRect(0, 0, layout.width, layout.height);
  context.textBaseline = "top";
  const items = asked.items.slice(from, from + layout.pictures.length);
  const part = isPart ? `${from + 1} to ${from + items.length} of ` : "";
  const count = `${part}${countInWords(asked.items)}`;
  drawHead(context, asked, count, layout.width, look);
  await Promise.all(
    items.map(async (item, i) => {
      const box = layout.pictures[i];
      if (!box) return;
      await drawItem(context, item, box, asked, look);
      context.fillStyle = look.muted;
      context.font = look.fonts.plain;
      context.fillText(String(from + i + 1), box.x, box.y + box.height + 5);
    }),
  );
  signal.throwIfAborted();
  drawRoll(context, layout, from, look);
  return blobOf(context.canvas);
}

function drawHead(
  context: CanvasRenderingContext2D,
  { name, palette }: SheetAsked,
  count: string,
  width: number,
  look: SheetLook,
): void {
  const inner = width - 2 * SHEET_MARGIN;
  context.fillStyle = look.ink;
  context.font = look.fonts.head;
  const measure = (text: string) => context.measureText(text).width;
  context.fillText(wrapText(name, inner, measure, 1)[0] ?? "", SHEET_MARGIN, SHEET_MARGIN - 6);
  context.fillStyle = look.muted;
  context.font = look.fonts.sub;
  context.fillText(`${count}, on the same wavelength`, SHEET_MARGIN, SHEET_MARGIN + 58, inner);
  const total = palette.reduce((sum, { share }) => sum + share, 0) || 1;
  const y = SHEET_MARGIN + 100;
  let x = SHEET_MARGIN;
  context.font = look.fonts.plain;
  for (const { name: colour, rgb, share } of palette) {
    const part = (share / total) * inner;
    context.fillStyle = rgb;
    context.fillRect(x, y, part + 0.5, 26);
    if (context.measureText(colour).width < part - 8) {
      context.fillStyle = look.muted;
      context.fillText(colour, x, y + 33);
    }
    x += part;
  }
  context.strokeStyle = look.line;
  context.strokeRect(SHEET_MARGIN + 0.5, y + 0.5, inner - 1, 25);
}

function drawRoll(
  context: CanvasRenderingContext2D,
  layout: SheetLayout,
  from: number,
  look: SheetLook,
): void {
  const y = layout.creditsTop;
  const inner = layout.width - 2 * SHEET_MARGIN;
  const spectrum = context.createLinearGradient(SHEET_MARGIN, 0, layout.width - SHEET_MARGIN, 0);
  for (const [at, colour] of look.spectrum) spectrum.addColorStop(at, colour);
  context.fillStyle = spectrum;
  context.fillRect(SHEET_MARGIN, y, inner, 1);
  context.fillStyle = look.ink;
  context.font = look.fonts.credits;
  context.fillText("Credits", SHEET_MARGIN, y + 22);
  context.font = look.fonts.plain;
  context.fillStyle = look.muted;
  context.textAlign = "right";
  context.fillText("Wavelength", layout.width - SHEET_MARGIN, y + 28);
  context.textAlign = "left";
  layout.credits.forEach(({ x, y: top, lines }, i) => {
    context.fillStyle = look.muted;
    context.font = look.fonts.plain;
    context.fillText(String(from + i + 1), x, top);
    lines.forEach(({ text, style }, line) => {
      context.font = look.fonts[style];
      context.fillStyle = style === "plain" ? look.muted : look.ink;
      context.fillText(text, x + NUMBER_WIDTH, top + line * CREDIT_LINE_HEIGHT);
    });
  });
}

async function drawItem(
  context: CanvasRenderingContext2D,
  item: TakenItem,
  box: SheetBox,
  { credits, showsMature }: SheetAsked,
  look: SheetLook,
): Promise<void> {
  if (item.kind === "words") return drawWordsCard(context, item.text, box, look);
  if (item.kind === "guest") {
    return drawPicture(context, box, [blurUrl(base64OfBytes(item.thumbhash))], look);
  }
  const image = credits.images.get(item.id);
  const isVeiled = image?.details.mature === true && !showsMature;
  const picture = image && !isVeiled ? thumbnailFor(item.id, box) : undefined;
  return drawPicture(context, box, [picture, image && blurUrl(image.thumbhash)], look);
}

function thumbnailFor(id: ImageId, { width }: SheetBox): string {
  return `/api/images/${id}/thumb/${width > 320 ? 640 : 320}`;
}

function ratioOf(item: TakenItem, { images }: Credits): number {
  const image = item.kind === "image" ? images.get(item.id) : undefined;
  return image ? image.width / image.height : 1;
}

function linesOf(item: TakenItem, credits: Credits): CreditLine[] {
  const { title, by, terms, link, missing } = creditOf(item, credits);
  return [
    { text: title, style: "title" as const },
    { text: by, style: "plain" as const },
    { text: terms, style: "plain" as const },
    { text: link ?? "", style: "plain" as const },
    { text: missing ?? "", style: "warning" as const },
  ].filter(({ text }) => text !== "");
}

function canvasOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width);
  canvas.height = Math.ceil(height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no room for a contact sheet. Close other tabs.");
  return context;
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error("This browser has no room for a contact sheet. Close other tabs."));
    }, "image/png");
  });
}
