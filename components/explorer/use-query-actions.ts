import { useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { MAX_INGREDIENTS, type Recipe, recipeOf } from "@/lib/energy/recipe";
import { addIngredient, hasRoom, wordsIngredient } from "@/lib/energy/recipe-changes";
import type { GuestResponse } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { addHop, emptyTrail, linkFor } from "@/lib/trail/tree";
import { fetchElsewhere } from "./fetch-wall";
import { hopToGuests } from "./guest-hop";
import { codeOf, type Place } from "./use-navigation";
import type { ShownWall } from "./use-wall-page";
import { createWallLinks } from "./wall-links";

interface QueryActionsOptions {
  readonly place: Place;
  readonly trail: Trail | undefined;
  readonly shown: ShownWall | undefined;
  /** What the controls stand at. */
  readonly recipe: Recipe | undefined;
  readonly tune: (recipe: Recipe) => void;
  readonly follow: (href: string) => void;
}

interface QueryActions {
  /** Goes on with pictures that were brought. @param beyondRoom how many were too many. */
  readonly onGuests: (guests: readonly GuestResponse[], beyondRoom: number) => void;
  /** Adds a picture of the wall to the query. */
  readonly onMix: (id: ImageId, weight: 1 | -1) => void;
  readonly onWords: (text: string) => void;
  readonly onElsewhere: () => void;
  /** What has to be said of the last of them on this page; empty where nothing has. */
  readonly aside: string;
}

/** What a person does with the query of a page, besides clicking a tile and turning a dial. */
export function useQueryActions(options: QueryActionsOptions): QueryActions {
  const { place, trail, shown, recipe, tune, follow } = options;
  const [said, setSaid] = useState<{ readonly code: string | undefined; readonly text: string }>();

  /** A trail to go on from: the page's own, or a new one in this gallery. */
  const base = (): Trail => {
    const { gallery = { id: "", revision: 0 }, model = "" } = shown?.wall.response ?? {};
    return trail ?? emptyTrail(model, { id: gallery.id, revision: gallery.revision });
  };
  const goElsewhere = async () => {
    const { code } = place;
    if (!trail || !shown || code === undefined) return;
    try {
      const id = await fetchElsewhere(code);
      follow(createWallLinks(trail, shown.wall).linkTo(id));
    } catch (error) {
      const text = error instanceof Error ? error.message : "The jump did not succeed. Try again.";
      setSaid({ code, text });
    }
  };

  return {
    onGuests(guests, beyondRoom) {
      const next = hopToGuests(base(), guests);
      const href = linkFor(next.trail);
      const text = [
        beyondRoom > 0 &&
          `A query has room for ${MAX_INGREDIENTS} pictures: ${beyondRoom} of yours are left out.`,
        next.isNewTrail && "The trail was as long as a link can be: a new one starts here.",
        next.leftOut > 0 &&
          `A link has no room for all of them: ${next.leftOut} of your pictures are left out.`,
      ];
      setSaid({ code: codeOf(href), text: text.filter(Boolean).join(" ") });
      follow(href);
    },
    onMix(id, weight) {
      if (!recipe) return;
      if (!hasRoom(recipe)) {
        setSaid({ code: place.code, text: "Twelve ingredients are as many as a query can have." });
      }
      tune(addIngredient(recipe, { source: { kind: "image", id }, weight }));
    },
    onWords(text) {
      const words = wordsIngredient(text);
      if (words) follow(linkFor(addHop(base(), recipeOf([words]))));
    },
    onElsewhere: () => void goElsewhere(),
    aside: said && said.code === place.code ? said.text : "",
  };
}
