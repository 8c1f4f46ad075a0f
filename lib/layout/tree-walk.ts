/** A node of a tree as a screen reader is told of it. */
export interface TreeItem {
  readonly index: number;
  /** From 1. */
  readonly level: number;
  /** Place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  /** Indices of its children, seen or not. */
  readonly children: readonly number[];
  /** Nodes that grow from it, however deep. */
  readonly holds: number;
  readonly isFolded: boolean;
}

/**
 * The nodes of a tree that are seen, in the order in which they are read: each before its children,
 * children in order.
 *
 * @param parents index of each node's parent, −1 for a root; a parent comes before its children.
 */
export function readTree(
  parents: readonly number[],
  isFolded: (index: number) => boolean,
): TreeItem[] {
  const children = parents.map((): number[] => []);
  const roots: number[] = [];
  for (const [index, parent] of parents.entries()) (children[parent] ?? roots).push(index);
  const holds = parents.map(() => 0);
  for (let index = parents.length - 1; index >= 0; index--) {
    const parent = parents[index] ?? -1;
    if (parent >= 0) holds[parent] = (holds[parent] ?? 0) + (holds[index] ?? 0) + 1;
  }
  const items: TreeItem[] = [];
  const open = placesOf(roots, 1).reverse();
  for (let place = open.pop(); place; place = open.pop()) {
    const own = children[place.index] ?? [];
    const folds = own.length > 0 && isFolded(place.index);
    items.push({ ...place, children: own, holds: holds[place.index] ?? 0, isFolded: folds });
    if (!folds) open.push(...placesOf(own, place.level + 1).reverse());
  }
  return items;
}

function placesOf(indices: readonly number[], level: number) {
  return indices.map((index, i) => ({ index, level, position: i + 1, siblings: indices.length }));
}

/** What a key does in a tree: it goes to a node, or folds or unfolds the one that has the focus. */
export type TreeMove =
  | { readonly to: number }
  | { readonly fold: number; readonly isFolded: boolean };

/**
 * What a key does, by the tree pattern of the ARIA Authoring Practices: Up and Down go through the
 * nodes as they are read, Right unfolds or goes to the first child, Left folds or goes to the parent,
 * Home and End to the first and the last.
 *
 * @param items from {@link readTree}.
 * @returns `undefined` where the key does nothing.
 */
export function treeMove(
  key: string,
  at: number,
  items: readonly TreeItem[],
  parents: readonly number[],
): TreeMove | undefined {
  const place = items.findIndex(({ index }) => index === at);
  const item = items[place];
  if (!item) return undefined;
  const to = (next: TreeItem | undefined) => next && { to: next.index };
  if (key === "ArrowDown") return to(items[place + 1]);
  if (key === "ArrowUp") return to(items[place - 1]);
  if (key === "Home") return to(items[0]);
  if (key === "End") return to(items.at(-1));
  const isOpen = item.children.length > 0 && !item.isFolded;
  if (key === "ArrowRight") {
    return item.isFolded
      ? { fold: at, isFolded: false }
      : isOpen
        ? to(items[place + 1])
        : undefined;
  }
  if (key !== "ArrowLeft") return undefined;
  if (isOpen) return { fold: at, isFolded: true };
  const parent = parents[at] ?? -1;
  return parent < 0 ? undefined : { to: parent };
}
