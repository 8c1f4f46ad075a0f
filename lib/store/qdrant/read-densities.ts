import { ASPECTS, type EnergyLayout } from "@/lib/energy/aspects";
import { DENSITY_SAMPLE } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { Crowding } from "./crowding";
import type { RevisionReader } from "./revision-reader";

/** How crowded it is around an engine's images, against the sample of the revision that was seen last. */
export class ReadDensities {
  readonly #crowding: Crowding;
  /** That crowding is measured against the sample of what this reader sees. */
  #sampling: { readonly reader: RevisionReader; readonly done: Promise<void> } | undefined;

  constructor(layout: EnergyLayout) {
    this.#crowding = new Crowding(layout);
  }

  /** As `VectorStore.densities`. */
  async of(ids: readonly ImageId[], reader: RevisionReader): Promise<Float32Array> {
    await this.#sample(reader);
    const rows = [...(await reader.vectors(ids))].map(([id, { energy }]) => ({ id, energy }));
    const values = await this.#crowding.of(rows);
    const byId = new Map(rows.map(({ id }, at) => [id, values[at]]));
    const all = new Float32Array(ids.length * ASPECTS.length);
    for (const [at, id] of ids.entries()) all.set(byId.get(id) ?? [], at * ASPECTS.length);
    return all;
  }

  async #sample(reader: RevisionReader): Promise<void> {
    if (this.#sampling?.reader !== reader) {
      // One of an older revision may end later, in whichever way: it changes nothing then.
      const isLatest = () => this.#sampling?.reader === reader;
      const done = reader.sample(DENSITY_SAMPLE).then(async (ids) => {
        const rows = await reader.vectors(ids);
        if (!isLatest()) return;
        this.#crowding.keepTo(Array.from(rows, ([id, { energy }]) => ({ id, energy })));
      });
      this.#sampling = { reader, done };
      done.catch(() => {
        if (isLatest()) this.#sampling = undefined;
      });
    }
    await this.#sampling.done;
  }
}
