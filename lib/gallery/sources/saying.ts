import { createHash } from "node:crypto";
import type { ImageDetails } from "../image-details";
import type { Saying } from "./source";

/** Details with their fingerprint. */
export function sayingOf(details: ImageDetails): Saying {
  const digest = createHash("sha256").update(JSON.stringify(details)).digest();
  return { details, fingerprint: digest.subarray(0, 8).toString("base64url") };
}
