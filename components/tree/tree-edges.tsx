import type { TreeDirection, TreeLayout } from "@/lib/layout/tidy-tree";

interface TreeEdgesProps {
  readonly layout: TreeLayout;
  readonly parents: readonly number[];
  readonly direction: TreeDirection;
  /** Of a node, in px. */
  readonly size: number;
  /** Hops on the way to the current one, that last. */
  readonly path: readonly number[];
}

/** The ways between hops; the way to the current one is on the spectrum. */
export function TreeEdges({ layout, parents, direction, size, path }: TreeEdgesProps) {
  const onWay = new Set(path);
  const quiet: string[] = [];
  const way: string[] = [];
  parents.forEach((parent, index) => {
    const [fromX, fromY] = [layout.lefts[parent], layout.tops[parent]];
    const [toX, toY] = [layout.lefts[index], layout.tops[index]];
    if (fromX === undefined || fromY === undefined || toX === undefined || toY === undefined)
      return;
    if (Number.isNaN(toX)) return;
    (onWay.has(index) ? way : quiet).push(
      direction === "right"
        ? curve(fromX + size, fromY + size / 2, toX, toY + size / 2, true)
        : curve(fromX + size / 2, fromY + size, toX + size / 2, toY, false),
    );
  });
  const [root = 0, tip = 0] = [path[0], path.at(-1)];
  const along = direction === "right" ? layout.lefts : layout.tops;
  const [from, to] = [(along[root] || 0) + size, along[tip] || layout.width];
  const ends =
    direction === "right" ? { x1: from, x2: to, y1: 0, y2: 0 } : { x1: 0, x2: 0, y1: from, y2: to };
  return (
    <svg className="tree-edges" width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        <linearGradient id="tree-way" gradientUnits="userSpaceOnUse" {...ends}>
          {SPECTRUM.map(([colour, at]) => (
            <stop key={at} offset={at} stopColor={colour} />
          ))}
        </linearGradient>
      </defs>
      <path d={quiet.join("")} className="tree-edge" />
      <path d={way.join("")} className="tree-edge tree-way" />
    </svg>
  );
}

/** As `--spectrum` of app/globals.css, which a stroke cannot be painted with. */
const SPECTRUM = [
  ["#7b4bd1", 0],
  ["#4a6bf0", 0.18],
  ["#29a8e0", 0.34],
  ["#2fc28a", 0.48],
  ["#b7cf3a", 0.62],
  ["#f2b632", 0.74],
  ["#ee7a35", 0.86],
  ["#d8434a", 1],
] as const;

function curve(x1: number, y1: number, x2: number, y2: number, isAcross: boolean): string {
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const bend = isAcross ? `${mx} ${y1} ${mx} ${y2}` : `${x1} ${my} ${x2} ${my}`;
  return `M${x1} ${y1}C${bend} ${x2} ${y2}`;
}
