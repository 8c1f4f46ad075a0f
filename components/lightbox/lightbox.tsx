"use client";

import { useState } from "react";
import type { TileDetails } from "@/lib/search/contract";
import { SaveSign } from "../boards/save-sign";
import { SavedStatus } from "../boards/saved-notice";
import { isPlainClick } from "../controls/is-plain-click";
import { Modal } from "../dialog/modal";
import { usePreferences } from "../preferences/preferences";
import { averageColour, blurUrl } from "../wall/placeholder";
import { closenessInWords, nameOf, titleOf } from "../wall/tile-name";
import { Label } from "./label";
import { Why } from "./why";

interface LightboxProps {
  readonly tile: TileDetails;
  /** Code of the trail whose wall it is on; none on an opening wall. */
  readonly trail: string | undefined;
  /** The trail with this picture as its next hop. */
  readonly href: string;
  /** In [0, 1]; −1 where it does not apply. */
  readonly closeness: number;
  readonly onOpen: (href: string) => void;
  readonly onClose: () => void;
  /** Adds it to the query; absent where there is none. */
  readonly onMix?: (weight: 1 | -1) => void;
  readonly onSave: () => void;
  readonly onPrevious?: () => void;
  readonly onNext?: () => void;
}

/** One picture as large as the screen, with what is known of it. Arrows go on, Space and Escape close. */
export function Lightbox(props: LightboxProps) {
  const { tile, trail, href, onOpen, onClose, onMix, onSave, onPrevious, onNext } = props;
  const { showMature } = usePreferences();
  const [unveiled, setUnveiled] = useState("");
  const isVeiled = tile.details.mature === true && !showMature && unveiled !== tile.id;
  const onKeyDown = (event: React.KeyboardEvent) => {
    const isOnControl = event.target instanceof HTMLElement && event.target.closest("a, button");
    if (event.key === "ArrowLeft") onPrevious?.();
    else if (event.key === "ArrowRight") onNext?.();
    else if (event.key === " " && !isOnControl) onClose();
    else if (event.key === "Enter" && !isOnControl) onOpen(href);
    else if (event.key === "m") onMix?.(1);
    else if (event.key === "l") onMix?.(-1);
    else if (event.key === "s" && !event.ctrlKey && !event.metaKey) onSave();
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      label={nameOf(tile)}
      onClose={onClose}
      onKeyDown={onKeyDown}
      className="m-0 h-dvh max-h-none w-screen max-w-none bg-[#0b0b0b] p-0 text-white"
    >
      <div tabIndex={-1} data-first-focus className="flex h-full flex-col outline-none">
        {/* The page's own notice is out of reach behind a dialog. */}
        <SavedStatus className="top-4" />
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: Escape and Close do the same. */}
        <div
          onClick={(event) => {
            if (event.target === event.currentTarget) onClose();
          }}
          className="m-3 flex min-h-0 flex-1 items-center justify-center [container-type:size] sm:m-6"
        >
          <LargePicture key={tile.id} tile={tile} isVeiled={isVeiled} />
          {isVeiled && (
            <button
              type="button"
              onClick={() => setUnveiled(tile.id)}
              className="pill absolute border-white/30 bg-black/70 hover:border-white"
            >
              Marked mature: show it
            </button>
          )}
        </div>
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3 px-4 pb-4 sm:px-6">
          <Label tile={tile} closeness={closenessInWords(props.closeness)} onRemoved={onClose} />
          {trail !== undefined && <Why key={tile.id} trail={trail} id={tile.id} />}
          <nav
            aria-label="This picture"
            className="ml-auto flex flex-wrap justify-end gap-2 text-sm"
          >
            {onMix && (
              <>
                <button
                  type="button"
                  onClick={() => onMix(1)}
                  className="pill border-white/30 hover:border-white"
                >
                  More like this
                </button>
                <button
                  type="button"
                  onClick={() => onMix(-1)}
                  className="pill border-white/30 hover:border-white"
                >
                  Less like this
                </button>
              </>
            )}
            <button
              type="button"
              onClick={onSave}
              title="Save to a board (S)"
              className="pill border-white/30 hover:border-white"
            >
              <SaveSign />
              Save
            </button>
            <Step label="Previous picture" onPress={onPrevious}>
              ←
            </Step>
            <Step label="Next picture" onPress={onNext}>
              →
            </Step>
            <a
              href={href}
              onClick={(event) => {
                if (!isPlainClick(event)) return;
                event.preventDefault();
                onOpen(href);
              }}
              className="pill border-white bg-white text-black"
            >
              Its wavelength
              <span className="sr-only">: a wall like {titleOf(tile)}</span>
            </a>
            <button
              type="button"
              onClick={onClose}
              className="pill border-white/30 hover:border-white"
            >
              Close
            </button>
          </nav>
        </div>
      </div>
    </Modal>
  );
}

function LargePicture({
  tile,
  isVeiled,
}: {
  readonly tile: TileDetails;
  readonly isVeiled: boolean;
}) {
  const [isMissing, setMissing] = useState(false);
  const { width, height, thumbhash } = tile;
  const blur = blurUrl(thumbhash);
  // The original may be gone; the thumbnail is ours.
  const src = isMissing ? `/api/images/${tile.id}/thumb/640` : `/api/images/${tile.id}/large`;
  return (
    <span
      className="pointer-events-none relative block max-h-full max-w-full bg-cover"
      style={{
        aspectRatio: `${width} / ${height}`,
        // As large as the room that the label leaves, whatever the label says.
        width: `min(100cqw, ${Math.max(width, 640)}px, calc(100cqh * ${width / height}))`,
        backgroundColor: averageColour(thumbhash),
        backgroundImage: blur ? `url(${blur})` : undefined,
      }}
    >
      {!isVeiled && (
        // biome-ignore lint/performance/noImgElement: drawn by our own server at this size.
        <img
          src={src}
          alt={nameOf(tile)}
          width={width}
          height={height}
          onError={() => setMissing(true)}
          className="size-full object-contain"
        />
      )}
    </span>
  );
}

interface StepProps {
  readonly label: string;
  readonly onPress: (() => void) | undefined;
  readonly children: string;
}

function Step({ label, onPress, children }: StepProps) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={!onPress}
      onClick={onPress}
      className="pill border-white/30 hover:border-white"
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}
