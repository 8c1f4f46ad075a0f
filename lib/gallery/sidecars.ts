import { createHash } from "node:crypto";
import type { ImageDetails } from "./image-details";
import { readSidecar } from "./sidecar";

/** What a sidecar says of one file. */
export interface Saying {
  readonly details: ImageDetails;
  /** 11 characters that change when what is said does. */
  readonly fingerprint: string;
}

/** All that the sidecars of one ingest have said so far; the one heard last has the last word. */
export class Sidecars {
  readonly #details = new Map<string, ImageDetails>();

  /** @returns the lines that could not be used, each with the reason. */
  async hear(path: string): Promise<readonly string[]> {
    const { details, problems } = await readSidecar(path);
    for (const [file, said] of details) this.#details.set(file, said);
    return problems;
  }

  /** @param path absolute. */
  of(path: string): Saying | undefined {
    const details = this.#details.get(path);
    if (!details) return undefined;
    const digest = createHash("sha256").update(JSON.stringify(details)).digest();
    return { details, fingerprint: digest.subarray(0, 8).toString("base64url") };
  }
}
