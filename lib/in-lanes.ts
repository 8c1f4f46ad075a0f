/**
 * Works through a list, a few items at once; results in the list's order.
 *
 * @param lanes how many at once, > 0.
 * @throws what `work` throws first; after that no more items are begun.
 */
export async function inLanes<In, Out>(
  items: readonly In[],
  lanes: number,
  work: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  // A generator, because a lane that fails closes it: the others then find nothing more to do.
  const queue = (function* () {
    yield* items.entries();
  })();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
