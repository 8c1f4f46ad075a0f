import fc from "fast-check";
import { expect, it } from "vitest";
import { BestRows } from "./best-rows";

const batches = fc.array(
  fc.array(fc.oneof(fc.float({ min: -10, max: 10, noNaN: true }), fc.constantFrom(1, 2))),
);

it("keeps the rows of the largest values, and no more than are wanted, however many tie", () => {
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 20 }), (shown, size) => {
      const best = new BestRows(size);
      const all: number[] = [];
      for (const values of shown) {
        // As the engine does: what is below the floor is not shown.
        const from = all.length;
        all.push(...values);
        const slots = values
          .map((_, i) => from + i)
          .filter((slot) => (all[slot] ?? 0) >= best.floor);
        best.add(
          Uint32Array.from(slots),
          Float32Array.from(slots, (slot) => all[slot] ?? 0),
        );
      }
      const kept = Array.from(best.slots(), (slot) => all[slot] ?? 0);
      const descending = (a: number, b: number) => b - a;
      expect(kept.sort(descending)).toEqual([...all].sort(descending).slice(0, size));
    }),
  );
});
