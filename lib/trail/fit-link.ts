import type { Recipe } from "@/lib/energy/recipe";
import { keepHops } from "./change-hops";
import { MAX_HOPS, type Trail } from "./trail";
import { growTrail, isTooLong, linkFor, pathTo } from "./tree";

/**
 * As much of a trail as a link can carry: the whole way to its tip and, of all else, what was walked
 * last.
 *
 * @returns the trail itself where all of it fits; `undefined` where not even the way to the tip does.
 */
export function fitToLink(trail: Trail): Trail | undefined {
  if (fits(trail)) return trail;
  const kept = new Set(pathTo(trail));
  // Hops in the order in which there is room for them, each after the ones it was reached from.
  const order: number[] = [];
  const wanted = new Set(kept);
  for (let newest = trail.hops.length - 1; newest >= 0; newest--) {
    const way: number[] = [];
    for (let at = newest; at >= 0 && !wanted.has(at); at = trail.hops[at]?.parent ?? -1) {
      way.push(at);
      wanted.add(at);
    }
    order.push(...way.reverse());
  }
  const withFirst = (count: number): Trail => {
    const chosen = new Set([...kept, ...order.slice(0, count)]);
    return keepHops(trail, (index) => chosen.has(index));
  };
  let most = withFirst(0);
  if (!fits(most)) return undefined;
  let low = 0;
  let high = order.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const tried = withFirst(middle);
    if (fits(tried)) {
      low = middle;
      most = tried;
    } else high = middle;
  }
  return most;
}

/**
 * As much of a trail as leaves room for one more hop.
 *
 * @returns `undefined` where the way to the tip leaves none: a new trail has to start.
 */
export function roomFor(trail: Trail, recipe: Recipe): Trail | undefined {
  const grown = growTrail(trail, recipe);
  const fitted = fitToLink(grown);
  const tip = fitted?.hops[fitted.tip]?.parent;
  if (!fitted || tip === undefined) return undefined;
  const isKnown = grown.hops.length === trail.hops.length;
  return { ...(isKnown ? fitted : keepHops(fitted, (index) => index !== fitted.tip)), tip };
}

function fits(trail: Trail): boolean {
  return trail.hops.length <= MAX_HOPS && !isTooLong(linkFor(trail));
}
