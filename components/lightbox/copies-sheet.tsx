"use client";

import { type MouseEvent, useEffect, useSyncExternalStore } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { isPlainClick } from "../controls/is-plain-click";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { averageColour } from "../wall/placeholder";
import type { TileDetailsCache } from "../wall/tile-details-cache";
import { nameOf } from "../wall/tile-name";

interface CopiesSheetProps {
  /** The one that the wall shows, then its near-copies. */
  readonly ids: readonly ImageId[];
  readonly cache: TileDetailsCache;
  readonly linkTo: (id: ImageId) => string;
  readonly showsMature: boolean;
  readonly onOpen: (href: string) => void;
  readonly onClose: () => void;
}

/** The same picture, edited: what the wall shows as one tile. */
export function CopiesSheet(props: CopiesSheetProps) {
  const { ids, cache, linkTo, showsMature, onOpen, onClose } = props;
  useSyncExternalStore(cache.subscribe, cache.getVersion, () => 0);
  useEffect(() => cache.want(ids), [cache, ids]);
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onOpen(event.currentTarget.pathname);
  };
  return (
    <Modal label="Copies of one picture" onClose={onClose} className={SHEET_CLASS}>
      <SheetHead title={`${ids.length} of one picture`} onClose={onClose} />
      <p className="mt-1 text-muted">
        They look like one picture, edited, so the wall shows one of them.
      </p>
      <ul className="mt-4 grid max-h-[60dvh] grid-cols-3 gap-2 overflow-y-auto">
        {ids.map((id) => {
          const tile = cache.get(id);
          const isVeiled = tile?.details.mature === true && !showsMature;
          return (
            <li key={id}>
              <a
                href={linkTo(id)}
                onClick={open}
                className="block aspect-square overflow-hidden rounded"
                style={{ backgroundColor: averageColour(tile?.thumbhash ?? "") }}
              >
                {tile && !isVeiled ? (
                  // biome-ignore lint/performance/noImgElement: thumbnails are made at ingest.
                  <img
                    src={`/api/images/${id}/thumb/320`}
                    alt={nameOf(tile)}
                    className="size-full object-cover"
                    draggable={false}
                  />
                ) : (
                  <span className="sr-only">{nameOf(tile)}</span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
