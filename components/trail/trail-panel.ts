import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import type { Branches } from "../tree/use-branches";

/** What every panel of the trail's menu is given: it is in the page while it is open. */
export interface TrailPanelProps {
  /** The trail as a link carries it, its tip the hop that is looked at. */
  readonly trail: Trail;
  /** All ways that this tab knows of it, and what can be done to them. */
  readonly branches: Branches;
  readonly details: (id: ImageId) => TileDetails | undefined;
  /** Asks for the details of images; `details` has them later. */
  readonly want: (ids: readonly ImageId[]) => void;
  readonly showsMature: boolean;
  /** Goes to a page of this app, as a new history entry. It closes no panel. */
  readonly onOpen: (href: string) => void;
  /** Plays the trail on its page. */
  readonly onPlay: () => void;
  readonly onClose: () => void;
}
