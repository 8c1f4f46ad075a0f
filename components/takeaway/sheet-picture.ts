import type { SheetBox } from "@/lib/layout/contact-sheet";
import { wrapText } from "@/lib/layout/wrap-text";
import type { SheetLook } from "./sheet-look";

/**
 * Draws the first of some pictures that can be had so that it fills its box, or says that there is
 * none: a sheet never fails by a picture.
 */
export async function drawPicture(
  context: CanvasRenderingContext2D,
  box: SheetBox,
  sources: readonly (string | undefined)[],
  look: SheetLook,
): Promise<void> {
  for (const source of sources) {
    const picture = source ? await load(source) : undefined;
    if (picture) return drawCovering(context, picture, box);
  }
  context.strokeStyle = look.muted;
  context.setLineDash([4, 4]);
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  context.setLineDash([]);
  setMiddle(context, ["?"], box, look.muted, look.fonts.sub);
}

/** Words on a card of their own. */
export function drawWordsCard(
  context: CanvasRenderingContext2D,
  text: string,
  box: SheetBox,
  look: SheetLook,
): void {
  context.fillStyle = look.raised;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.strokeStyle = look.line;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  const font = box.width > 200 ? look.fonts.credits : look.fonts.title;
  context.font = font;
  const most = Math.max(1, Math.floor((box.height - 24) / 30));
  const lines = wrapText(text, box.width - 24, (part) => context.measureText(part).width, most);
  setMiddle(context, lines, box, look.ink, font);
}

function setMiddle(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
  box: SheetBox,
  colour: string,
  font: string,
): void {
  context.save();
  context.font = font;
  context.fillStyle = colour;
  context.textAlign = "center";
  context.textBaseline = "middle";
  lines.forEach((line, i) => {
    const y = box.y + box.height / 2 + (i - (lines.length - 1) / 2) * 30;
    context.fillText(line, box.x + box.width / 2, y);
  });
  context.restore();
}

async function load(source: string): Promise<HTMLImageElement | undefined> {
  const picture = new Image();
  picture.src = source;
  try {
    await picture.decode();
    return picture;
  } catch {
    // Gone since the page was made, or no picture: the next source, or none.
    return undefined;
  }
}

function drawCovering(
  context: CanvasRenderingContext2D,
  picture: HTMLImageElement,
  { x, y, width, height }: SheetBox,
): void {
  const scale = Math.max(width / picture.naturalWidth, height / picture.naturalHeight);
  const cutWidth = width / scale;
  const cutHeight = height / scale;
  context.imageSmoothingQuality = "high";
  context.drawImage(
    picture,
    (picture.naturalWidth - cutWidth) / 2,
    (picture.naturalHeight - cutHeight) / 2,
    cutWidth,
    cutHeight,
    x,
    y,
    width,
    height,
  );
}
