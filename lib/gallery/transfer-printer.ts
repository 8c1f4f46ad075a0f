import cliProgress from "cli-progress";
import { Pace } from "./pace";

/** Between two looks of the bar. */
const SHOW_EVERY_MS = 250;

/** How far a gallery has come on its way from one place to another. */
export interface TransferProgress {
  readonly done: number;
  readonly total: number;
}

/** Shows people how a gallery comes along: a bar while it goes, lines when it is there. */
export class TransferPrinter {
  readonly #pace = new Pace();
  readonly #bar: cliProgress.SingleBar;
  #shownMs = Number.NEGATIVE_INFINITY;
  #isBegun = false;

  /** @param what is counted, as in "images". */
  constructor(what: string) {
    const format = `  {bar} {value}/{total} ${what}  {rate}/s  {left}`;
    this.#bar = new cliProgress.SingleBar(
      { format, hideCursor: true },
      cliProgress.Presets.shades_grey,
    );
  }

  /** At most four times a second, however often it is called. */
  show({ done, total }: TransferProgress): void {
    this.#pace.mark(done);
    if (done < total && performance.now() - this.#shownMs < SHOW_EVERY_MS) return;
    this.#shownMs = performance.now();
    if (!this.#isBegun) this.#bar.start(total, 0, { rate: "0", left: "" });
    this.#isBegun = true;
    this.#bar.setTotal(total);
    const left = this.#pace.secondsFor(total - done);
    this.#bar.update(done, {
      rate: this.#pace.perSecond.toFixed(0),
      left: left === undefined ? "" : `${Math.ceil(left)} s left`,
    });
  }

  done(lines: readonly string[]): void {
    this.#bar.stop();
    process.stdout.write(`${lines.join("\n")}\n`);
  }

  failed(message: string): void {
    this.#bar.stop();
    process.stderr.write(`${message}\n`);
  }
}
