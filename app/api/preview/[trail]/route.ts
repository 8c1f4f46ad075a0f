import { createHash } from "node:crypto";
import { z } from "zod";
import { runtimeFor } from "@/lib/api/known-host";
import { withProblems } from "@/lib/api/with-problems";
import { AppError } from "@/lib/errors";
import { drawCard } from "@/lib/preview/draw-card";
import { KeptCards } from "@/lib/preview/kept-cards";
import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import { previewTrail } from "@/lib/trail/preview-trail";
import { MAX_HOPS, type Trail } from "@/lib/trail/trail";
import { composeCard } from "./compose-card";

const previewRequest = z.object({
  /** Of the whole path, where the code has only a part of it. */
  hops: z.coerce.number().int().min(1).max(MAX_HOPS).default(1),
});

/** Goes up when cards are drawn otherwise: those who keep one ask again. */
const STYLE = 2;

const cards = new KeptCards();

/** The picture of a trail for previews of links: `GET /api/preview/<code>`, a JPEG of 1200 × 630 px. */
export const GET = withProblems(
  async (request, { params }: RouteContext<"/api/preview/[trail]">) => {
    const { searchParams } = new URL(request.url);
    const asked = previewRequest.parse(Object.fromEntries(searchParams));
    const runtime = await runtimeFor(request);
    const trail = soundTrail((await params).trail);
    const hops = Math.max(asked.hops, trail.hops.length);
    const { galleryId, revision } = runtime.store.state();
    // A card's words depend on the calibration, which may be that of an earlier version.
    const { madeFor } = runtime.calibrator;
    const key = [STYLE, galleryId, revision, madeFor, hops, encodeTrail(trail)].join(":");
    // That of a whole card: one without its words is sent to nobody to keep.
    const headers = {
      etag: `"${createHash("sha256").update(key).digest("base64url").slice(0, 22)}"`,
      "cache-control": "public, max-age=3600",
    };
    if (request.headers.get("if-none-match") === headers.etag) {
      return new Response(null, { status: 304, headers });
    }
    const { jpeg, isWhole } = await runtime.doors.previews.admit(() =>
      cards.get(key, async () => {
        const card = await composeCard(trail, hops, runtime);
        return { jpeg: await drawCard(card), isWhole: card.isWhole };
      }),
    );
    const keeping = isWhole ? headers : { "cache-control": "no-store" };
    return new Response(new Uint8Array(jpeg), {
      headers: { ...keeping, "content-type": "image/jpeg" },
    });
  },
);

/** What is shown of a code's trail. @throws {AppError} `trail_damaged`. */
function soundTrail(code: string): Trail {
  const { trail, problems } = decodeTrail(code);
  const preview = previewTrail(trail);
  if (problems.length === 0 && preview.hops.length > 0) return preview;
  throw new AppError(
    "trail_damaged",
    "Expected a whole trail but a part of it was lost or changed on its way here. Ask for the link again.",
  );
}
