import { type GuestResponse, guestResponse } from "@/lib/search/contract";
import { RequestFailure, requestJson } from "../explorer/request";

/** The server refuses larger files (`limits.maxFileBytes`); said before 200 MB are sent in vain. */
const MAX_FILE_BYTES = 25e6;
/** Longest wait for a busy server before the one retry. */
const MAX_WAIT_S = 5;

/** What a person brought: a file or the address of a picture. */
export type Brought = { readonly file: Blob } | { readonly link: string };

/** A guest and, where there is one, the picture for this browser to keep. */
export interface SentGuest {
  readonly guest: GuestResponse;
  readonly picture: Blob | undefined;
}

/**
 * Has the server look at a picture. A busy server (503) is asked once more after the time it names.
 *
 * @throws {RequestFailure}; what `signal` aborts with.
 */
export async function sendGuest(brought: Brought, signal: AbortSignal): Promise<SentGuest> {
  if ("file" in brought) requireSendable(brought.file);
  try {
    return await send(brought, signal);
  } catch (error) {
    if (!(error instanceof RequestFailure) || error.problem.status !== 503) throw error;
    await pause(Math.min(error.retryAfterS ?? 1, MAX_WAIT_S), signal);
    return send(brought, signal);
  }
}

async function send(brought: Brought, signal: AbortSignal): Promise<SentGuest> {
  const isFile = "file" in brought;
  const answer = await requestJson("/api/guests", {
    method: "POST",
    signal,
    headers: { "content-type": isFile ? "application/octet-stream" : "application/json" },
    body: isFile ? brought.file : JSON.stringify(brought),
  });
  const guest = guestResponse.parse(answer);
  return { guest, picture: isFile ? brought.file : previewOf(guest) };
}

/** The preview of a linked picture: decoded here, for the page's policy allows no `fetch` of data. */
function previewOf({ preview }: GuestResponse): Blob | undefined {
  const base64 = preview?.split(",")[1];
  if (!base64) return undefined;
  return new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], {
    type: "image/webp",
  });
}

function requireSendable(file: Blob): void {
  if (file.size > MAX_FILE_BYTES) {
    throw refused(
      "image_too_large",
      `Expected at most 25 MB but the file has ${Math.round(file.size / 1_048_576)} MB. Save it smaller and bring that.`,
    );
  }
  if (file.size === 0) {
    throw refused("image_empty", "The file has no bytes in it. Was it copied to its end?");
  }
}

function refused(code: string, detail: string): RequestFailure {
  return new RequestFailure({ type: "about:blank", title: code, status: 0, detail, code });
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1_000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
