import { dot } from "@/lib/energy/unit-vector";

/**
 * Of candidates, those that no other chosen one lies on the way to: a candidate is taken if it is
 * nearer to the node than to each that was taken before it. In a crowd the first few are taken and
 * then the way out of it, where its nearest are all of the crowd itself; so crowds hang together
 * (relative neighbourhood graph: Toussaint, Pattern Recognition 12(4), 1980, which holds the minimum
 * spanning tree, on which no largest step is too large; as a choice of links: Malkov & Yashunin, TPAMI
 * 2020, algorithm 4).
 *
 * @param node its vector.
 * @param candidates their vectors, nearest first.
 * @returns indices of candidates, at most `most`, rising.
 */
export function spreadLinks(
  node: Float32Array,
  candidates: readonly Float32Array[],
  most: number,
): number[] {
  const taken: number[] = [];
  const squares = candidates.map((one) => dot(one, one));
  const own = dot(node, node);
  for (const [i, candidate] of candidates.entries()) {
    if (taken.length === most) break;
    const distance = own - 2 * dot(node, candidate);
    const isOnTheWay = taken.some((other) => {
      const between = candidates[other];
      return between && (squares[other] ?? 0) - 2 * dot(between, candidate) <= distance;
    });
    if (!isOnTheWay) taken.push(i);
  }
  return taken;
}
