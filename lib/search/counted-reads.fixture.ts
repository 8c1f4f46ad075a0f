import type { VectorStore } from "@/lib/store/vector-store";

const READS = ["get", "energies", "densities", "copies", "search", "sample", "ids", "scan"];

/**
 * The same store, whose reads are noted: each would be a round trip to an engine.
 *
 * @param trips is given the name of each.
 */
export function countedReads(store: VectorStore, trips: string[]): VectorStore {
  return new Proxy(store, {
    get(real, name: keyof VectorStore) {
      const member = Reflect.get(real, name, real);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (READS.includes(name)) trips.push(name);
        return Reflect.apply(member, real, args);
      };
    },
  });
}
