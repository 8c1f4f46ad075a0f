import { createHash, timingSafeEqual } from "node:crypto";
import type { Config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { isLoopbackAddress } from "@/lib/loopback-address";
import { isFromThisMachine } from "./known-host";
import { ownerToken } from "./owner-token.mjs";

/** The cookie that makes a browser the owner's; set by opening `/api/owner/enter?token=…` once. */
export const OWNER_COOKIE = "wavelength-owner";

/**
 * Throws unless the request comes from the gallery's owner (design §5, docs/adr/0009).
 *
 * On a loopback address that is whoever sits at this machine: the request must name a loopback
 * host, so that a foreign name that resolves here (DNS rebinding) is refused, and must not have come
 * through a proxy from elsewhere. On any other address it is a browser that holds the token, or a
 * program that sends it (`Authorization: Bearer …`). In both cases a request that another site's page
 * sent is refused.
 *
 * @throws {AppError} `not_owner`.
 */
export async function requireOwner(request: Request, config: Config): Promise<void> {
  if (!(await isOwner(request, config))) {
    throw new AppError(
      "not_owner",
      "Only the owner of this gallery may do that. Open the owner's link that `npm start` printed or, if it printed none, work on its machine at http://localhost.",
    );
  }
}

/** Whether {@link requireOwner} would let the request pass. */
export async function isOwner(request: Request, config: Config): Promise<boolean> {
  if (!isSameOrigin(request)) return false;
  if (isLoopbackAddress(config.host)) return isFromThisMachine(request.headers);
  const token = cookieOf(request, OWNER_COOKIE) ?? bearerOf(request);
  return token !== undefined && sameText(token, await ownerToken(config.dataDir));
}

/** Whether `token` is the owner's. */
export async function isOwnerToken(token: string, config: Config): Promise<boolean> {
  return sameText(token, await ownerToken(config.dataDir));
}

/** A page of another site may send requests here, but not without saying where it is from. */
function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  if (!origin) return true;
  try {
    return new URL(origin).host === request.headers.get("host");
  } catch {
    // `Origin: null` and other text that is no address: not ours.
    return false;
  }
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get("cookie") ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function bearerOf({ headers }: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** Compares in a time that does not tell how much of the text was right. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
