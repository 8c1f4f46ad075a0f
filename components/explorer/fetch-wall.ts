import type { ImageId } from "@/lib/energy/image-id";
import {
  type FeedSummary,
  feedsResponse,
  type Problem,
  problem,
  type TileDetails,
  tilesResponse,
  type WallResponse,
  wallResponse,
} from "@/lib/search/contract";

/** What a failed request says; `problem.code` is "unreachable" when no answer came at all. */
export class RequestFailure extends Error {
  override readonly name = "RequestFailure";
  readonly problem: Problem;

  constructor(failed: Problem, options?: ErrorOptions) {
    super(failed.detail, options);
    this.problem = failed;
  }
}

/** Which wall is asked for: a trail's, or the opening wall of a day. */
export type WallAsked = { readonly trail: string } | { readonly day: string };

/** The wall as the server answers it. @throws {RequestFailure}; what `signal` aborts with. */
export async function fetchWall(asked: WallAsked, signal?: AbortSignal): Promise<WallResponse> {
  return wallResponse.parse(
    await getJson(`/api/wall?${new URLSearchParams({ ...asked })}`, signal),
  );
}

/** Details of at most 120 tiles; those that are not in the gallery are left out. */
export async function fetchTiles(ids: readonly ImageId[]): Promise<TileDetails[]> {
  return tilesResponse.parse(await getJson(`/api/tiles?ids=${ids.join(",")}`)).tiles;
}

/** The mood feeds of this gallery. */
export async function fetchFeeds(signal?: AbortSignal): Promise<FeedSummary[]> {
  return feedsResponse.parse(await getJson("/api/feeds", signal)).feeds;
}

async function getJson(url: string, signal?: AbortSignal): Promise<unknown> {
  const response = await reach(url, signal);
  if (!response.ok) throw new RequestFailure(await readProblem(response));
  return response.json();
}

async function reach(url: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailure(unreachable(), { cause: error });
  }
}

function unreachable(): Problem {
  return {
    type: "about:blank",
    title: "unreachable",
    status: 0,
    detail: "Wavelength did not answer. Is it still running, and are you connected to it?",
    code: "unreachable",
  };
}

async function readProblem(response: Response): Promise<Problem> {
  const parsed = problem.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  return {
    type: "about:blank",
    title: "internal",
    status: response.status,
    detail: `The server answered ${response.status} and did not say why.`,
    code: "internal",
  };
}
