import type { ImageDetails } from "../image-details";
import { readSidecar } from "../sidecar";
import { sayingOf } from "./saying";
import type { Saying } from "./source";

/** All that the sidecars of one folder have said so far; the one heard last has the last word. */
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
    return details && sayingOf(details);
  }
}
