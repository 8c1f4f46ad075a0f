import { useMemo, useRef } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { layoutWall } from "@/lib/layout/masonry";
import type { TileDetails } from "@/lib/search/contract";
import { averageColour } from "../wall/placeholder";
import { nameOf } from "../wall/tile-name";
import { useWallWidth } from "../wall/use-wall-width";

const COLUMN_PX = 260;
const GAP_PX = 8;

interface AmbientWallProps {
  readonly tiles: readonly TileDetails[];
  /** The one that comes next, while it is pointed at. */
  readonly next: ImageId | undefined;
  readonly paceMs: number;
  readonly isPaused: boolean;
  readonly onCatch: (id: ImageId) => void;
}

/** The wall beside the query: it drifts past slowly, and any of its pictures can be caught. */
export function AmbientWall({ tiles, next, paceMs, isPaused, onCatch }: AmbientWallProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWallWidth(frame);
  const layout = useMemo(
    () =>
      width === undefined
        ? undefined
        : layoutWall(
            tiles.map((tile) => tile.width / tile.height),
            { width, columnCount: Math.max(2, Math.round(width / COLUMN_PX)), gap: GAP_PX },
          ),
    [tiles, width],
  );
  return (
    <div ref={frame} className="ambient-wall">
      {layout && (
        <div
          className="ambient-drift"
          style={{
            height: layout.height,
            animationDuration: `${2 * paceMs}ms`,
            animationPlayState: isPaused ? "paused" : "running",
          }}
        >
          {tiles.map((tile, i) => (
            <button
              key={tile.id}
              type="button"
              data-image={tile.id}
              data-aside={(next !== undefined && next !== tile.id) || undefined}
              aria-label={`Catch ${nameOf(tile)}`}
              onClick={() => onCatch(tile.id)}
              className="ambient-tile"
              style={{
                left: layout.lefts[i] ?? 0,
                top: layout.tops[i] ?? 0,
                width: layout.columnWidth,
                height: layout.heights[i] ?? 0,
                backgroundColor: averageColour(tile.thumbhash),
              }}
            >
              {/* biome-ignore lint/performance/noImgElement: thumbnails are made at ingest. */}
              <img
                src={`/api/images/${tile.id}/thumb/${layout.columnWidth > 300 ? 640 : 320}`}
                alt=""
                draggable={false}
                className="size-full object-cover"
              />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
