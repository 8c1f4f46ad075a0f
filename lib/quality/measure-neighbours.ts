import type { SearchDeps } from "@/lib/search/search-deps";
import type { EmbeddedSet } from "./embed-set";
import { occurrences, skewness, topTenShare } from "./hubness";
import { LABEL_KINDS, type LabelKind } from "./labelled-set";
import {
  chanceOfShare,
  type Labels,
  mean,
  type Ranking,
  shareOfNearest,
  varies,
} from "./neighbour-shares";
import {
  MEASURED_DIALS,
  type MeasuredDials,
  queriesOf,
  type Rankings,
  rankFor,
  rankImages,
} from "./rank-images";

/** One figure under each of the measured dials; `null` prints as "n/a". */
export interface DialFigure {
  readonly what: string;
  readonly byDials: Readonly<Record<MeasuredDials, number | null>>;
  /** What drawing by lot gives; `null` where there is no such thing. */
  readonly chance: number | null;
}

const DIALS = Object.keys(MEASURED_DIALS) as MeasuredDials[];

/** How far down a caption's image is looked for. */
const CAPTION_RANKS = [1, 5, 10] as const;

/** Shares of the ten nearest by label, then how evenly images are found. */
export async function measureNeighbours(
  { images }: EmbeddedSet,
  deps: SearchDeps,
): Promise<DialFigure[]> {
  const ids = images.map(({ id }) => id);
  const queries = await queriesOf(ids, deps);
  const labels = {} as Record<LabelKind, Labels>;
  for (const kind of LABEL_KINDS) labels[kind] = images.map((image) => image.labels[kind]);
  const rankings = {} as Record<MeasuredDials, Rankings>;
  for (const dials of DIALS) {
    rankings[dials] = await rankImages(queries, ids, MEASURED_DIALS[dials], deps);
  }

  const shares = (what: string, kind: LabelKind, apart?: LabelKind): DialFigure => ({
    what,
    byDials: byDials((dials) =>
      shareOfNearest(rankings[dials].shown, labels[kind], apart && labels[apart]),
    ),
    chance: chanceOfShare(queries, labels[kind], apart && labels[apart]) ?? null,
  });
  // Palettes and compositions are labels of drawings alone: no row for whoever has none.
  const further = (["palette", "composition"] as const).filter((kind) => varies(labels[kind]));
  return [
    shares("same label", "label"),
    shares("same style", "style"),
    shares("same label among other styles", "label", "style"),
    shares("same style among other labels", "style", "label"),
    ...further.map((kind) => shares(`same ${kind}`, kind)),
    ...hubFigures("hubs before correction", (dials) => rankings[dials].beforeHubs, ids.length),
    ...hubFigures("hubs", (dials) => rankings[dials].shown, ids.length),
  ];
}

/** How evenly images are found: by lot, one list of 50 in `count / 50` has a given image. */
function hubFigures(
  what: string,
  rankingsBy: (dials: MeasuredDials) => readonly Ranking[],
  count: number,
): DialFigure[] {
  return [
    {
      what: `${what}: skewness of 10-occurrences`,
      byDials: byDials((dials) => skewness(occurrences(rankingsBy(dials), 10, count))),
      chance: null,
    },
    {
      what: `${what}: lists of 50 with one of the top ten`,
      byDials: byDials((dials) => topTenShare(rankingsBy(dials), count)),
      chance: count > 1 ? Math.min(1, 50 / (count - 1)) : null,
    },
  ];
}

/**
 * How often an image is among the first that its own caption finds; its first caption, to give
 * every image one say. Empty for a set without captions or a model without a text tower.
 */
export async function measureCaptions(
  { images }: EmbeddedSet,
  deps: SearchDeps,
): Promise<DialFigure[]> {
  if (!deps.embedder.model.hasText) return [];
  const queries = (
    await queriesOf(
      images.map(({ id }) => id),
      deps,
    )
  ).flatMap((i) => {
    const image = images[i];
    const caption = image?.captions[0];
    return image && caption !== undefined ? [{ id: image.id, caption }] : [];
  });
  if (queries.length === 0) return [];

  const places = {} as Record<MeasuredDials, number[]>;
  for (const dials of DIALS) {
    places[dials] = [];
    for (const { id, caption } of queries) {
      const source = { kind: "words", text: caption } as const;
      const { tiles, queries: asked } = await rankFor(
        { source, weight: 1 },
        MEASURED_DIALS[dials],
        deps,
      );
      if (asked.length > 0) places[dials].push(tiles.findIndex((tile) => tile.id === id));
    }
  }
  return CAPTION_RANKS.map((k) => ({
    what: `caption finds its image among ${k}`,
    byDials: byDials((dials) => mean(places[dials].map((at) => (at >= 0 && at < k ? 1 : 0)))),
    chance: Math.min(1, k / images.length),
  }));
}

function byDials(figure: (dials: MeasuredDials) => number | undefined): DialFigure["byDials"] {
  const figures = {} as Record<MeasuredDials, number | null>;
  for (const dials of DIALS) figures[dials] = figure(dials) ?? null;
  return figures;
}
