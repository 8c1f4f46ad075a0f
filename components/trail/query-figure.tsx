"use client";

import { useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import { useGuestPicture } from "../guests/guest-pictures";
import { Wave } from "../masthead/logo";
import { averageColour, base64OfBytes, blurUrl } from "../wall/placeholder";
import type { QueryDescription, QueryPicture } from "./describe-query";

interface QueryFigureProps {
  readonly query: QueryDescription;
  readonly details: TileDetails | undefined;
  readonly showsMature: boolean;
  /** 640 where it is shown large. */
  readonly thumb: 320 | 640;
  /** One of many small ones, which must not hold up the wall. */
  readonly isAside?: boolean;
  /** Empty where the words beside it say the same. */
  readonly alt: string;
}

/** A query as a picture: an image of the gallery, a guest or its blur, or words on a card. */
export function QueryFigure(props: QueryFigureProps) {
  const { query, details, showsMature, thumb, isAside = false, alt } = props;
  const { picture } = query;
  if (!picture) return <WordsCard query={query} />;
  if (picture.kind === "guest") return <GuestFigure guest={picture} alt={alt} />;
  const isVeiled = details?.details.mature === true && !showsMature;
  return (
    <ImageFigure
      key={picture.id}
      id={picture.id}
      hash={details?.thumbhash ?? ""}
      src={isVeiled ? undefined : `/api/images/${picture.id}/thumb/${thumb}`}
      isAside={isAside}
      alt={alt}
    />
  );
}

interface ImageFigureProps {
  readonly id: ImageId;
  /** base64. */
  readonly hash: string;
  /** Undefined for a picture that may not be shown: its blur is. */
  readonly src: string | undefined;
  readonly isAside: boolean;
  readonly alt: string;
}

function ImageFigure({ hash, src, isAside, alt }: ImageFigureProps) {
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return <MissingCard />;
  return (
    <Blurred hash={hash}>
      {src && (
        // biome-ignore lint/performance/noImgElement: thumbnails are made at ingest; no optimiser runs.
        <img
          src={src}
          alt={alt}
          className="size-full object-cover"
          fetchPriority={isAside ? "low" : "high"}
          draggable={false}
          // It may have failed before React was there to be told.
          ref={(image) => {
            if (image?.complete && image.naturalWidth === 0) setMissing(true);
          }}
          onError={() => setMissing(true)}
        />
      )}
    </Blurred>
  );
}

function GuestFigure({
  guest,
  alt,
}: {
  readonly guest: Extract<QueryPicture, { kind: "guest" }>;
  readonly alt: string;
}) {
  const url = useGuestPicture(guest.id);
  return (
    <Blurred hash={base64OfBytes(guest.thumbhash)}>
      {url && (
        // biome-ignore lint/performance/noImgElement: an object URL of this browser's own picture.
        <img src={url} alt={alt} className="size-full object-cover" draggable={false} />
      )}
    </Blurred>
  );
}

function Blurred({
  hash,
  children,
}: {
  readonly hash: string;
  readonly children: React.ReactNode;
}) {
  const blur = hash ? blurUrl(hash) : undefined;
  return (
    <span
      className="block size-full bg-blank bg-cover"
      style={{
        backgroundColor: averageColour(hash),
        backgroundImage: blur ? `url(${blur})` : undefined,
      }}
    >
      {children}
    </span>
  );
}

/** Large, where the words stand beside it, it is a wave; small, in the path, it is the words. */
function WordsCard({ query }: { readonly query: QueryDescription }) {
  return (
    <span className="@container flex size-full items-center justify-center border border-line bg-raised text-center font-serif text-[0.6875rem] text-muted leading-tight italic">
      <Wave className="hidden w-1/2 @min-[4rem]:block" />
      <span className="line-clamp-3 break-words p-1 @min-[4rem]:hidden" aria-hidden="true">
        {query.words[0] ?? "…"}
      </span>
    </span>
  );
}

/** An image that this gallery does not have (any more): its hop is kept. */
function MissingCard() {
  return (
    <span
      className="flex size-full items-center justify-center border border-muted border-dashed text-muted text-xs"
      title="Not in this gallery"
    >
      <span aria-hidden="true">?</span>
      <span className="sr-only">Not in this gallery</span>
    </span>
  );
}
