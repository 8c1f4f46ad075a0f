import { z } from "zod/mini";
import { ASPECTS } from "@/lib/energy/aspects";
import { type ImageId, isImageId } from "@/lib/energy/image-id";
import { imageDetails } from "@/lib/gallery/image-details";

/** A wall never holds more tiles than this; it is fixed when it is opened (design §3). */
export const MAX_WALL_TILES = 2_000;

/** Most ids one `/api/tiles` request may ask for. */
export const MAX_TILES_REQUEST = 120;

/** Tiles whose details come with the wall itself, so that the first screen needs one request. */
export const FIRST_TILES = 48;

const imageId = z.custom<ImageId>((value) => typeof value === "string" && isImageId(value));

/** What a tile shows besides its place on the wall: `GET /api/tiles?ids=a,b,c`. */
const tileDetails = z.object({
  id: imageId,
  width: z.int().check(z.positive()),
  height: z.int().check(z.positive()),
  /** base64 of at most 25 bytes. */
  thumbhash: z.string(),
  details: z.omit(imageDetails, { extra: true }),
  /** For an image that has no name of its own: what it is about, in words. */
  about: z.optional(z.string()),
});
export type TileDetails = z.infer<typeof tileDetails>;

/** What is there of an image's files; its row is in the gallery. */
const filesState = z.enum([
  "whole",
  /** Moved, changed or unplugged since it was added: only our thumbnail is left. */
  "original_missing",
  /** Our thumbnail is gone: only its blur is left. */
  "thumbnail_missing",
]);

/** What is owed to images that somebody takes along: `GET /api/credits?ids=a,b,c`. */
export const creditsResponse = z.object({
  model: z.string(),
  gallery: z.object({ id: z.string(), revision: z.int() }),
  /** In the order asked; those that are not in the gallery are left out. */
  images: z.array(z.extend(tileDetails, { files: filesState })),
  /** Colours of all of them together: the bins of a palette (`lib/energy/palette.ts`), each image adding 1. */
  palette: z.array(z.number()),
});
export type CreditsResponse = z.infer<typeof creditsResponse>;
export type CreditedImage = CreditsResponse["images"][number];

export const tilesResponse = z.object({ tiles: z.array(tileDetails) });

/** One of two columns of one query: what generators made, and all else. */
export const twinColumn = z.enum(["made", "others"]);
export type TwinColumn = z.infer<typeof twinColumn>;

/** Why a wall shows what it shows; the interface says it in words. */
const wallNotice = z.enum([
  /** Every active block of the query is zero, or only pushes: the wall shows a daily mix instead. */
  "nothing_to_go_by",
  /** Even the best tile is farther than what the gallery's images find near themselves. */
  "nothing_close",
  /** Of several pictures that are kept apart, some have nothing close here. */
  "some_far",
  /** Some ingredients are not in this gallery; they are named in `missing`. */
  "ingredients_missing",
  /** The link holds more of this query than this version can read, or what it never wrote. */
  "part_unread",
  /** Filters leave nothing. */
  "filtered_out",
  /** The gallery has no images. */
  "gallery_empty",
  /** Everything on an opening wall is of the sample gallery. */
  "samples_only",
  /** A guest was embedded by another model; its model aspects are left out. */
  "other_model",
]);
export type WallNotice = z.infer<typeof wallNotice>;

/** What a query, a trail or an image is about, in words. */
const aboutWords = z.object({
  /** What is in it, how it is made, its mood: only what stands out; nearest first. */
  terms: z.array(z.string()),
  /** Largest share first. */
  colours: z.array(z.object({ name: z.string(), share: z.number(), rgb: z.string() })),
  /** "bright centre, dark edges" */
  light: z.optional(z.string()),
});
export type AboutWords = z.infer<typeof aboutWords>;

/** Words of a query of which something has to be said. */
const wordsRead = z.object({
  text: z.string(),
  /** The end that the encoder did not read. */
  cut: z.optional(z.string()),
  /** The encoder does not know them: nonsense, or a language that is not its own. */
  isUnsure: z.boolean(),
  /** The terms that they are nearest to. */
  nearest: z.array(z.string()),
});
export type WordsRead = z.infer<typeof wordsRead>;

/**
 * A wall: `GET /api/wall?trail=<code>` for a trail's tip, `GET /api/wall?day=<YYYY-MM-DD>` for the
 * opening wall. Fixed once it is received: no later request changes it.
 */
export const wallResponse = z.object({
  /** Id of the model whose vectors the wall was made with: a new trail is written with it. */
  model: z.string(),
  gallery: z.object({ id: z.string(), revision: z.int(), count: z.int() }),
  /** All tiles in order, packed: see `lib/search/packed-tiles.ts`. */
  tiles: z.string(),
  /** Details of the first tiles, in order. */
  first: z.array(tileDetails),
  /**
   * Tiles before the place where the wall stops being close; 0 when nothing is, −1 where tiles do
   * not stand by closeness: an opening wall, a wall that wanders.
   */
  closeCount: z.int(),
  /** Near-copies folded under a tile, by its index; only where there are any. */
  copies: z.array(z.object({ tile: z.int(), ids: z.array(imageId) })),
  notices: z.array(wallNotice),
  /** Ids in the query that this gallery does not have. */
  missing: z.array(imageId),
});
export type WallResponse = z.infer<typeof wallResponse>;

/**
 * What the server answers to a guest: `POST /api/guests`, body the file itself
 * (`application/octet-stream` or its own type) or JSON `{ "link": "https://…" }`.
 */
