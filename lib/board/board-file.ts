import { z } from "zod/mini";
import { type ImageId, isImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import { MAX_CODE_CHARS } from "@/lib/trail/trail";
import {
  type Board,
  type BoardContents,
  MAX_BOARD_ITEMS,
  MAX_BOARD_NAME_CHARS,
  MAX_BOARDS,
} from "./board";
import { isSoundTrail } from "./board-code";

/** What a file of boards says that it is (docs/board-code.md). */
const FORMAT = "wavelength-board";
const FILE_VERSION = 1;

/** 200 full boards of images are 8 MB; a file beyond this is none of ours. */
const MAX_BOARD_FILE_BYTES = 16e6;

const boardItem = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("image"),
    id: z.custom<ImageId>((id) => typeof id === "string" && isImageId(id), "no id of an image"),
  }),
  z.object({
    kind: z.enum(["hop", "trail"]),
    code: z.string().check(z.maxLength(MAX_CODE_CHARS), z.refine(isSoundTrail, "no whole trail")),
  }),
]);

const boardFile = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FILE_VERSION),
  boards: z
    .array(
      z.object({
        name: z.string().check(z.minLength(1), z.maxLength(MAX_BOARD_NAME_CHARS)),
        items: z.array(boardItem).check(z.maxLength(MAX_BOARD_ITEMS)),
        unknown: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]*$/))),
      }),
    )
    .check(z.minLength(1), z.maxLength(MAX_BOARDS)),
});

/** Boards as the text of a file, to be read by people too. */
export function boardFileOf(boards: readonly Board[]): string {
  const file = {
    format: FORMAT,
    version: FILE_VERSION,
    boards: boards.map(({ name, items, unknown }) => ({
      name,
      items,
      ...(unknown ? { unknown } : {}),
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** What the file of one board, or of several, is called. */
export function boardFileName(boards: readonly Board[]): string {
  const [only] = boards;
  const name = boards.length === 1 && only ? only.name : "boards";
  const safe = name
    .replace(/[^\p{L}\p{N} _-]+/gu, "")
    .trim()
    .slice(0, 60);
  return `${safe || "board"}.wavelength.json`;
}

/**
 * The boards of a file: all of them or, where anything is wrong with it, none.
 *
 * @throws {AppError} `board_too_large`, `board_foreign` for a file of something else, `board_newer` for
 *   a later version, `board_damaged` with the place of the first thing that is wrong.
 */
export function readBoardFile(text: string): BoardContents[] {
  if (text.length > MAX_BOARD_FILE_BYTES) throw tooLarge(text.length);
  const json = parseJson(text);
  if (!isRecord(json) || json.format !== FORMAT) throw foreign();
  if (typeof json.version === "number" && json.version > FILE_VERSION) {
    throw new AppError(
      "board_newer",
      `Expected a board file of version ${FILE_VERSION} but this is version ${json.version}: a newer Wavelength made it, and can open it. Nothing was imported.`,
    );
  }
  const parsed = boardFile.safeParse(json);
  if (parsed.success) return parsed.data.boards.map(withoutUndefined);
  const [issue] = parsed.error.issues;
  throw new AppError(
    "board_damaged",
    `The file says that it is a board but is damaged at ${placeOf(issue?.path ?? [])}. Nothing was imported.`,
  );
}

/** @throws {AppError} `board_too_large`: said before a huge file is read. */
export function requireBoardFileSize(bytes: number): void {
  if (bytes > MAX_BOARD_FILE_BYTES) throw tooLarge(bytes);
}

function tooLarge(bytes: number): AppError {
  return new AppError(
    "board_too_large",
    `Expected a board file of at most ${MAX_BOARD_FILE_BYTES / 1e6} MB but this one has ${Math.ceil(bytes / 1e6)} MB. Nothing was imported.`,
  );
}

function foreign(): AppError {
  return new AppError(
    "board_foreign",
    "Expected a file that Wavelength saved boards to, but this is something else. Nothing was imported.",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Ours, and cut off on its way? Then it still says what it is.
    if (!text.slice(0, 200).includes(`"${FORMAT}"`)) throw foreign();
    throw new AppError(
      "board_damaged",
      "The file says that it is a board but ends too early or was changed. Nothing was imported.",
      { cause: error },
    );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** "board 2, thing 14" of a path into the file. */
function placeOf(path: readonly PropertyKey[]): string {
  const [list, board, part, item] = path;
  if (list !== "boards" || typeof board !== "number") return String(list ?? "its beginning");
  return `board ${board + 1}${part === "items" && typeof item === "number" ? `, thing ${item + 1}` : ""}`;
}

function withoutUndefined({
  name,
  items,
  unknown,
}: z.infer<typeof boardFile>["boards"][number]): BoardContents {
  return { name, items, ...(unknown ? { unknown } : {}) };
}
