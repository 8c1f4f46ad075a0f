import { type FileHandle, mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** What became of an item; "anew": its image was there and was made again. */
const outcome = z.enum(["added", "anew", "known", "removed", "others", "skipped"]);
export type Outcome = z.infer<typeof outcome>;

const skipped = z.object({ path: z.string(), code: z.string(), message: z.string() });
/** Something that was not taken in, and why. */
export type Skipped = z.infer<typeof skipped>;

const rows = z.object({ added: z.int(), known: z.int(), removed: z.int(), skipped: z.int() });
/** What became of the rows of an item that is many. */
export type RowCounts = z.infer<typeof rows>;

const line = z.union([
  /** The item of a claim is done, for good. */
  z.object({
    claim: z.string(),
    outcome,
    skipped: z.optional(skipped),
    rows: z.optional(rows),
  }),
  /** What a worker held is free: it died. It may have written rows without a line here. */
  z.object({ buried: z.string() }),
]);
export type JournalLine = z.infer<typeof line>;

const READ_BYTES = 64 * 1_024;
const NEWLINE = 0x0a;

/** What one worker has done, for the others to read while it works: a file that only grows. */
export class Journal {
  readonly #file: FileHandle;
  #waiting: JournalLine[] = [];
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(dir: string, worker: string): Promise<Journal> {
    await mkdir(dir, { recursive: true });
    return new Journal(await open(join(dir, worker), "a"));
  }

  /**
   * Resolves when others can read it; what several say at once is written at once.
   *
   * @throws what the file system throws, and from then on.
   */
  write(lines: readonly JournalLine[]): Promise<void> {
    this.#waiting.push(...lines);
    const written = this.#writing.then(() => this.#flush());
    // Kept for whoever writes next too: after half a line nothing can follow.
    this.#writing = written;
    written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => {});
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.length === 0) return;
    await this.#file.appendFile(lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
  }
}

interface Followed {
  readonly file: FileHandle;
  at: number;
  rest: Buffer;
}

/** Reads what others write into their journals, each line once. One reads at a time. */
export class JournalReader {
  readonly #dir: string;
  readonly #own: string;
  readonly #followed = new Map<string, Followed>();

  private constructor(dir: string, own: string) {
    this.#dir = dir;
    this.#own = own;
  }

  /** Starts after what is there by now: the store tells of that. */
  static async open(dir: string, own: string): Promise<JournalReader> {
    const reader = new JournalReader(dir, own);
    for (const name of await reader.#names()) {
      const followed = await reader.#follow(name);
      followed.at = (await followed.file.stat()).size;
    }
    return reader;
  }

  /** Whether anybody else works in this folder, or has since. */
  get hasOthers(): boolean {
    return this.#followed.size > 0;
  }

  /** What has come since. */
  async read(): Promise<JournalLine[]> {
    const names = await this.#names();
    return (await Promise.all(names.map((name) => this.#readOf(name)))).flat();
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#followed.values(), ({ file }) => file.close()));
    this.#followed.clear();
  }

  async #names(): Promise<string[]> {
    return (await readdir(this.#dir)).filter((name) => name !== this.#own);
  }

  async #follow(name: string): Promise<Followed> {
    const followed = { file: await open(join(this.#dir, name)), at: 0, rest: Buffer.alloc(0) };
    this.#followed.set(name, followed);
    return followed;
  }

  async #readOf(name: string): Promise<JournalLine[]> {
    const followed = this.#followed.get(name) ?? (await this.#follow(name));
    const chunks = [followed.rest];
    for (;;) {
      const chunk = Buffer.alloc(READ_BYTES);
      const { bytesRead } = await followed.file.read(chunk, 0, READ_BYTES, followed.at);
      followed.at += bytesRead;
      chunks.push(chunk.subarray(0, bytesRead));
      if (bytesRead < READ_BYTES) break;
    }
    const bytes = Buffer.concat(chunks);
    // The last line may be half written yet.
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    followed.rest = bytes.subarray(end);
    return bytes.toString("utf8", 0, end).split("\n").flatMap(parseLine);
  }
}

/** None for a line that a process died over, and that of a newer version. */
function parseLine(text: string): JournalLine[] {
  if (text === "") return [];
  try {
    const parsed = line.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
