/** Where the nodes of a tree are, in px of a drawing that begins at (0, 0). */
export interface TreeLayout {
  /** Left and top of each node, by its index; NaN where it is not drawn. */
  readonly lefts: Float64Array;
  readonly tops: Float64Array;
  readonly width: number;
  readonly height: number;
}

/** Which way a tree grows: to the right on a wide screen, down on a high one. */
export type TreeDirection = "right" | "down";

interface TreeLayoutOptions {
  /** Of a node, both ways, in px. */
  readonly size: number;
  /** Between a node and its children, in px. */
  readonly levelGap: number;
  /** Between neighbours on one level, in px. */
  readonly siblingGap: number;
  readonly direction: TreeDirection;
  /** Whether what grows from a node is left out. */
  readonly isFolded?: (index: number) => boolean;
}

/**
 * Draws a forest tidily, as Reingold and Tilford ask ("Tidier Drawings of Trees", 1981): nodes of one
 * level on one line, no two closer than the gap, a parent in the middle of its children, children in
 * order, and a subtree drawn alike wherever it stands. Made in linear time by threads along the
 * contours, with what lies between two subtrees spread evenly (Buchheim, Jünger, Leipert, "Improving
 * Walker's Algorithm to Run in Linear Time", 2002). Roots are children of a root that is not drawn.
 *
 * @param parents index of each node's parent, −1 for a root; a parent comes before its children.
 */
export function layTree(parents: readonly number[], options: TreeLayoutOptions): TreeLayout {
  const { size, levelGap, siblingGap, direction, isFolded = () => false } = options;
  const lefts = new Float64Array(parents.length).fill(Number.NaN);
  const tops = new Float64Array(parents.length).fill(Number.NaN);
  const root = forestOf(parents, isFolded);
  firstWalk(root);
  const nodes = placed(root);
  const nearest = nodes.reduce((least, { across }) => Math.min(least, across), Infinity);
  const step = size + siblingGap;
  let breadth = 0;
  let depth = 0;
  for (const { index, across, level } of nodes) {
    const cross = (across - nearest) * step;
    const along = level * (size + levelGap);
    lefts[index] = direction === "right" ? along : cross;
    tops[index] = direction === "right" ? cross : along;
    breadth = Math.max(breadth, cross + size);
    depth = Math.max(depth, along + size);
  }
  return direction === "right"
    ? { lefts, tops, width: depth, height: breadth }
    : { lefts, tops, width: breadth, height: depth };
}

/** A node while it is being placed; the names are those of the paper. One unit is one step across. */
interface Node {
  readonly index: number;
  readonly parent: Node | undefined;
  readonly children: Node[];
  /** Place among its siblings. */
  readonly number: number;
  prelim: number;
  mod: number;
  shift: number;
  change: number;
  thread: Node | undefined;
  ancestor: Node;
}

function nodeAt(index: number, parent: Node | undefined): Node {
  const node = {
    index,
    parent,
    children: [],
    number: parent?.children.length ?? 0,
    prelim: 0,
    mod: 0,
    shift: 0,
    change: 0,
    thread: undefined,
  } as Omit<Node, "ancestor"> as Node;
  node.ancestor = node;
  parent?.children.push(node);
  return node;
}

function forestOf(parents: readonly number[], isFolded: (index: number) => boolean): Node {
  const root = nodeAt(-1, undefined);
  const nodes: (Node | undefined)[] = [];
  parents.forEach((parent, index) => {
    const above = parent < 0 ? root : nodes[parent];
    const isHidden = !above || (parent >= 0 && isFolded(parent));
    nodes.push(isHidden ? undefined : nodeAt(index, above));
  });
  return root;
}

/** Nodes in an order in which children come before their parent, without recursion: a trail is deep. */
function bottomUp(root: Node): Node[] {
  const order: Node[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    order.push(node);
    open.push(...node.children);
  }
  return order.reverse();
}