export const guestResponse = z.object({
  id: imageId,
  width: z.int().check(z.positive()),
  height: z.int().check(z.positive()),
  /** base64. */
  thumbhash: z.string(),
  /** base64 of the int8 vector, as `Guest.vector`. */
  vector: z.string(),
  model: z.string(),
  /** The id of the gallery's image when the very same file is there. */
  inGallery: z.boolean(),
  /** For a link: a WebP preview as a data URL, at most 640 px wide, for this browser to keep. */
  preview: z.optional(z.string()),
});
export type GuestResponse = z.infer<typeof guestResponse>;

/** One mood feed of the opening page: `GET /api/feeds`. */
const feedSummary = z.object({
  id: z.string(),
  name: z.string(),
  /** The trail code of the feed: its first hop. */
  trail: z.string(),
  /** Up to four tiles to show it by. */
  tiles: z.array(tileDetails),
});
export const feedsResponse = z.object({ feeds: z.array(feedSummary) });
export type FeedSummary = z.infer<typeof feedSummary>;

/** Most images and hops of a board that a feed is made from; what is beyond them is left out. */
export const MAX_FEED_IMAGES = 1_000;
export const MAX_FEED_HOPS = 200;

/** What a feed is made from: `POST /api/board-feed`. Nothing of it is kept. */
export const boardFeedRequest = z.object({
  images: z.array(imageId).check(z.maxLength(MAX_FEED_IMAGES)),
  /** Trail codes of hops, of which the tip counts. */
  hops: z.array(z.string().check(z.minLength(1))).check(z.maxLength(MAX_FEED_HOPS)),
});
export type BoardFeedRequest = z.infer<typeof boardFeedRequest>;

/** A feed from a board, as a trail of one hop. */
export const boardFeedResponse = z.object({
  trail: z.string(),
  /** How many interests it keeps apart. */
  interests: z.int(),
});
export type BoardFeed = z.infer<typeof boardFeedResponse>;

/**
 * What a trail is about, in words: `GET /api/about?trail=<code>`. Apart from its wall, which need not
 * wait for words.
 */
export const aboutResponse = z.object({
  /** What its tip asks for; absent where that leaves nothing to go by. */
  query: z.optional(aboutWords),
  /** What the way to it is about; absent for a trail of one hop. */
  trail: z.optional(aboutWords),
  words: z.array(wordsRead),
});
export type AboutResponse = z.infer<typeof aboutResponse>;

const counted = z.array(z.object({ name: z.string(), count: z.int() }));

/** What the gallery's images can be filtered by, with counts: `GET /api/facets`. */
export const facets = z.object({
  made: z.object({ generator: z.number(), person: z.number(), unknown: z.number() }),
  orientation: z.object({ landscape: z.number(), portrait: z.number(), square: z.number() }),
  /** The most frequent first. */
  licences: counted,
  sources: counted,
  /** Absent when no image says its year. */
  years: z.optional(z.object({ from: z.number(), to: z.number(), count: z.number() })),
});
export type Facets = z.infer<typeof facets>;

/** Where a jump away from a trail lands: `GET /api/elsewhere?trail=<code>`. */
export const elsewhereResponse = z.object({ id: imageId });

/** Why a tile is on a trail's wall: `GET /api/why?trail=<code>&id=<id>`. */
export const whyResponse = z.object({
  /** Terms that are near to both, and colours that both have. */
  sharedWords: z.array(z.string()),
  sharedColours: z.array(z.object({ name: z.string(), rgb: z.string() })),
  aspects: z.array(
    z.object({
      aspect: z.enum(ASPECTS),
      /** How close it is by this aspect alone, in [0, 1]; −1 where the aspect takes no part. */
      closeness: z.number(),
      /** Which part of the whole score it makes, in [−1, 1]; the four add up to 1 or to 0. */
      share: z.number(),
    }),
  ),
});
export type WhyResponse = z.infer<typeof whyResponse>;

/** A way of small steps between two hops: `GET /api/bridge?trail=<code>`. */
export const bridgeResponse = z.object({
  /** From one end to the other, at most 12, both included. */
  stops: z.array(
    z.object({
      /** Absent for an end that is no image of the gallery by itself: a guest, words, a mix. */
      id: z.optional(imageId),
      /** How close it is to the stop before, in [0, 1]; −1 for the first. */
      closeness: z.number(),
    }),
  ),
  /** Index of the stop that no small step leads to: the nearest miss. −1 for a whole bridge. */
  gap: z.int(),
  /** How close the ends are to each other. */
  direct: z.number(),
  /** Details of the stops that are images. */
  tiles: z.array(tileDetails),
});
export type BridgeResponse = z.infer<typeof bridgeResponse>;

const metAt = z.object({ id: imageId, hop: z.int() });

/** Where two trails are nearest to each other: `POST /api/meeting`, body `{ "a": code, "b": code }`. */
export const meetingResponse = z.object({
  /** A picture of each and how close they are, in [0, 1] or −1; absent where one of them has none. */
  closest: z.optional(z.object({ a: metAt, b: metAt, closeness: z.number() })),
});
export type MeetingResponse = z.infer<typeof meetingResponse>;

/** `GET /api/health`. */
export const healthResponse = z.object({
  status: z.enum(["ok", "degraded", "closing"]),
  model: z.object({
    id: z.string(),
    provider: z.string(),
    rejected: z.array(z.object({ provider: z.string(), reason: z.string() })),
  }),
  embedder: z.object({
    state: z.string(),
    queueDepth: z.number(),
    maxQueue: z.number(),
    maxBatch: z.number(),
  }),
  gallery: z.object({ id: z.string(), revision: z.number(), count: z.number() }),
  store: z.string(),
  version: z.string(),
});

/** RFC 9457 `application/problem+json`, the body of every error. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  /** Of the request, for whoever looks into the server's log. */
  requestId: z.optional(z.string()),
});
export type Problem = z.infer<typeof problem>;
