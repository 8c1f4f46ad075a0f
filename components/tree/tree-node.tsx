import type { ImageId } from "@/lib/energy/image-id";
import type { TreeItem } from "@/lib/layout/tree-walk";
import type { TileDetails } from "@/lib/search/contract";
import type { QueryDescription } from "../trail/describe-query";
import { SmallFigure } from "../trail/small-figure";

interface TreeNodeProps {
  readonly item: TreeItem;
  readonly query: QueryDescription;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  /** What screen readers hear. */
  readonly label: string;
  /** The name that a person gave it; empty where nobody did. */
  readonly caption: string;
  readonly hasNote: boolean;
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly isCurrent: boolean;
  readonly isOnPath: boolean;
  /** It is the one that keys and the panel beside are about. */
  readonly isChosen: boolean;
  readonly onChoose: (index: number) => void;
  readonly onOpen: (index: number) => void;
}

/** A hop in the tree. A click shows what it is, a second one opens it. */
export function TreeNode(props: TreeNodeProps) {
  const { item, query, details, showsMature, label, caption, hasNote } = props;
  const { left, top, size, isCurrent, isOnPath, isChosen, onChoose, onOpen } = props;
  const { index, level, position, siblings, children, isFolded, holds } = item;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are the tree's (tree-frame.tsx).
    <div
      role="treeitem"
      aria-label={label}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={children.length > 0 ? !isFolded : undefined}
      aria-selected={isChosen}
      aria-current={isCurrent ? "page" : undefined}
      tabIndex={isChosen ? 0 : -1}
      data-hop={index}
      data-first-focus={isChosen || undefined}
      data-path={isOnPath || undefined}
      title={query.title}
      onClick={() => onChoose(index)}
      onDoubleClick={() => onOpen(index)}
      className="tree-node"
      style={{ left, top, width: size, height: size }}
    >
      <span className="tree-picture" aria-hidden="true">
        <SmallFigure query={query} details={details} showsMature={showsMature} />
      </span>
      {hasNote && <span className="tree-note" aria-hidden="true" />}
      {isFolded && (
        <span className="tree-fold" aria-hidden="true">
          +{holds}
        </span>
      )}
      {(caption || isCurrent) && (
        <span className="tree-caption" data-here={!caption || undefined} aria-hidden="true">
          {caption || "You are here"}
        </span>
      )}
    </div>
  );
}
