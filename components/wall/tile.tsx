import { memo, useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import { SaveSign } from "../boards/save-sign";
import { averageColour, blurUrl } from "./placeholder";
import { bylineOf, closenessInWords, nameOf, titleOf } from "./tile-name";

/** Where a tile stands, in px; absent in the HTML, where nobody knows the width yet. */
interface TileBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface TileProps extends Partial<TileBox> {
  readonly id: ImageId;
  readonly index: number;
  /** Tiles of the whole wall: most of them are not in the page. */
  readonly count: number;
  readonly ratio: number;
  readonly href: string;
  /** Undefined until they arrive; the picture waits for them, because it may be marked mature. */
  readonly details: TileDetails | undefined;
  readonly closeness: number;
  readonly isTabStop: boolean;
  readonly isSeen: boolean;
  readonly showsMature: boolean;
  /** Too small for a caption or a blur. */
  readonly isSmall: boolean;
  /** Whether React runs the page: before, a picture must show without it. */
  readonly isLive: boolean;
  /** Whether it can be added to the query. */
  readonly canMix: boolean;
  /** How many near-copies are folded under it. */
  readonly copies: number;
}

/** One image on the wall: a link to the trail with one more hop. */
export const Tile = memo(function Tile(props: TileProps) {
  const { id, index, count, ratio, href, details, isSmall, isLive } = props;
  const { left, top, width, height } = props;
  const hash = details?.thumbhash ?? "";
  const blur = isLive && !isSmall && hash ? blurUrl(hash) : undefined;
  const isVeiled = details?.details.mature === true && !props.showsMature;
  const closeness = closenessInWords(props.closeness);
  const tooltip = isSmall ? [nameOf(details), closeness].filter(Boolean).join(": ") : closeness;
  return (
    // biome-ignore lint/a11y/useSemanticElements: absolutely placed boxes; a list item by its role.
    <div
      role="listitem"
      aria-setsize={count}
      aria-posinset={index + 1}
      className="tile"
      data-tile={index}
      data-seen={props.isSeen || undefined}
      style={{
        ...(width === undefined ? { aspectRatio: ratio } : { left, top, width, height }),
        backgroundColor: averageColour(hash),
        backgroundImage: blur ? `url(${blur})` : undefined,
      }}
    >
      <a
        href={href}
        data-index={index}
        tabIndex={props.isTabStop ? 0 : -1}
        title={tooltip || undefined}
        draggable={false}
      >
        {isVeiled ? (
          <Veil details={details} />
        ) : details ? (
          <Picture
            id={id}
            details={details}
            index={index}
            width={width}
            isLive={isLive}
            isSmall={isSmall}
          />
        ) : (
          <span className="sr-only">Picture {index + 1}</span>
        )}
        {!isSmall && details && !isVeiled && (
          <span className="tile-caption" aria-hidden="true">
            <span className="block truncate font-serif text-sm italic">{titleOf(details)}</span>
            <span className="block truncate text-xs opacity-80">{bylineOf(details)}</span>
          </span>
        )}
      </a>
      {isLive && !isSmall && (
        <TileActions name={nameOf(details)} canMix={props.canMix} copies={props.copies} />
      )}
    </div>
  );
});

interface TileActionsProps {
  readonly name: string;
  readonly canMix: boolean;
  readonly copies: number;
}

/**
 * What can be done with a tile besides opening it. Out of the order of Tab, which would stop three
 * times a tile: M, L and S on the tile, and the large picture, do the same. The wall hears the clicks.
 */
function TileActions({ name, canMix, copies }: TileActionsProps) {
  return (
    <span className="tile-actions">
      {copies > 0 && (
        <button type="button" tabIndex={-1} data-action="copies" className="tile-action" data-count>
          {copies + 1}
          <span className="sr-only"> copies of {name}: show them</span>
        </button>
      )}
      <button
        type="button"
        tabIndex={-1}
        data-action="save"
        aria-label={`Save ${name} to a board`}
        title="Save to a board (S)"
        className="tile-action"
      >
        <SaveSign />
      </button>
      {canMix && (
        <>
          <button
            type="button"
            tabIndex={-1}
            data-action="pull"
            aria-label={`More like ${name}`}
            title="More like this (M)"
            className="tile-action"
          >
            +
          </button>
          <button
            type="button"
            tabIndex={-1}
            data-action="push"
            aria-label={`Less like ${name}`}
            title="Less like this (L)"
            className="tile-action"
          >
            −
          </button>
        </>
      )}
    </span>
  );
}

/** A mature picture before the switch is on: only its blur, which holds no detail. */
function Veil({ details }: { readonly details: TileDetails }) {
  return (
    <span className="flex size-full items-center justify-center">
      <span className="rounded-full bg-black/60 px-2 py-0.5 text-[0.6875rem] text-white">
        <span aria-hidden="true">Mature</span>
        <span className="sr-only">Mature, {nameOf(details)}</span>
      </span>
    </span>
  );
}

interface PictureProps {
  readonly id: ImageId;
  readonly details: TileDetails;
  readonly index: number;
  /** Of the tile in px; undefined in the HTML. */
  readonly width: number | undefined;
  readonly isLive: boolean;
  readonly isSmall: boolean;
}

/** Pictures that are in the first screen of any device; the others wait until they are near it. */
const EAGER_TILES = 8;
/**
 * Browsers take the next larger file as soon as one pixel is missing: 640 px, four times the bytes,
 * for a phone's column of 185 px at 1.75. On a phone nobody can tell two thirds of its pixels.
 */
const PHONE_SHARPNESS = 0.65;

function Picture({ id, details, index, width, isLive, isSmall }: PictureProps) {
  // What came with the HTML shows at once; what is added later fades in, unless there are hundreds.
  const [fades] = useState(isLive && !isSmall);
  const small = `/api/images/${id}/thumb/320`;
  return (
    // biome-ignore lint/performance/noImgElement: thumbnails are made at ingest; no optimiser runs.
    <img
      src={small}
      srcSet={`${small} 320w, /api/images/${id}/thumb/640 640w`}
      sizes={sizesFor(width)}
      alt={nameOf(details)}
      width={details.width}
      height={details.height}
      loading={!isLive && index >= EAGER_TILES ? "lazy" : "eager"}
      fetchPriority={!isLive && index < 4 ? "high" : "auto"}
      decoding="async"
      draggable={false}
      data-fades={fades || undefined}
      ref={markDone}
    />
  );
}

/** Two columns of a phone, or the default zoom, where the width is not known yet. */
function sizesFor(width: number | undefined): string {
  const [onPhone, elsewhere] =
    width === undefined
      ? [`${Math.round(45 * PHONE_SHARPNESS)}vw`, "240px"]
      : [`${Math.ceil(width * PHONE_SHARPNESS)}px`, `${Math.ceil(width)}px`];
  return `(max-width: 600px) ${onPhone}, ${elsewhere}`;
}

/**
 * Notes on the picture itself that it is there, or is not to be had. Straight to the DOM: a state for
 * each of a thousand pictures would render each of them twice. Called when React takes it over, for
 * it may have come or failed before, and by the wall, which hears the rest (`use-picture-events.ts`).
 */
export function markDone(image: HTMLImageElement | null): void {
  if (!image?.complete) return;
  if (image.naturalWidth > 0) image.dataset.loaded = "";
  else image.dataset.failed = "";
}
