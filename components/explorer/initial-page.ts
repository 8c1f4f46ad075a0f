import type { FeedSummary, Problem, TileDetails, WallResponse } from "@/lib/search/contract";

/** What the server renders a page with; the browser goes on from there. */
export interface InitialPage {
  /** The trail's code; `undefined` for the opening wall. */
  readonly code: string | undefined;
  /** The day of the opening wall, `YYYY-MM-DD`. */
  readonly day: string;
  readonly wall?: WallResponse;
  readonly feeds?: readonly FeedSummary[];
  /** Why there is no wall. */
  readonly problem?: Problem;
  /** Details of the images on the trail's path: none of them is on its walls. */
  readonly path: readonly TileDetails[];
}
