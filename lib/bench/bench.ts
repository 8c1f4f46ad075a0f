/** What a benchmark needs of the command that runs it. */
export interface BenchContext {
  /** How many images to measure with. */
  readonly rows: number;
  /** Prints a line. */
  readonly print: (line: string) => void;
}

/** One benchmark of `npm run bench`. */
export interface Bench {
  /** What `--only` names it by. */
  readonly name: string;
  /** A sentence on what is measured. */
  readonly about: string;
  run(context: BenchContext): Promise<readonly Figure[]>;
}

/** One line of a benchmark's table. */
export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly value: string;
}
