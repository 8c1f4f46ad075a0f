import { z } from "zod";
import { runtimeFor } from "@/lib/api/known-host";
import { readBody, readJson } from "@/lib/api/read-body";
import { withProblems } from "@/lib/api/with-problems";
import { fetchImage } from "@/lib/gallery/fetch-image";
import type { Runtime } from "@/lib/runtime";
import type { GuestResponse } from "@/lib/search/contract";
import { embedGuest } from "@/lib/search/embed-guest";

/** A link is text; nobody's is longer. */
const MAX_LINK_BODY_BYTES = 8_192;

const linkRequest = z.object({ link: z.string().min(1).max(4_096) });

/** Makes a guest of a file (the body itself) or of a link (`{"link": "https://…"}`). */
export const POST = withProblems(async (request) => {
  const runtime = await runtimeFor(request);
  const { doors } = runtime;
  // A foreign page may send a file from a visitor's browser, but not JSON: links are not its to ask.
  const isLink = request.headers.get("content-type")?.startsWith("application/json") ?? false;
  const guest = isLink
    ? await doors.links.admit(() => guestOfLink(request, runtime))
    : await doors.guests.admit(() => guestOfFile(request, runtime));
  return Response.json(guest, { headers: { "cache-control": "no-store" } });
});

async function guestOfFile(request: Request, runtime: Runtime): Promise<GuestResponse> {
  const file = await readBody(request, runtime.config.limits.maxFileBytes);
  return embedGuest(file, runtime, { withPreview: false, signal: request.signal });
}

async function guestOfLink(request: Request, runtime: Runtime): Promise<GuestResponse> {
  const { link } = linkRequest.parse(await readJson(request, MAX_LINK_BODY_BYTES));
  const file = await fetchImage(link, runtime.config.limits, request.signal);
  return embedGuest(file, runtime, { withPreview: true, signal: request.signal });
}
