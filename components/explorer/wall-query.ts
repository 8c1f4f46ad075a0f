import { queryOptions } from "@tanstack/react-query";
import type { ImageId } from "@/lib/energy/image-id";
import {
  fetchAbout,
  fetchBridge,
  fetchFacets,
  fetchFeeds,
  fetchWall,
  fetchWhy,
} from "./fetch-wall";
import { RequestFailure } from "./request";

/** Tries after the first, where the server said that it is busy. */
const MAX_RETRIES = 2;
/** Between two looks at how far the gallery's map has come. */
const MAP_RETRY_MS = 2_000;

/** Which wall a page shows. */
export interface WallIdentity {
  /** A trail's code; `undefined` for the opening wall of `day`. */
  readonly code: string | undefined;
  readonly day: string;
  /** The second of two columns side by side; absent for a wall of one, and for the first. */
  readonly column?: "others";
}

/** The wall of a page. It is fixed once it is there, so it is never asked for twice. */
export function wallQuery({ code, day, column }: WallIdentity) {
  return queryOptions({
    queryKey: ["wall", code ?? "", code === undefined ? day : "", column ?? ""] as const,
    queryFn: async ({ signal }) => ({
      code,
      response: await fetchWall(
        code === undefined ? { day } : { trail: code, ...(column ? { column } : {}) },
        signal,
      ),
    }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    ...WITHOUT_NETWORK_GUESSES,
  });
}

/** How long a wall that only passes by is kept, in ms: longer than it is looked at. */
const PASSING_MS = 120_000;

/** A wall that only passes by: a screen that shows others all day does not keep them all. */
export function passingWallQuery(identity: WallIdentity) {
  return { ...wallQuery(identity), gcTime: PASSING_MS };
}

/** What the gallery can be filtered by; one that grows may have more. */
export function facetsQuery() {
  return queryOptions({
    queryKey: ["facets"] as const,
    queryFn: ({ signal }) => fetchFacets(signal),
    staleTime: 60_000,
    ...WITHOUT_NETWORK_GUESSES,
  });
}

/** What a trail is about, in words; while the vocabulary is being read it is asked for again. */
export function aboutQuery(trail: string) {
  return queryOptions({
    queryKey: ["about", trail] as const,
    queryFn: ({ signal }) => fetchAbout(trail, signal),
    staleTime: 60_000,
    ...WITHOUT_NETWORK_GUESSES,
  });
}

/** Why a tile is where it is; a wall is fixed, so is the answer. */
export function whyQuery(trail: string, id: ImageId) {
  return queryOptions({
    queryKey: ["why", trail, id] as const,
    queryFn: ({ signal }) => fetchWhy(trail, id, signal),
    staleTime: Number.POSITIVE_INFINITY,
    ...WITHOUT_NETWORK_GUESSES,
  });
}

/** A way of small steps between a trail's two hops; while the map is being drawn it is asked for again. */
export function bridgeQuery(trail: string, isReal: boolean) {
  return queryOptions({
    queryKey: ["bridge", trail, isReal] as const,
    queryFn: ({ signal }) => fetchBridge(trail, isReal, signal),
    staleTime: 60_000,
    ...WITHOUT_NETWORK_GUESSES,
    retry: (failures: number, error: Error) =>
      isOfMap(error) || WITHOUT_NETWORK_GUESSES.retry(failures, error),
    retryDelay: MAP_RETRY_MS,
  });
}

function isOfMap(error: Error): boolean {
  return error instanceof RequestFailure && error.problem.code === "map_unfinished";
}

/** The mood feeds; a gallery that grows may have more. */
export function feedsQuery() {
  return queryOptions({
    queryKey: ["feeds"] as const,
    queryFn: ({ signal }) => fetchFeeds(signal),
    staleTime: 60_000,
    ...WITHOUT_NETWORK_GUESSES,
  });
}

/**
 * A laptop without a network still reaches a server on itself, so whether the browser believes to
 * be online decides nothing: requests are made, and what they answer is what is said.
 */
export const WITHOUT_NETWORK_GUESSES = {
  networkMode: "always",
  retry: (failures: number, error: Error) =>
    failures < MAX_RETRIES && error instanceof RequestFailure && error.problem.status === 503,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;
