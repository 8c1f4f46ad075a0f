import { StageTime } from "./stage-time";

/** What a picture goes through, in this order. */
const STAGES = ["read", "decode", "thumbnails", "embed", "write"] as const;
export type StageName = (typeof STAGES)[number];
export type Stages = Readonly<Record<StageName, StageTime>>;

/** What a stage did over an ingest. */
export interface StageUse {
  readonly stage: StageName;
  /** Seconds in which it had anything to do. */
  readonly seconds: number;
  /** Share of the whole time that it was full: 0 to 1. */
  readonly busy: number;
  /** How many things were in it on average when it was full, against what fills it; ≥ 0. */
  readonly load: number;
}

/**
 * @param lanes pictures in hand at once: so many can be read at a time.
 * @param cores pictures that can be decoded at a time.
 * @param maxBatch pictures that fill the model.
 */
export function makeStages(lanes: number, cores: number, maxBatch: number): Stages {
  return {
    read: new StageTime(lanes),
    decode: new StageTime(cores),
    thumbnails: new StageTime(cores),
    // With fewer in it than make a batch it runs, but it has not got its fill.
    embed: new StageTime(Math.min(lanes, maxBatch)),
    write: new StageTime(1),
  };
}

/** @param wallS seconds since the start. */
export function measuresOf(stages: Stages, wallS: number): StageUse[] {
  return STAGES.map((stage) => {
    const { seconds, fullSeconds, sumSeconds, capacity } = stages[stage];
    return {
      stage,
      seconds,
      busy: wallS > 0 ? Math.min(1, fullSeconds / wallS) : 0,
      load: wallS > 0 ? sumSeconds / wallS / capacity : 0,
    };
  });
}

/** Shares this close are the same: then the longer queue tells. */
const SAME_SHARE = 0.05;

/**
 * The stage that the others wait for: the fullest one. Pictures gather before it, which tells where
 * two are equally full (Little's law).
 */
export function limitOf(use: readonly StageUse[]): StageUse | undefined {
  const fullest = Math.max(...use.map(({ busy }) => busy));
  return use
    .filter(({ busy }) => busy > 0 && busy >= fullest - SAME_SHARE)
    .reduce<StageUse | undefined>((a, b) => (a && a.load >= b.load ? a : b), undefined);
}
