import { useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { Crop, Ingredient } from "@/lib/energy/recipe";
import type { GuestResponse, TileDetails } from "@/lib/search/contract";
import { RequestFailure } from "../explorer/request";
import { keepGuestPicture, useGuestPicture } from "../guests/guest-pictures";
import { sendGuest } from "../guests/send-guest";
import { titleOf } from "../wall/tile-name";
import { CropSheet } from "./crop-sheet";
import { cutPicture } from "./cut-picture";

interface CropIngredientProps {
  readonly ingredient: Ingredient;
  readonly details: (id: ImageId) => TileDetails | undefined;
  /** A part of an image of the gallery. */
  readonly onCrop: (crop: Crop) => void;
  /** A part of a guest, which is a guest itself. */
  readonly onGuest: (guest: GuestResponse) => void;
  readonly onClose: () => void;
}

/** Takes a part of an ingredient: an image's is cut by the server, a guest's in this browser. */
export function CropIngredient(props: CropIngredientProps) {
  const { source } = props.ingredient;
  if (source.kind === "words") return null;
  if (source.kind === "guest") return <CropGuest {...props} id={source.id} />;
  const tile = props.details(source.id);
  return (
    <CropSheet
      src={`/api/images/${source.id}/large`}
      name={titleOf(tile)}
      ratio={tile && tile.width / tile.height}
      crop={props.ingredient.crop}
      isBusy={false}
      problem={undefined}
      onCrop={props.onCrop}
      onClose={props.onClose}
    />
  );
}

function CropGuest({ id, onGuest, onClose }: CropIngredientProps & { readonly id: ImageId }) {
  const url = useGuestPicture(id);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const cut = async (crop: Crop) => {
    if (!url) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const file = await cutPicture(url, crop);
      const { guest } = await sendGuest({ file }, new AbortController().signal);
      if (!guest.inGallery) await keepGuestPicture(guest.id, file);
      onGuest(guest);
    } catch (error) {
      setProblem(error instanceof RequestFailure ? error.problem.detail : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <CropSheet
      src={url}
      name="your picture"
      ratio={undefined}
      crop={undefined}
      isBusy={isBusy}
      problem={
        url ? problem : "This browser does not have the picture, only its blur: bring it again."
      }
      onCrop={(crop) => void cut(crop)}
      onClose={onClose}
    />
  );
}
