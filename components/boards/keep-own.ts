import { decodeTrail } from "@/lib/trail/decode";
import { fingerprint } from "@/lib/trail/fork";
import { keepWalked } from "../trail/own-trails";

/** Notes that a trail was begun in this browser, before a page is left for it. Never throws. */
export function keepOwn(code: string): Promise<void> {
  return keepWalked(fingerprint(decodeTrail(code).trail));
}
