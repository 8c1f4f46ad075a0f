import { useMemo } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { layTree, type TreeDirection } from "@/lib/layout/tidy-tree";
import { readTree, treeMove } from "@/lib/layout/tree-walk";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { pathTo } from "@/lib/trail/tree";
import { describeQuery } from "../trail/describe-query";
import { hopName } from "./hop-name";
import { TreeEdges } from "./tree-edges";
import { TreeFrame } from "./tree-frame";
import { TreeNode } from "./tree-node";

/** Of a hop's picture, both ways, in px. */
const SIZE_PX = 72;
/** Between hops beside each other, in px; a caption is no wider than a hop and most of it (app/tree.css). */
const BESIDE_PX = 44;
/** Below a hop, in px: room for a caption of two lines. */
const BELOW_PX = 58;
const GAPS = {
  right: { levelGap: BESIDE_PX, siblingGap: BELOW_PX },
  down: { levelGap: BELOW_PX, siblingGap: BESIDE_PX },
};

interface TreeCanvasProps {
  readonly trail: Trail;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  readonly direction: TreeDirection;
  readonly chosen: number;
  readonly isFolded: (index: number) => boolean;
  readonly onChoose: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onFold: (index: number, isFolded: boolean) => void;
  /** A key that is not the tree's own. @returns whether it did something. */
  readonly onKey: (key: string) => boolean;
}

/** A trail drawn as a tree of thumbnails: panned and zoomed by hand, walked by keys. */
export function TreeCanvas(props: TreeCanvasProps) {
  const { trail, details, showsMature, direction, chosen, isFolded } = props;
  const parents = useMemo(() => trail.hops.map(({ parent }) => parent), [trail]);
  const items = useMemo(() => readTree(parents, isFolded), [parents, isFolded]);
  const layout = useMemo(
    () => layTree(parents, { size: SIZE_PX, ...GAPS[direction], direction, isFolded }),
    [parents, direction, isFolded],
  );
  const path = useMemo(() => pathTo(trail), [trail]);
  const squareOf = (index: number) => ({
    left: layout.lefts[index] ?? 0,
    top: layout.tops[index] ?? 0,
    size: SIZE_PX,
  });
  const onKey = (key: string): boolean => {
    const move = treeMove(key, chosen, items, parents);
    if (!move) return props.onKey(key === " " ? "Enter" : key);
    if ("to" in move) props.onChoose(move.to);
    else props.onFold(move.fold, move.isFolded);
    return true;
  };
  return (
    // Another direction is another drawing: it is placed anew.
    <TreeFrame
      key={direction}
      drawing={layout}
      chosen={chosen}
      square={squareOf(chosen)}
      onKey={onKey}
    >
      <TreeEdges
        layout={layout}
        parents={parents}
        direction={direction}
        size={SIZE_PX}
        path={path}
      />
      {items.map((item) => {
        const hop = trail.hops[item.index];
        if (!hop) return null;
        const query = describeQuery(trail, hop, details);
        const isCurrent = item.index === trail.tip;
        return (
          <TreeNode
            key={item.index}
            item={item}
            query={query}
            details={details}
            showsMature={showsMature}
            label={hopName(query.title, item, hop, isCurrent)}
            caption={hop.name ?? ""}
            hasNote={hop.note !== undefined}
            {...squareOf(item.index)}
            isCurrent={isCurrent}
            isOnPath={path.includes(item.index)}
            isChosen={item.index === chosen}
            onChoose={props.onChoose}
            onOpen={props.onOpen}
          />
        );
      })}
    </TreeFrame>
  );
}
