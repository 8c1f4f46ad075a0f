import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Collection, CollectionSearch } from "./collection";
import { CollectionDesk, type DeskSettings } from "./collection-desk";
import type { SourceEvent } from "./source";
import { unreadableWork } from "./unreadable-work";
import { workSaying } from "./work-saying";

const API = "https://commons.wikimedia.org/w/api.php";
const FILES = "https://commons.wikimedia.org/?curid=";
/** More are not described, nor made smaller, at once. */
const MAX_PAGE = 50;
/** What lies further back is not given out. */
const MAX_RESULTS = 10_000;
/** One of the widths that Wikimedia keeps ready, in pixels. */
const WIDTH = 1_280;
/** Seconds that its databases may be behind before we wait: its advice for whoever is in no hurry. */
const MAX_LAG_S = 5;
const BUSY = new Set(["maxlag", "ratelimited", "readonly"]);

/** Values are HTML, mostly. */
const metadata = z.record(z.string(), z.object({ value: z.unknown() }));

const filePage = z.object({
  pageid: z.int().positive(),
  title: z.string(),
  /** Its place among what was found. */
  index: z.int(),
  imageinfo: z
    .array(
      z.object({
        url: z.url({ protocol: /^https$/ }),
        thumburl: z.url({ protocol: /^https$/ }).optional(),
        descriptionurl: z.url({ protocol: /^https$/ }),
        mime: z.string(),
        // An empty object comes as an empty list.
        extmetadata: z.union([metadata, z.tuple([])]).nullish(),
      }),
    )
    .min(1),
});
type FilePage = z.infer<typeof filePage>;

const apiError = z.object({ error: z.object({ code: z.string(), info: z.string().optional() }) });
const searchPage = z.object({
  continue: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** Absent where there are none. */
  query: z.object({ pages: z.array(z.unknown()) }).optional(),
});

/**
 * Wikimedia Commons: files under free licences, each with its own; 1,280 px wide.
 *
 * https://www.mediawiki.org/wiki/API:Etiquette: one request after the other, a name and a way to reach
 * us, `maxlag`.
 */
export class Commons implements Collection {
  readonly title = "Wikimedia Commons";
  readonly #desk: CollectionDesk;

  constructor(settings: DeskSettings) {
    const desk = new CollectionDesk(this.title, settings);
    this.#desk = desk;
    desk.introduce({ host: "commons.wikimedia.org", atOnce: 1, everyMs: 1_000 });
    desk.introduce({
      ...{ host: "upload.wikimedia.org", atOnce: 2, everyMs: 500 },
      keepsRobots: true,
    });
  }

  async *find(
    { query, wanted }: CollectionSearch,
    signal: AbortSignal,
  ): AsyncGenerator<SourceEvent> {
    let onward: Record<string, string | number> = {};
    for (let found = 0; found < MAX_RESULTS; ) {
      const asked = new URLSearchParams({
        action: "query",
        format: "json",
        formatversion: "2",
        maxlag: String(MAX_LAG_S),
        generator: "search",
        gsrnamespace: "6",
        gsrsearch: `${query} filetype:bitmap`,
        gsrlimit: String(Math.min(MAX_PAGE, wanted)),
        prop: "imageinfo",
        iiprop: "url|mime|extmetadata",
        iiurlwidth: String(WIDTH),
        iiextmetadatafilter: "ObjectName|Artist|DateTimeOriginal|LicenseShortName|Credit",
        ...Object.fromEntries(Object.entries(onward).map(([name, value]) => [name, `${value}`])),
      });
      const pages = await this.#pages(`${API}?${asked}`, signal);
      for (const page of pages.found) yield this.#event(page);
      found += pages.found.length;
      if (!pages.onward || pages.found.length === 0) return;
      onward = pages.onward;
    }
  }

  async #pages(link: string, signal: AbortSignal) {
    const schema = z.union([apiError, searchPage]);
    const answer = await this.#desk.page(link, schema, signal, { isLater: isBusy });
    if ("error" in answer) {
      const { code, info = code } = answer.error;
      throw new AppError(
        "collection_invalid",
        `Expected ${this.title} to search but it answered ${JSON.stringify(info.slice(0, 300))}.`,
      );
    }
    // Listed by number of page; they stand in the order of the search.
    const found = [...(answer.query?.pages ?? [])].sort((a, b) => placeOf(a) - placeOf(b));
    return { found, onward: answer.continue };
  }

  #event(page: unknown): SourceEvent {
    const parsed = filePage.safeParse(page);
    if (!parsed.success) return unreadableWork(this.title, FILES, page, parsed.error);
    const [info] = parsed.data.imageinfo;
    // The schema asks for one at least.
    if (!info) throw new RangeError("Expected an imageinfo");
    const read = (signal: AbortSignal) => this.#desk.picture(info.thumburl ?? info.url, signal);
    const saying = this.#saying(parsed.data, info);
    return { kind: "item", item: { path: info.descriptionurl, saying, read } };
  }

  #saying({ title }: FilePage, { extmetadata, descriptionurl }: FilePage["imageinfo"][number]) {
    const said = (name: string): string | undefined => {
      const value = Array.isArray(extmetadata) ? undefined : extmetadata?.[name]?.value;
      return typeof value === "string" || typeof value === "number" ? `${value}` : undefined;
    };
    return workSaying({
      title: said("ObjectName") || title.replace(/^[^:]*:/, "").replace(/\.\w{1,5}$/, ""),
      artist: said("Artist"),
      date: said("DateTimeOriginal"),
      licence: said("LicenseShortName"),
      credit: said("Credit"),
      source: this.title,
      link: descriptionurl,
    });
  }
}

function isBusy(answer: unknown): boolean {
  const parsed = apiError.safeParse(answer);
  return parsed.success && BUSY.has(parsed.data.error.code);
}

function placeOf(page: unknown): number {
  const parsed = filePage.pick({ index: true }).safeParse(page);
  return parsed.success ? parsed.data.index : Number.MAX_SAFE_INTEGER;
}
