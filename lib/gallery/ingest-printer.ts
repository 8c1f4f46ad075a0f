import cliProgress from "cli-progress";
import type { IngestState } from "./ingest";
import type { IngestProgress } from "./ingest-progress";
import { countsLine, skippedTable } from "./ingest-report";
import { Pace } from "./pace";

/** Between two lines of progress for a program, or two looks of the bar for a person. */
const SHOW_EVERY_MS = 250;
/** Skipped items that a program is told of by name. */
const MAX_SKIPPED_TOLD = 200;

/** Prints how an ingest goes: a bar for people, lines of JSON for programs. */
export class IngestPrinter {
  readonly #what: string;
  readonly #isJson: boolean;
  readonly #pace = new Pace();
  readonly #bar = new cliProgress.SingleBar(
    {
      format: "  {bar} {value}/{total}  {rate} files/s  {left}  {added} added{workers}",
      hideCursor: true,
    },
    cliProgress.Presets.shades_grey,
  );
  #latest: IngestState | undefined;
  #shownMs = Number.NEGATIVE_INFINITY;

  /** @param what is added: the first argument. */
  constructor(what: string, isJson: boolean) {
    this.#what = what;
    this.#isJson = isJson;
  }

  begin(): void {
    if (!this.#isJson) this.#bar.start(0, 0, { rate: "0", left: "", added: 0, workers: "" });
  }

  /** At most four times a second, however often it is called. */
  show(state: IngestState): void {
    this.#latest = state;
    if (performance.now() - this.#shownMs < SHOW_EVERY_MS) return;
    this.#shownMs = performance.now();
    this.#pace.mark(state.done);
    if (this.#isJson) this.#printJson("running");
    else this.#showBar(state);
  }

  /** @param lines the report for people. */
  done(state: IngestState, lines: readonly string[]): void {
    this.#latest = state;
    if (this.#isJson) this.#printJson("done");
    else {
      this.#showBar(state);
      this.#bar.stop();
      process.stdout.write(`${lines.join("\n")}\n`);
    }
  }

  /** What came of a round of changes: a line for people, and nothing where nothing did. */
  round(state: IngestState): void {
    this.#latest = state;
    if (this.#isJson) {
      this.#printJson("done");
      return;
    }
    if (state.added === 0 && state.skippedCount === 0) return;
    const time = new Date().toTimeString().slice(0, 8);
    const skipped = state.skipped.length > 0 ? `${skippedTable(state.skipped)}\n` : "";
    process.stdout.write(`${time}  ${countsLine(state)}\n${skipped}`);
  }

  /** A sentence for people, beside what a program reads. */
  note(sentence: string): void {
    (this.#isJson ? process.stderr : process.stdout).write(`${sentence}\n`);
  }

  failed(message: string): void {
    this.#bar.stop();
    if (this.#isJson) this.#printJson("failed", message);
    process.stderr.write(`${message}\n`);
  }

  #showBar({ found, done, added, isWhole, workers }: IngestState): void {
    const left = this.#pace.secondsFor(found - done);
    this.#bar.setTotal(found);
    this.#bar.update(done, {
      rate: this.#pace.perSecond.toFixed(0),
      added,
      workers: workers > 1 ? `  ${workers} workers` : "",
      left: left === undefined ? "" : `${Math.ceil(left)} s left${isWhole ? "" : " at least"}`,
    });
  }

  #printJson(phase: IngestProgress["state"], message?: string): void {
    const { found = 0, done = 0, added = 0, known = 0, removed = 0 } = this.#latest ?? {};
    const { skipped = [], skippedCount = 0 } = this.#latest ?? {};
    const secondsLeft = this.#pace.secondsFor(found - done);
    const progress: IngestProgress = {
      state: phase,
      folder: this.#what,
      found,
      done,
      added,
      known,
      removed,
      ...(this.#latest ? { workers: this.#latest.workers } : {}),
      skippedCount,
      skipped: skipped.slice(0, MAX_SKIPPED_TOLD),
      imagesPerSecond: Math.round(10 * this.#pace.perSecond) / 10,
      ...(secondsLeft === undefined ? {} : { secondsLeft: Math.ceil(secondsLeft) }),
      ...(message === undefined ? {} : { message }),
    };
    process.stdout.write(`${JSON.stringify(progress)}\n`);
  }
}
