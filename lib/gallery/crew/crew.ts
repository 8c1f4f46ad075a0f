import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Claims } from "./claims";
import { withFileLock } from "./file-lock";
import {
  Journal,
  type JournalLine,
  JournalReader,
  type Outcome,
  type RowCounts,
  type Skipped,
} from "./journal";
import { PLACE } from "./place";
import { Pulse, readCards, type Tally, type WorkerCard, writeCard } from "./roster";
import { Told } from "./told";

/** Between two cards while there is something new to say, and two looks at the others. */
const CARD_MS = 250;
const LOOK_MS = 1_000;
/** Between two looks at what others have in hand, when there is nothing else to do. */
const WAIT_MS = 200;

/** An item that is done for good. */
export interface Settled {
  readonly outcome: Outcome;
  readonly skipped?: Skipped | undefined;
  /** Of an item that is many rows. */
  readonly rows?: RowCounts | undefined;
}

/** What a durable write, or a skip, ends: an item is done, claims are free. */
export interface Settlement extends Partial<Settled> {
  /** The item's claim comes first. */
  readonly claims: readonly string[];
}

/** The folders of the workers that share a data folder. */
export function crewFolders(dataDir: string) {
  const dir = join(dataDir, "ingest");
  const within = (name: string) => join(dir, name);
  return { dir, lock: within("lock"), cards: within("workers") };
}

/**
 * This process among those that ingest into one data folder, on this machine or on others. What one
 * has in hand the others leave alone; what is done they read from its journal; what a dead one held
 * is given to who asks next (docs/adr/0033).
 */
export class Crew {
  readonly #dataDir: string;
  readonly #claims: Claims;
  readonly #journal: Journal;
  readonly #reader: JournalReader;
  readonly #pulse: Pulse;
  readonly #told = new Told();
  readonly #timers: NodeJS.Timeout[];
  #card: WorkerCard;
  #isCardNew = false;
  #looking: Promise<void> | undefined;
  #heard = 0;
  #alive = 1;
  #reading: Promise<void> = Promise.resolve();
  #nextReading: Promise<void> | undefined;
  #isJournalBroken = false;
  /** Hears after others have settled items, and the claims of these. */
  onNews: (settled: readonly string[]) => void = () => {};

  private constructor(
    dataDir: string,
    own: { card: WorkerCard; claims: Claims; journal: Journal; reader: JournalReader },
    pulse: Pulse,
  ) {
    this.#dataDir = dataDir;
    this.#card = own.card;
    this.#claims = own.claims;
    this.#journal = own.journal;
    this.#reader = own.reader;
    this.#pulse = pulse;
    this.#timers = [
      setInterval(() => void this.#sayWhenNew(), CARD_MS).unref(),
      // A look that fails is made again in a second.
      setInterval(() => void this.look().catch(() => {}), LOOK_MS).unref(),
    ];
  }

  /**
   * Joins those who are at work. The first one sweeps what the last ones left.
   *
   * @param sweep runs while nobody else is at work.
   * @throws what the file system throws.
   */
  static async join(dataDir: string, sweep: () => Promise<void>): Promise<Crew> {
    const { dir, lock, cards } = crewFolders(dataDir);
    const [journals, claims] = [join(dir, "journals"), join(dir, "claims")];
    await mkdir(dir, { recursive: true });
    return withFileLock(lock, async () => {
      const pulse = new Pulse();
      const others = (await readCards(cards)).filter((one) => pulse.isAlive(one));
      if (others.length === 0) {
        for (const old of [cards, journals, claims]) {
          await rm(old, { recursive: true, force: true });
        }
        await sweep();
      }
      for (const folder of [cards, journals, claims]) await mkdir(folder, { recursive: true });
      const id = randomBytes(6).toString("hex");
      const who = { id, pid: process.pid, place: PLACE, startedMs: Date.now() };
      const card: WorkerCard = { ...who, beat: 0, state: "working", embeds: 0, tallies: [] };
      const own = {
        card,
        claims: new Claims(claims, id),
        journal: await Journal.open(journals, id),
        reader: await JournalReader.open(journals, id),
      };
      await writeCard(cards, card);
      const crew = new Crew(dataDir, own, pulse);
      crew.#alive += others.length;
      return crew;
    });
  }

  /** Workers that live, this one among them. */
  get alive(): number {
    return this.#alive;
  }

