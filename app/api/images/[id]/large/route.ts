import { parseImageId } from "@/lib/api/image-id-param";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { AppError } from "@/lib/errors";
import { renderLarge } from "@/lib/gallery/best-picture";

/** A picture as large as a screen, drawn from its file on demand, never the file itself; where that cannot be had, its thumbnail. */
export const GET = withProblems(
  async (request, { params }: RouteContext<"/api/images/[id]/large">) => {
    const id = parseImageId((await params).id);
    const { store, thumbnails, config, doors } = await runtimeFor(request);
    const [image] = await store.get([id]);
    if (!image) {
      throw new AppError("image_not_found", `Expected an image of this gallery but ${id} is not.`);
    }
    const { file, isOriginal } = await doors.large.admit(() =>
      renderLarge(image, thumbnails, config.limits),
    );
    // A disk that is unplugged now may be there again in a minute.
    const keep = isOriginal ? "private, max-age=86400, immutable" : "private, max-age=60";
    return new Response(new Uint8Array(file), {
      headers: { "content-type": "image/webp", "cache-control": keep },
    });
  },
);
