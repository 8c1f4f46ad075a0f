import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import type { QueryDescription } from "./describe-query";
import { QueryFigure } from "./query-figure";

interface SmallFigureProps {
  readonly query: QueryDescription;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
}

/** A query as one of many small pictures, which must not hold up the wall; words beside it name it. */
export function SmallFigure({ query, details, showsMature }: SmallFigureProps) {
  const { picture } = query;
  return (
    <QueryFigure
      query={query}
      details={picture?.kind === "image" ? details(picture.id) : undefined}
      showsMature={showsMature}
      thumb={320}
      isAside
      alt=""
    />
  );
}
