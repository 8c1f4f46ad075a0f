import "server-only";
import { runtimeFor } from "@/lib/api/known-host";
import { reportProblem } from "@/lib/api/with-problems";
import { REQUEST_ID_HEADER, requestIdOf, withinRequest } from "@/lib/request-context";
import { decodeTrail } from "@/lib/trail/decode";
import type { Trail } from "@/lib/trail/trail";
import type { FeedSummary, Problem, WallResponse } from "./contract";
import { listFeeds } from "./list-feeds";
import { openingWall, today } from "./opening-wall";
import { trailWall } from "./trail-wall";

/** What a page is rendered with: a wall, or why there is none. */
export interface InitialWall {
  readonly wall?: WallResponse;
  readonly feeds?: FeedSummary[];
  readonly problem?: Problem;
  /** The day of the opening wall, so that the browser asks for the same one. */
  readonly day: string;
}

/**
 * The wall of a page, computed in place: a page never calls its own API over HTTP.
 *
 * @param headers of the page's request.
 */
export function initialWall(
  headers: Headers,
  asked: { readonly trail?: string; readonly day?: string } = {},
): Promise<InitialWall> {
  return withinRequest(requestIdOf(headers.get(REQUEST_ID_HEADER)), () => readWall(headers, asked));
}

async function readWall(
  headers: Headers,
  asked: { readonly trail?: string; readonly day?: string },
): Promise<InitialWall> {
  const day = asked.day ?? today();
  try {
    const runtime = await runtimeFor({ headers });
    if (asked.trail !== undefined) {
      return { day, wall: await trailWall(decodeTrail(asked.trail).trail, runtime) };
    }
    const [wall, feeds] = await Promise.all([openingWall(day, runtime), listFeeds(runtime)]);
    return { day, wall, feeds };
  } catch (error) {
    return { day, problem: reportProblem(error, asked.trail === undefined ? "/" : "/t/*") };
  }
}

/**
 * What a trail that starts on a page without a wall is written with. Empty names where that cannot be
 * had: the wall says what is the matter.
 */
export async function originFor(headers: Headers): Promise<Pick<Trail, "model" | "gallery">> {
  try {
    const { store } = await runtimeFor({ headers });
    const { galleryId, revision } = store.state();
    return { model: store.schema.modelId, gallery: { id: galleryId, revision } };
  } catch {
    return { model: "", gallery: { id: "", revision: 0 } };
  }
}
