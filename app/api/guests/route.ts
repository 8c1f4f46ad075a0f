import { z } from "zod";
import { readBody } from "@/lib/api/read-body";
import { withProblems } from "@/lib/api/with-problems";
import { fetchImage } from "@/lib/gallery/fetch-image";
import { getRuntime } from "@/lib/runtime";
import { embedGuest } from "@/lib/search/embed-guest";

/** A link is text; nobody's is longer. */
const MAX_LINK_BODY_BYTES = 8_192;

const linkRequest = z.object({ link: z.url({ protocol: /^https?$/ }).max(4_096) });

/** Makes a guest of a file (the body itself) or of a link (`{"link": "https://…"}`). */
export const POST = withProblems(async (request) => {
  const runtime = await getRuntime();
  const { limits } = runtime.config;
  const isLink = request.headers.get("content-type")?.startsWith("application/json") ?? false;
  const body = await readBody(request, isLink ? MAX_LINK_BODY_BYTES : limits.maxFileBytes);
  const guest = isLink
    ? await embedGuest(await fetchImage(parseLink(body), limits, request.signal), runtime, {
        withPreview: true,
        signal: request.signal,
      })
    : await embedGuest(body, runtime, { withPreview: false, signal: request.signal });
  return Response.json(guest, { headers: { "cache-control": "no-store" } });
});

function parseLink(body: Buffer): string {
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    // Not JSON: the schema names what was expected.
  }
  return linkRequest.parse(json).link;
}
