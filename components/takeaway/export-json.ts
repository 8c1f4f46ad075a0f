import type { ImageId } from "@/lib/energy/image-id";
import type { ExportFile } from "@/lib/takeaway/export-schema";
import type { TakenItem } from "@/lib/takeaway/taken-item";
import { encodeTrail } from "@/lib/trail/encode";
import type { Trail } from "@/lib/trail/trail";
import type { ShownColour } from "@/lib/words/shown-colours";
import { describeQuery } from "../trail/describe-query";
import { base64OfBytes } from "../wall/placeholder";
import { creditLine, creditOf } from "./credit-of";
import type { Credits } from "./fetch-credits";

/** What is written into a file: a trail with all that it shows, or a list of a board's. */
export interface Exported {
  readonly name: string;
  /** Absent for a board. */
  readonly trail?: Trail;
  readonly items: readonly TakenItem[];
  readonly credits: Credits;
  readonly palette: readonly ShownColour[];
}

/** Everything as JSON: lib/takeaway/export-schema.ts says what each field means. */
export function exportJson(exported: Exported): string {
  return `${JSON.stringify(exportOf(exported), null, 2)}\n`;
}

function exportOf({ name, trail, items, credits, palette }: Exported): ExportFile {
  return {
    format: "wavelength-export",
    version: 1,
    name,
    from: { model: credits.model, gallery: credits.gallery },
    ...(trail ? { trail: trailOf(trail, credits) } : {}),
    items: items.map((item, i) => itemOf(item, i + 1, credits)),
    pushed: pushedOf(trail, items).map((id) => ({
      id,
      credit: creditLine(creditOf({ kind: "image", id }, credits)),
    })),
    palette,
  };
}

function itemOf(item: TakenItem, number: number, credits: Credits): ExportFile["items"][number] {
  const credited = { number, credit: creditLine(creditOf(item, credits)) };
  if (item.kind === "words") return { kind: "words", ...credited, text: item.text };
  if (item.kind === "guest") {
    const { id, thumbhash } = item;
    return { kind: "guest", ...credited, id, thumbhash: base64OfBytes(thumbhash) };
  }
  const image = credits.images.get(item.id);
  if (!image) return { kind: "image", ...credited, id: item.id, files: "not_in_gallery" };
  return { kind: "image", ...credited, ...image };
}

function trailOf(trail: Trail, { images }: Credits): NonNullable<ExportFile["trail"]> {
  const { hops, guests, axes, unknown, ...rest } = trail;
  return {
    ...rest,
    code: encodeTrail(trail),
    hops: hops.map(({ unknown: unread, ...hop }) => ({
      ...hop,
      title: describeQuery(trail, hop, (id) => images.get(id)).title,
      ...(unread ? { unknown: base64OfBytes(unread) } : {}),
    })),
    guests: guests.map(({ id, model, thumbhash, vector }) => ({
      id,
      model: model ?? trail.model,
      thumbhash: base64OfBytes(thumbhash),
      vector: base64OfBytes(new Uint8Array(vector)),
    })),
    ...(axes ? { axes: base64OfBytes(axes) } : {}),
    ...(unknown ? { unknown: base64OfBytes(unknown) } : {}),
  };
}

/** Images of the gallery that a trail only stays away from. */
export function pushedOf(trail: Trail | undefined, items: readonly TakenItem[]): ImageId[] {
  const taken = new Set(items.flatMap((item) => (item.kind === "image" ? [item.id] : [])));
  const pushed = (trail?.hops ?? []).flatMap(({ recipe }) =>
    recipe.ingredients.flatMap(({ source }) =>
      source.kind === "image" && !taken.has(source.id) ? [source.id] : [],
    ),
  );
  return [...new Set(pushed)];
}
