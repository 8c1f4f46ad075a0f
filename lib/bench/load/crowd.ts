import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "@/lib/store/sample-rows";
import { RequestLog } from "./request-log";
import { Visitor, type VisitorWorld } from "./visitor";
import { VisitorBrowser } from "./visitor-browser";

/** Visitors do not all come at once, and not at once after each other; in ms, at most. */
export const ARRIVAL_MS = 20_000;
/** How often it is looked whether all have their answers. */
const LOOK_MS = 10;

/** Visitors who browse, as many at a time; whoever leaves comes back as another. */
export class Crowd {
  readonly log = new RequestLog();
  readonly #over = new AbortController();
  readonly #all: Promise<unknown>;
  /** Visitors who are in the middle of a step. */
  #busy = 0;
  #gate: { readonly opened: Promise<void>; readonly open: () => void } | undefined;

  constructor(origin: string, world: VisitorWorld, users: number) {
    const browse = (user: number) => this.#browse(user, origin, world);
    // Each listens while they think, and forgets it afterwards.
    setMaxListeners(users, this.#over.signal);
    this.#all = Promise.all(Array.from({ length: users }, (_, user) => browse(user)));
    // What goes wrong is told when the crowd is sent home.
    this.#all.catch(() => this.#over.abort());
  }

  /** Holds each visitor before the next step; resolves when nobody waits for an answer. */
  async calm(): Promise<void> {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#gate = { opened, open };
    while (this.#busy > 0) await delay(LOOK_MS);
  }

  /** Lets visitors go on. */
  goOn(): void {
    this.#gate?.open();
    this.#gate = undefined;
  }

  /** Sends all home, after the step that each is in. @throws what a visitor could not make sense of. */
  async end(): Promise<void> {
    this.#over.abort();
    this.goOn();
    await this.#all;
  }

  async #browse(user: number, origin: string, world: VisitorWorld): Promise<void> {
    const random = seededRandom(user + 1);
    const browser = new VisitorBrowser(origin, this.log);
    const { signal } = this.#over;
    const pause = async (ms: number) => {
      this.#busy--;
      try {
        await delay(ms, undefined, { signal });
        await this.#gate?.opened;
        signal.throwIfAborted();
      } finally {
        this.#busy++;
      }
    };
    this.#busy++;
    try {
      await pause(random() * ARRIVAL_MS);
      for (;;) {
        await new Visitor(browser, world, random).session(pause);
        await pause(random() * ARRIVAL_MS);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#busy--;
    }
  }
}
