/** What a benchmark needs of the command that runs it. */
export interface BenchContext {
  /** How many images to measure searches with: made-up rows. */
  readonly rows: number;
  /** How many pictures to draw where there must be pictures. */
  readonly pictures: number;
  /** How many browse at once, where a crowd does. */
  readonly users: number;
  /** How long a crowd browses; undefined: as long as the benchmark thinks right. */
  readonly seconds?: number | undefined;
  /** A temporary folder that all benchmarks share; the command removes it. */
  readonly dir: string;
  /** The project's folder: `dist/` and `.next/` are in it. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints a line. */
  readonly print: (line: string) => void;
}

/** One benchmark of `npm run bench`. */
export interface Bench {
  /** What `--only` names it by. */
  readonly name: string;
  /** A sentence on what is measured. */
  readonly about: string;
  /** It takes long, and runs only when it is named. */
  readonly isOnlyByName?: true;
  run(context: BenchContext): Promise<readonly Figure[]>;
}

/** One line of a benchmark's table. */
export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly value: string;
  /** What was aimed at, where something was. */
  readonly goal?: string;
}
