import { parseImageId } from "@/lib/api/image-id-param";
import { runtimeFor } from "@/lib/api/known-host";
import { requireOwner } from "@/lib/api/owner";
import { withProblems } from "@/lib/api/with-problems";
import { AppError } from "@/lib/errors";
import { removeImages } from "@/lib/gallery/remove-images";

type Context = RouteContext<"/api/images/[id]">;

/** Everything that is known of an image, except where its file lies. */
export const GET = withProblems(async (request, { params }: Context) => {
  const id = parseImageId((await params).id);
  const { store } = await runtimeFor(request);
  const [image] = await store.get([id]);
  if (!image) throw notFound(id);
  const { width, height, details, addedMs } = image;
  return Response.json(
    { id, width, height, details, addedMs },
    { headers: { "cache-control": "private, max-age=60" } },
  );
});

/** Removes an image from the gallery for good; its file stays where it is. */
export const DELETE = withProblems(async (request, { params }: Context) => {
  const { store, thumbnails, config } = await runtimeFor(request);
  await requireOwner(request, config);
  const id = parseImageId((await params).id);
  if ((await removeImages({ store, thumbnails }, [id])) === 0) throw notFound(id);
  return new Response(null, { status: 204 });
});

function notFound(id: string): AppError {
  return new AppError(
    "image_not_found",
    `Expected an image of this gallery but ${id} is not in it. It may have been removed.`,
  );
}
