import { parseImageId } from "@/lib/api/image-id-param";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { AppError } from "@/lib/errors";
import { thumbnailOf } from "@/lib/gallery/thumbnail-of";
import { THUMBNAIL_WIDTHS, type ThumbnailWidth } from "@/lib/gallery/thumbnails";

/** A tile's picture. Its name is its content, so browsers may keep it for good. */
export const GET = withProblems(
  async (request, { params }: RouteContext<"/api/images/[id]/thumb/[width]">) => {
    const { id, width } = await params;
    const { config, store, thumbnails } = await runtimeFor(request);
    const deps = { store, thumbnails, limits: config.limits };
    const webp = await thumbnailOf(deps, parseImageId(id), parseWidth(width));
    return new Response(new Uint8Array(webp), {
      headers: {
        "content-type": "image/webp",
        "cache-control": "public, max-age=31536000, immutable",
      },
    });
  },
);

function parseWidth(text: string): ThumbnailWidth {
  const width = THUMBNAIL_WIDTHS.find((known) => String(known) === text);
  if (width) return width;
  throw new AppError(
    "invalid_request",
    `Expected a width of ${THUMBNAIL_WIDTHS.join(" or ")} but received ${text.slice(0, 20)}.`,
  );
}
