import { z } from "zod";
import { isAppError } from "@/lib/errors";
import type { Collection, CollectionSearch } from "./collection";
import { CollectionDesk, type DeskSettings } from "./collection-desk";
import type { SaidPicture, SourceEvent } from "./source";
import { workSaying } from "./work-saying";

const API = "https://collectionapi.metmuseum.org/public/collection";
const PAGE = "https://www.metmuseum.org/art/collection/search";
/** More are not given out at once. */
const MAX_PAGE = 500;
/** What lies further back is not given out. */
const MAX_RESULTS = 10_000;

const searchPage = z.object({
  total: z.int().min(0),
  /** `null` where there are none. */
  objectIDs: z.array(z.int().positive()).nullish(),
});

const text = z.string().nullish();
const museumObject = z.object({
  objectID: z.int(),
  isPublicDomain: z.boolean(),
  /** Empty where the picture is not open. */
  primaryImage: text,
  primaryImageSmall: text,
  title: text,
  artistDisplayName: text,
  culture: text,
  objectDate: text,
  objectBeginDate: z.number().nullish(),
  medium: text,
  classification: text,
  creditLine: text,
});
type MuseumObject = z.infer<typeof museumObject>;

/**
 * The Metropolitan Museum of Art's Open Access: works in the public domain, CC0. A search gives numbers;
 * what each is said to be costs a request, so it is asked for only when the work is not known yet.
 *
 * https://metmuseum.github.io, search v1.1 (v1 was taken down on 1 October 2026). It says 80 requests a
 * second; since 2025 more than about 30 in a row are answered 403 for half a minute and longer
 * (metmuseum/openaccess#60).
 */
export class Met implements Collection {
  readonly title = "The Metropolitan Museum of Art";
  readonly #desk: CollectionDesk;

  constructor(settings: DeskSettings) {
    const desk = new CollectionDesk(this.title, settings);
    this.#desk = desk;
    const polite = { atOnce: 2, refusesHaste: true };
    desk.introduce({ host: "collectionapi.metmuseum.org", everyMs: 500, ...polite });
    desk.introduce({ host: "images.metmuseum.org", everyMs: 400, keepsRobots: true, ...polite });
  }

  async *find(
    { query, wanted, isFinest }: CollectionSearch,
    signal: AbortSignal,
  ): AsyncGenerator<SourceEvent> {
    const limit = Math.min(MAX_PAGE, wanted);
    for (let offset = 0; offset + limit <= MAX_RESULTS; offset += limit) {
      const asked = new URLSearchParams({
        q: query,
        hasImages: "true",
        isPublicDomain: "true",
        ...(isFinest ? { isHighlight: "true" } : {}),
        offset: String(offset),
        limit: String(limit),
      });
      const found = await this.#desk.page(`${API}/v1.1/search?${asked}`, searchPage, signal);
      for (const id of found.objectIDs ?? []) yield this.#item(id);
      if (!found.objectIDs?.length || offset + limit >= found.total) return;
    }
  }

  #item(id: number): SourceEvent {
    const read = (signal: AbortSignal) => this.#read(id, signal);
    return { kind: "item", item: { path: `${PAGE}/${id}`, read } };
  }

  /** @returns nothing for what the search gave out but is not open. */
  async #read(id: number, signal: AbortSignal): Promise<SaidPicture | undefined> {
    const object = await this.#desk.record(`${API}/v1/objects/${id}`, museumObject, signal);
    if (!object.isPublicDomain || !object.primaryImage) return undefined;
    return { bytes: await this.#picture(object, signal), saying: sayingOfObject(object) };
  }

  async #picture(object: MuseumObject, signal: AbortSignal): Promise<Buffer> {
    const [whole, small] = [object.primaryImage, object.primaryImageSmall];
    try {
      return await this.#desk.picture(this.#desk.check(pictureLink, whole), signal);
    } catch (error) {
      // Some are scanned larger than is taken in; a small one shows what it is like.
      if (!small || !isAppError(error) || error.code !== "image_too_large") throw error;
      return this.#desk.picture(this.#desk.check(pictureLink, small), signal);
    }
  }
}

/** Names of files may have spaces in them. */
const pictureLink = z
  .string()
  .refine((link) => URL.canParse(link), "Expected the link of a picture")
  .transform((link) => new URL(link).href);

function sayingOfObject(object: MuseumObject) {
  return workSaying({
    title: object.title,
    artist: object.artistDisplayName || object.culture,
    date: object.objectDate,
    // 0 where nothing is known.
    year: object.objectBeginDate || undefined,
    medium: object.medium,
    label: object.classification,
    credit: object.creditLine,
    licence: "CC0-1.0",
    source: "The Metropolitan Museum of Art",
    link: `${PAGE}/${object.objectID}`,
  });
}
