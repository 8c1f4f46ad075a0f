import type { ImageDetails } from "../image-details";

/** Where images come from. One module each in `lib/gallery/sources/`. */
export interface Source {
  /** Shown in progress and reports: "folder /pictures", "met storm". */
  readonly label: string;
  /**
   * Items in a stable order. Listing runs ahead of whoever takes them, and stops with `signal`.
   * Several processes may list the same source at once: each sees all of it.
   *
   * @throws what ends the whole ingest: a folder that is gone, a service that stays away.
   */
  list(signal: AbortSignal): AsyncIterable<SourceEvent>;
  /** Releases what listing and reading hold. Called once, when nothing is read any more. */
  close?(): Promise<void>;
}

/** What listing gives out. */
export type SourceEvent =
  | { readonly kind: "item"; readonly item: SourceItem }
  /** Something of it that cannot be read: one line in the report, nothing more. */
  | {
      readonly kind: "unreadable";
      readonly where: string;
      readonly code: string;
      readonly reason: string;
    };

/** What may be a picture. Listed by the million: small, and nothing of it is read yet. */
export interface SourceItem {
  /**
   * Where it lies, for ever: absolute path, `archive.zip!member`, or link. Becomes the location's
   * path, and names it among the processes that work on the same source.
   */
  readonly path: string;
  /** With `modifiedMs`, what tells cheaply whether it changed; absent: a known path is unchanged. */
  readonly bytes?: number;
  readonly modifiedMs?: number;
  /** What the source says of it. */
  readonly saying?: Saying | undefined;
  /**
   * Its bytes; `undefined` when it is no picture and does not claim to be one.
   *
   * @throws {AppError} `image_…` or `link_…`: this item alone fails.
   */
  read(signal: AbortSignal): Promise<Buffer | SaidPicture | undefined>;
}

/** A picture of which its source says something only when it is read; its item says nothing. */
export interface SaidPicture {
  readonly bytes: Buffer;
  readonly saying: Saying;
}

/** What a source says of one image, with a fingerprint of it (`ImageLocation.said`). */
export interface Saying {
  readonly details: ImageDetails;
  /** 11 characters that change when what is said does: see `sayingOf`. */
  readonly fingerprint: string;
}
