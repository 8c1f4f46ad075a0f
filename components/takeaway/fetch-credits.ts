import type { ImageId } from "@/lib/energy/image-id";
import { type CreditedImage, creditsResponse, MAX_TILES_REQUEST } from "@/lib/search/contract";
import { requestJson } from "../explorer/request";

/** What the server knows of everything that is taken. */
export interface Credits {
  readonly model: string;
  readonly gallery: { readonly id: string; readonly revision: number };
  readonly images: ReadonlyMap<ImageId, CreditedImage>;
  /** Bins of a palette that the images have together. */
  readonly palette: readonly number[];
}

/** Whose images are, in as many requests as it takes. @throws {RequestFailure}. */
export async function fetchCredits(
  ids: readonly ImageId[],
  signal?: AbortSignal,
): Promise<Credits> {
  const images = new Map<ImageId, CreditedImage>();
  let palette: number[] = [];
  let from: Pick<Credits, "model" | "gallery"> | undefined;
  // Once without ids too: model and gallery are told of words alone.
  for (let at = 0; at === 0 || at < ids.length; at += MAX_TILES_REQUEST) {
    const asked = ids.slice(at, at + MAX_TILES_REQUEST).join(",");
    const answer = creditsResponse.parse(
      await requestJson(`/api/credits?ids=${asked}`, { signal: signal ?? null }),
    );
    for (const image of answer.images) images.set(image.id, image);
    palette = answer.palette.map((share, bin) => share + (palette[bin] ?? 0));
    from = { model: answer.model, gallery: answer.gallery };
  }
  return { model: "", gallery: { id: "", revision: 0 }, ...from, images, palette };
}
