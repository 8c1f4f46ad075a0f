import { isAppError } from "@/lib/errors";
import { decodeTrail } from "@/lib/trail/decode";
import type { Trail } from "@/lib/trail/trail";

/** What somebody pasted as a link to a trail. */
export type ReadLink =
  | { readonly trail: Trail; readonly isWhole: boolean }
  /** Why it is none, in a sentence. */
  | { readonly problem: string };

/**
 * Reads a link to a trail as people paste it: an address of any Wavelength, its path, the code alone,
 * with what a mail client put around it. Hostile until parsed.
 */
export function readLink(text: string): ReadLink {
  const tidy = text.trim().replace(/^[<"'(]+|[>"').,]+$/g, "");
  if (tidy === "") return { problem: "Paste the link of a trail: it has /t/ in it." };
  const code = /\/t\/([^/?#\s]*)/.exec(tidy)?.[1] ?? (/^[\w-]+$/.test(tidy) ? tidy : undefined);
  if (code === undefined) {
    return { problem: "That is no link to a trail: it has no /t/ in it. Copy it again." };
  }
  try {
    const { trail, problems } = decodeTrail(code);
    if (trail.hops.length === 0) return { problem: "That trail has no hops: it goes nowhere yet." };
    return { trail, isWhole: problems.length === 0 };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { problem: error.message };
  }
}