/** Places every subtree beside those before it. */
function firstWalk(root: Node): void {
  for (const node of bottomUp(root)) {
    // Its children are all placed in themselves: now beside each other, then it over them.
    let leftmost = node.children[0];
    for (const child of node.children) {
      const before = node.children[child.number - 1];
      const middle = middleOf(child);
      if (before) {
        child.prelim = before.prelim + 1;
        child.mod = child.prelim - middle;
        leftmost = apportion(child, before, leftmost ?? child);
      } else child.prelim = middle;
    }
    spread(node);
  }
}

/** Where a node is over its children, which are placed; 0 for a leaf. */
function middleOf({ children }: Node): number {
  const [first] = children;
  const last = children.at(-1);
  return first && last ? (first.prelim + last.prelim) / 2 : 0;
}

/** Pushes a subtree as far as its left contour asks, and notes what lies between for `spread`. */
function apportion(node: Node, before: Node, defaultAncestor: Node): Node {
  let insideRight: Node = node;
  let outsideRight: Node = node;
  let insideLeft: Node = before;
  let outsideLeft: Node = node.parent?.children[0] ?? node;
  let [sumIR, sumOR, sumIL, sumOL] = [node.mod, node.mod, before.mod, outsideLeft.mod];
  let ancestor = defaultAncestor;
  for (;;) {
    const nextLeft = nextRightOf(insideLeft);
    const nextRight = nextLeftOf(insideRight);
    if (!nextLeft || !nextRight) break;
    insideLeft = nextLeft;
    insideRight = nextRight;
    outsideLeft = nextLeftOf(outsideLeft) ?? outsideLeft;
    outsideRight = nextRightOf(outsideRight) ?? outsideRight;
    outsideRight.ancestor = node;
    const shift = insideLeft.prelim + sumIL - (insideRight.prelim + sumIR) + 1;
    if (shift > 0) {
      const from = insideLeft.ancestor.parent === node.parent ? insideLeft.ancestor : ancestor;
      move(from, node, shift);
      sumIR += shift;
      sumOR += shift;
    }
    sumIL += insideLeft.mod;
    sumIR += insideRight.mod;
    sumOL += outsideLeft.mod;
    sumOR += outsideRight.mod;
  }
  if (nextRightOf(insideLeft) && !nextRightOf(outsideRight)) {
    outsideRight.thread = nextRightOf(insideLeft);
    outsideRight.mod += sumIL - sumOR;
  }
  if (nextLeftOf(insideRight) && !nextLeftOf(outsideLeft)) {
    outsideLeft.thread = nextLeftOf(insideRight);
    outsideLeft.mod += sumIR - sumOL;
    ancestor = node;
  }
  return ancestor;
}

function nextLeftOf({ children, thread }: Node): Node | undefined {
  return children[0] ?? thread;
}

function nextRightOf({ children, thread }: Node): Node | undefined {
  return children.at(-1) ?? thread;
}

function move(from: Node, to: Node, shift: number): void {
  const between = Math.max(1, to.number - from.number);
  to.change -= shift / between;
  to.shift += shift;
  from.change += shift / between;
  to.prelim += shift;
  to.mod += shift;
}

/** Moves the subtrees between two that were pushed apart, each by its share. */
function spread({ children }: Node): void {
  let shift = 0;
  let change = 0;
  for (const child of [...children].reverse()) {
    child.prelim += shift;
    child.mod += shift;
    change += child.change;
    shift += child.shift + change;
  }
}

interface Placed {
  readonly index: number;
  readonly across: number;
  readonly level: number;
}

function placed(root: Node): Placed[] {
  const nodes: Placed[] = [];
  const open = root.children.map((node) => ({ node, moved: 0, level: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, moved, level } = next;
    nodes.push({ index: node.index, across: node.prelim + moved, level });
    for (const child of node.children) {
      open.push({ node: child, moved: moved + node.mod, level: level + 1 });
    }
  }
  return nodes;
}
