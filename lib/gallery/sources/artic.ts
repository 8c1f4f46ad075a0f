import { z } from "zod";
import type { Collection, CollectionSearch } from "./collection";
import { CollectionDesk, type DeskSettings } from "./collection-desk";
import type { SourceEvent } from "./source";
import { unreadableWork } from "./unreadable-work";
import { workSaying } from "./work-saying";

const API = "https://api.artic.edu/api/v1/artworks/search";
const PAGE = "https://www.artic.edu/artworks";
const MAX_PAGE = 100;
/** What lies further back is not given out, as others found who asked for it. */
const MAX_RESULTS = 1_000;
/** The width in pixels that its own site shows, so that it is there already. */
const WIDTH = 843;
const FIELDS = [
  "id",
  "title",
  "image_id",
  "is_public_domain",
  "artist_title",
  "artist_display",
  "date_display",
  "date_start",
  "medium_display",
  "classification_title",
  "style_title",
  "credit_line",
];

const text = z.string().nullish();
const artwork = z.object({
  id: z.int().positive(),
  is_public_domain: z.boolean(),
  image_id: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .nullish(),
  title: text,
  artist_title: text,
  artist_display: text,
  date_display: text,
  date_start: z.number().nullish(),
  medium_display: text,
  classification_title: text,
  style_title: text,
  credit_line: text,
});

const searchPage = z.object({
  pagination: z.object({ total: z.int().min(0), total_pages: z.int().min(0) }),
  data: z.array(z.unknown()),
  config: z.object({ iiif_url: z.url({ protocol: /^https$/, hostname: /(^|\.)artic\.edu$/ }) }),
});

/**
 * The Art Institute of Chicago: works in the public domain, CC0, 843 px wide by IIIF.
 *
 * https://api.artic.edu/docs: 60 requests a minute without a key, a header that says who asks, one
 * picture a second.
 */
export class ArtInstitute implements Collection {
  readonly title = "The Art Institute of Chicago";
  readonly #desk: CollectionDesk;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(settings: DeskSettings) {
    const desk = new CollectionDesk(this.title, settings);
    this.#desk = desk;
    this.#headers = { "aic-user-agent": desk.userAgent };
    const polite = { atOnce: 1, everyMs: 1_000, refusesHaste: true };
    desk.introduce({ host: "api.artic.edu", ...polite });
    desk.introduce({ host: "www.artic.edu", ...polite });
  }

  async *find(
    { query, wanted }: CollectionSearch,
    signal: AbortSignal,
  ): AsyncGenerator<SourceEvent> {
    const limit = Math.min(MAX_PAGE, wanted);
    const headers = this.#headers;
    for (let page = 1; page * limit <= MAX_RESULTS; page++) {
      const asked = new URLSearchParams({
        q: query,
        "query[term][is_public_domain]": "true",
        fields: FIELDS.join(","),
        limit: String(limit),
        page: String(page),
      });
      const found = await this.#desk.page(`${API}?${asked}`, searchPage, signal, { headers });
      for (const work of found.data) {
        const event = this.#event(work, found.config.iiif_url);
        if (event) yield event;
      }
      if (found.data.length === 0 || page >= found.pagination.total_pages) return;
    }
  }

  /** @returns nothing for a work without a picture that is open. */
  #event(work: unknown, iiif: string): SourceEvent | undefined {
    const parsed = artwork.safeParse(work);
    if (!parsed.success) return unreadableWork(this.title, `${PAGE}/`, work, parsed.error);
    const { id, image_id, is_public_domain, ...said } = parsed.data;
    if (!image_id || !is_public_domain) return undefined;
    const link = `${PAGE}/${id}`;
    const picture = `${iiif}/${image_id}/full/${WIDTH},/0/default.jpg`;
    const saying = workSaying({
      title: said.title,
      // Without a name of its own, the first line of what the label says: "Unknown maker".
      artist: said.artist_title ?? said.artist_display?.split("\n", 1)[0],
      date: said.date_display,
      year: said.date_start,
      medium: said.medium_display,
      label: said.classification_title,
      style: said.style_title,
      credit: said.credit_line,
      licence: "CC0-1.0",
      source: this.title,
      link,
    });
    const read = (signal: AbortSignal) => this.#desk.picture(picture, signal, this.#headers);
    return { kind: "item", item: { path: link, saying, read } };
  }
}
