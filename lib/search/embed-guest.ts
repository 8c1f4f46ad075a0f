import type { Config } from "@/lib/config";
import { energyOf, prepareGuest } from "@/lib/gallery/prepare-guest";
import { quantiseGuest } from "@/lib/trail/guest-vector";
import type { GuestResponse } from "./contract";
import type { SearchDeps } from "./search-deps";

/**
 * A stranger's picture as a guest: what a trail must carry of it. Nothing is kept here.
 *
 * @param withPreview for a link, whose picture the browser has not: a WebP of at most 640 px.
 * @throws {AppError} what decoding and the embedder throw.
 */
export async function embedGuest(
  file: Buffer,
  { store, embedder, config }: SearchDeps & { readonly config: Config },
  { withPreview, signal }: { readonly withPreview: boolean; readonly signal?: AbortSignal },
): Promise<GuestResponse> {
  const { layout, modelId } = store.schema;
  const picture = await prepareGuest(file, embedder.model, config.limits);
  const embedding = await embedder.embedImage(picture.square, signal);
  const energy = energyOf(embedding, picture.palette, picture.light, layout);
  const [known] = await store.get([picture.id]);
  return {
    id: picture.id,
    width: picture.width,
    height: picture.height,
    thumbhash: Buffer.from(picture.thumbhash).toString("base64"),
    vector: Buffer.from(quantiseGuest(energy, layout)).toString("base64"),
    model: modelId,
    inGallery: known !== undefined,
    ...(withPreview
      ? { preview: `data:image/webp;base64,${(await picture.preview()).toString("base64")}` }
      : {}),
  };
}
