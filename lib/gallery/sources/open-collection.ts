import { AppError } from "@/lib/errors";
import { ArtInstitute } from "./artic";
import type { Collection } from "./collection";
import type { DeskSettings } from "./collection-desk";
import { CollectionSource, type Searching } from "./collection-source";
import { Commons } from "./commons";
import type { Downloader } from "./downloader";
import { Met } from "./met";
import type { Source } from "./source";
import { STARTING_MOODS } from "./starting-moods";

/** Names of open collections; "museums" is two of them together. */
export const COLLECTION_NAMES = ["met", "artic", "commons", "museums"] as const;
export type CollectionName = (typeof COLLECTION_NAMES)[number];

/** Works that are listed unless somebody says how many. */
export const DEFAULT_WORKS = 500;
/** Fewer are not asked for at once: a work without an open picture is left out. */
const MIN_PAGE = 20;

/** The collection that a word names; `undefined` for any other: a path, for one. */
export function collectionName(what: string): CollectionName | undefined {
  const name = what.toLowerCase() === "aic" ? "artic" : what.toLowerCase();
  return COLLECTION_NAMES.find((known) => known === name);
}

/** @throws {AppError} `invalid_request` where a collection is to be searched for nothing. */
export function requireQuery(name: CollectionName, query: string | undefined): void {
  if (name === "museums" || query?.trim()) return;
  throw new AppError(
    "invalid_request",
    `Expected what to look for but there was nothing. Say it: npm run add -- ${name} --query "storm".`,
  );
}

/** What is looked for, and how it is asked. */
export interface CollectionOptions {
  readonly query?: string | undefined;
  /** Works that are listed; {@link DEFAULT_WORKS} otherwise. */
  readonly limit?: number | undefined;
  /** With `mirrorGuards` where there is a mirror. The caller's to close. */
  readonly downloader: Downloader;
  /** `WAVELENGTH_COLLECTIONS_URL`. */
  readonly collectionsUrl?: string | undefined;
}

/**
 * Works of an open collection. "museums" are the Art Institute's and what the Met shows first, in
 * turn: of `query`, else of {@link STARTING_MOODS}.
 *
 * @throws {AppError} `invalid_request` without a query, where one is needed.
 */
export function openCollection(name: CollectionName, options: CollectionOptions): Source {
  requireQuery(name, options.query);
  const query = options.query?.trim();
  const { limit = DEFAULT_WORKS, downloader, collectionsUrl } = options;
  const settings = { downloader, mirror: collectionsUrl };
  const label = query ? `${name} “${query}”` : name;
  if (name !== "museums") {
    const collection = COLLECTIONS[name](settings);
    const search = { collection, query: query ?? "", wanted: Math.max(MIN_PAGE, limit) };
    return new CollectionSource(label, [search], limit);
  }
  const museums = [COLLECTIONS.artic(settings), COLLECTIONS.met(settings)];
  const queries = query ? [query] : STARTING_MOODS;
  const each = Math.ceil(limit / (museums.length * queries.length));
  const searches = queries.flatMap((mood): Searching[] =>
    museums.map((collection) => ({
      collection,
      query: mood,
      wanted: Math.max(MIN_PAGE, each),
      isFinest: true,
    })),
  );
  return new CollectionSource(label, searches, limit);
}

const COLLECTIONS: Readonly<
  Record<Exclude<CollectionName, "museums">, (settings: DeskSettings) => Collection>
> = {
  met: (settings) => new Met(settings),
  artic: (settings) => new ArtInstitute(settings),
  commons: (settings) => new Commons(settings),
};
