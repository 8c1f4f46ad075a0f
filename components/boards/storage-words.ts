import type { StorageFailure } from "@/lib/board/board-ledger";

/** Why something is not kept, in plain words. */
export function failureInWords(failure: StorageFailure): string {
  return failure === "full"
    ? "This browser has no room left"
    : "This browser keeps nothing for us (a private window, or storage is switched off)";
}
