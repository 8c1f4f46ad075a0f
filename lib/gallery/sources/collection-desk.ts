import type { z } from "zod";
import { AppError, isAppError } from "@/lib/errors";
import type { Downloader, JsonRequest, PublishedHost } from "./downloader";

/** A server of our own has no pace to keep. */
const MIRROR_PACE = { atOnce: 8, everyMs: 0, refusesHaste: true };

export interface DeskSettings {
  readonly downloader: Downloader;
  /** Asked in place of every host, `<mirror>/<host>/<path>`: see `collection-mirror.ts`. */
  readonly mirror: string | undefined;
}

/** Where one collection is asked, at its pace, or at a mirror of it. */
export class CollectionDesk {
  readonly title: string;
  readonly #downloader: Downloader;
  readonly #mirror: string | undefined;

  /** @param title of the collection, for messages. */
  constructor(title: string, { downloader, mirror }: DeskSettings) {
    this.title = title;
    this.#downloader = downloader;
    this.#mirror = mirror?.replace(/\/+$/, "");
    if (mirror !== undefined) downloader.introduce({ host: new URL(mirror).host, ...MIRROR_PACE });
  }

  /** How those who are asked can tell us. */
  get userAgent(): string {
    return this.#downloader.userAgent;
  }

  introduce(host: PublishedHost): void {
    if (this.#mirror === undefined) this.#downloader.introduce(host);
  }

  /**
   * A page of what was found.
   *
   * @throws {AppError} `collection_unreachable`, `collection_invalid`: the collection cannot be used.
   */
  async page<T>(
    link: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    how: JsonRequest = {},
  ): Promise<T> {
    const answer = await this.#downloader.json(this.#place(link), signal, how).catch((error) => {
      if (!isAppError(error)) throw error;
      throw unreachable(this.title, error);
    });
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new AppError(
      "collection_invalid",
      `Expected ${this.title} to answer as it publishes but ${firstIssue(parsed.error)}. Its interface has changed: look for a newer Wavelength.`,
    );
  }

  /**
   * What is said of one work.
   *
   * @throws {AppError} `link_…`: this work alone fails.
   */
  async record<T>(link: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return this.check(schema, await this.#downloader.json(this.#place(link), signal));
  }

  /** @throws {AppError} `link_invalid` for a work that is not said as published. */
  check<T>(schema: z.ZodType<T>, work: unknown): T {
    const parsed = schema.safeParse(work);
    if (parsed.success) return parsed.data;
    throw new AppError(
      "link_invalid",
      `Expected a work as ${this.title} publishes it but ${firstIssue(parsed.error)}.`,
    );
  }

  /** @throws {AppError} `link_…`, `image_…`: this picture alone fails. */
  async picture(
    link: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Buffer> {
    return this.#downloader.picture(this.#place(link), signal, headers);
  }

  #place(link: string): string {
    if (this.#mirror === undefined) return link;
    const { host, pathname, search } = new URL(link);
    return `${this.#mirror}/${host}${pathname}${search}`;
  }
}

/** @param who could not be reached. */
export function unreachable(who: string, cause: unknown): AppError {
  return new AppError(
    "collection_unreachable",
    `${who} could not be reached. Check the connection to the internet, or try again later; what is in the gallery stays.`,
    { cause },
  );
}

/** What is wrong, and where: "pagination.total: expected number, received string". */
function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  const where = issue?.path.join(".") || "it";
  return `${where}: ${issue?.message ?? "is something else"}`;
}