  /** Whether anybody else works here, or has since this one joined. */
  get hasOthers(): boolean {
    return this.#reader.hasOthers;
  }

  /** Grows with what others have said; where it has not, they have written nothing that is free. */
  get heard(): number {
    return this.#heard;
  }

  /** Whether this worker holds a claim already. */
  holds(claim: string): boolean {
    return this.#claims.has(claim);
  }

  /** Claims what nobody else has in hand. @returns whether it is ours. */
  take(claim: string): Promise<boolean> {
    return this.#claims.take(claim);
  }

  /** Gives back what was not done. */
  giveBack(...claims: readonly string[]): Promise<void> {
    return this.#claims.giveBack(claims);
  }

  /** Tells the others what is done, and gives back its claims. Only what no crash can undo. */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    const lines: JournalLine[] = settlements.flatMap(
      ({ claims: [claim], outcome, skipped, rows }) =>
        claim && outcome ? [{ claim, outcome, skipped, rows }] : [],
    );
    try {
      await this.#journal.write(lines);
    } catch (error) {
      this.#isJournalBroken = true;
      throw error;
    }
    await this.#claims.giveBack(settlements.flatMap(({ claims }) => claims));
  }

  /** What another worker has made of an item; told once. */
  settledByOthers(claim: string): Settled | undefined {
    return this.#told.take(claim);
  }

  /** Resolves when all has been heard that others said before the call. */
  news(): Promise<void> {
    // Who comes while one reads waits for the next reading: this one may be past his line.
    this.#nextReading ??= this.#reading
      .catch(() => {})
      .then(() => {
        this.#nextReading = undefined;
        this.#reading = this.#hear();
        return this.#reading;
      });
    return this.#nextReading;
  }

  /** Lets the others go on for a moment, then hears of it. */
  async waitForOthers(): Promise<void> {
    await pause(WAIT_MS);
    await this.news();
  }

  /** What the card says from now on. */
  report(tallies: readonly Tally[], embeds: number): void {
    this.#card = { ...this.#card, tallies: [...tallies], embeds };
    this.#isCardNew = true;
  }

  /** Gives back everything. What was settled stays told until the next ones sweep. */
  async leave(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#looking?.catch(() => {});
    await this.news().catch(() => {});
    // Something may be written that could not be told: who takes it over looks it up.
    if (!this.#isJournalBroken) {
      await this.#claims.giveBackAll();
      await this.#say("left").catch(() => {});
    }
    await Promise.all([this.#journal.close(), this.#reader.close()]);
  }

  async #hear(): Promise<void> {
    const lines = await this.#reader.read();
    this.#heard += lines.length;
    const settled = lines.filter((line) => "claim" in line);
    for (const line of settled) this.#told.hear(line.claim, line);
    if (settled.length > 0) this.onNews(settled.map(({ claim }) => claim));
  }

  async #sayWhenNew(): Promise<void> {
    if (!this.#isCardNew) return;
    this.#isCardNew = false;
    // The disk may be full, which whoever writes pictures will say.
    await this.#say("working").catch(() => {});
  }

  async #say(state: WorkerCard["state"]): Promise<void> {
    this.#card = { ...this.#card, state, beat: this.#card.beat + 1 };
    await writeCard(crewFolders(this.#dataDir).cards, this.#card);
  }

  /** Looks after the others: shows that it lives itself, buries who died. Called once a second. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    this.#isCardNew = true;
    const others = (await readCards(crewFolders(this.#dataDir).cards)).filter(
      ({ id, state }) => id !== this.#card.id && state === "working",
    );
    const dead = others.filter((one) => !this.#pulse.isAlive(one));
    this.#alive = 1 + others.length - dead.length;
    for (const one of dead) await this.#bury(one);
    if (this.hasOthers || others.length > 0) await this.news();
  }

  /** Frees what a dead worker held; before, says so, for it may have written what it did not tell. */
  async #bury({ id, beat }: WorkerCard): Promise<void> {
    const { lock, cards } = crewFolders(this.#dataDir);
    await withFileLock(lock, async () => {
      const found = (await readCards(cards)).find((one) => one.id === id);
      if (found?.state !== "working" || found.beat !== beat) return;
      await this.#journal.write([{ buried: id }]);
      this.#heard++;
      await this.#claims.removeOf(id);
      await writeCard(cards, { ...found, state: "died" });
    });
  }
}
