import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";

/** What every panel of the trail's menu is given: it is in the page while it is open. */
export interface TrailPanelProps {
  /** The trail, its tip the hop that is looked at. */
  readonly trail: Trail;
  readonly details: (id: ImageId) => TileDetails | undefined;
  /** Asks for the details of images; `details` has them later. */
  readonly want: (ids: readonly ImageId[]) => void;
  readonly showsMature: boolean;
  /** Goes to a page of this app, as a new history entry. It closes no panel. */
  readonly onOpen: (href: string) => void;
  /** The trail was changed where it is: the history entry becomes it. */
  readonly onChange: (trail: Trail) => void;
  /** Plays the trail on its page. */
  readonly onPlay: () => void;
  readonly onClose: () => void;
}
