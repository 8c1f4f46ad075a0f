import { seededRandom } from "@/lib/energy/prng";
import { layTree } from "@/lib/layout/tidy-tree";
import { MAX_HOPS } from "@/lib/trail/trail";
import type { Bench, Figure } from "./bench";

/** Hops laid out in all, for each size of tree. */
const HOPS = 400_000;
/** What a tab may keep beyond a link's 200, and far beyond. */
const SIZES = [MAX_HOPS, 10 * MAX_HOPS, 100 * MAX_HOPS];

/** How long a trail takes to be drawn as a tree: its layout alone, by CPU time. */
export const benchTree: Bench = {
  name: "tree",
  about:
    "the layout of a trail as a tree, a fifth of its hops branches; linear if a hop costs alike",
  run() {
    return Promise.resolve(SIZES.map(layouts));
  },
};

function layouts(size: number): Figure {
  const parents = walkedTree(size);
  const lay = () =>
    layTree(parents, { size: 72, levelGap: 44, siblingGap: 58, direction: "right" }).height;
  const warm = lay();
  const times = HOPS / size;
  const began = process.cpuUsage();
  for (let i = 0; i < times; i++) {
    if (lay() !== warm) throw new Error("Expected the same drawing of the same tree");
  }
  const { user } = process.cpuUsage(began);
  const ms = user / 1_000 / times;
  return {
    what: `${size.toLocaleString("en")} hops`,
    value: `CPU ${ms.toFixed(2)} ms, ${((1_000 * ms) / size).toFixed(2)} µs a hop`,
    ...(size === MAX_HOPS ? { goal: "< 16 ms, a frame" } : {}),
  };
}

/** The parent of each hop: on from the last one, of every five one from an earlier hop. */
function walkedTree(size: number): number[] {
  const random = seededRandom(`tree of ${size}`);
  return Array.from({ length: size }, (_, i) =>
    i === 0 || random() < 0.8 ? i - 1 : Math.floor(random() * i),
  );
}
