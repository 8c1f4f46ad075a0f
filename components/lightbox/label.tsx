import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { TileDetails } from "@/lib/search/contract";
import { requestOk } from "../explorer/request";
import { useOwner } from "../owner/use-owner";
import { bylineOf, titleOf } from "../wall/tile-name";

interface LabelProps {
  readonly tile: TileDetails;
  /** Closeness in words; may be empty. */
  readonly closeness: string;
  readonly onRemoved: () => void;
}

/** What a museum would put beside the picture: title, artist, year, medium, licence, source. */
export function Label({ tile, closeness, onRemoved }: LabelProps) {
  const { medium, licence, source, link, generated } = tile.details;
  const facts = [
    medium,
    generated === true ? "made by a generator" : undefined,
    licence,
    closeness,
  ].filter(Boolean);
  return (
    <div className="min-w-0 max-w-2xl text-sm">
      <h2 className="font-serif text-lg italic">{titleOf(tile)}</h2>
      <p className="text-white/80">{bylineOf(tile)}</p>
      <p className="text-white/65">
        {facts.join(" · ")}
        {link ? (
          <>
            {facts.length > 0 && " · "}
            <a href={link} target="_blank" rel="noreferrer" className="underline">
              {source ?? "Source"}
            </a>
          </>
        ) : (
          source && `${facts.length > 0 ? " · " : ""}${source}`
        )}
      </p>
      <Remove key={tile.id} tile={tile} onRemoved={onRemoved} />
    </div>
  );
}

/** For the owner: takes the image out of the gallery, after asking once. */
function Remove({ tile, onRemoved }: Omit<LabelProps, "closeness">) {
  const isOwner = useOwner();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => requestOk(`/api/images/${tile.id}`, { method: "DELETE" }),
    onSuccess: onRemoved,
  });
  if (!isOwner) return null;
  return (
    <p className="mt-1 text-white/65">
      {isAsking ? (
        <>
          It leaves the gallery for good; its file stays.{" "}
          <button
            type="button"
            onClick={() => remove.mutate()}
            disabled={remove.isPending}
            className="text-button text-white underline"
          >
            Remove it
          </button>{" "}
          <button type="button" onClick={() => setAsking(false)} className="text-button underline">
            Keep it
          </button>
        </>
      ) : (
        <button type="button" onClick={() => setAsking(true)} className="text-button underline">
          Remove from the gallery
        </button>
      )}
      {remove.error && <span role="alert"> {remove.error.message}</span>}
    </p>
  );
}
