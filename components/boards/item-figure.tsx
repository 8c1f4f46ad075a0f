import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import { QueryFigure } from "../trail/query-figure";
import type { ShownItem } from "./describe-item";

interface ItemFigureProps {
  readonly item: ShownItem;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
}

/** What is seen of a thing on a board. */
export function ItemFigure({ item, details, showsMature }: ItemFigureProps) {
  const { picture } = item.query;
  return (
    <QueryFigure
      query={item.query}
      details={picture?.kind === "image" ? details(picture.id) : undefined}
      showsMature={showsMature}
      thumb={320}
      isAside
      alt=""
    />
  );
}
