import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { isAppError } from "@/lib/errors";
import { fromBase64Url, toBase64Url } from "@/lib/trail/base64url";
import { crc32 } from "@/lib/trail/crc32";
import { decodeTrail } from "@/lib/trail/decode";
import { sealed } from "@/lib/trail/encode";
import { MAX_CODE_CHARS, type Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail, pathTo } from "@/lib/trail/tree";
import { WireWriter } from "@/lib/trail/wire";
import { type BoardContents, itemKey, MAX_BOARD_ITEMS, newBoard, tidyName } from "./board";
import { boardLink, decodeBoard, encodeBoard, isTooLongForLink } from "./board-code";
import { boardFileName, boardFileOf, readBoardFile, requireBoardFileSize } from "./board-file";
import { hopItem, imageItem, trailItem } from "./saved-item";

const idArbitrary = fc
  .uint8Array({ minLength: 8, maxLength: 8 })
  .map((bytes) => toBase64Url(bytes) as ImageId);
const trailArbitrary = fc
  .array(idArbitrary, { minLength: 1, maxLength: 5 })
  .map((ids) =>
    ids.reduce<Trail>(
      (trail, id) => addHop(trail, plainRecipe(id)),
      emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 }),
    ),
  );
const itemArbitrary = fc.oneof(
  { weight: 3, arbitrary: idArbitrary.map(imageItem) },
  { weight: 1, arbitrary: trailArbitrary.map(hopItem) },
  { weight: 1, arbitrary: trailArbitrary.map(trailItem) },
);
const contentsArbitrary: fc.Arbitrary<BoardContents> = fc.record({
  name: fc.string({ maxLength: 120, unit: "grapheme" }).map(tidyName),
  items: fc.uniqueArray(itemArbitrary, { maxLength: 20, selector: itemKey }),
});
const id = (n: number) => toBase64Url(Uint8Array.of(n, n >> 8, 2, 3, 4, 5, 6, 7)) as ImageId;
const images = (count: number): BoardContents => ({
  name: "Blue hour",
  items: Array.from({ length: count }, (_, n) => imageItem(id(n))),
});

describe("a board's code", () => {
  it("gives back every board as it was, and has one spelling", () => {
    fc.assert(
      fc.property(contentsArbitrary, (contents) => {
        const code = encodeBoard(contents);
        const read = decodeBoard(code);
        expect(read).toEqual({ contents, problems: [] });
        expect(encodeBoard(read.contents)).toBe(code);
      }),
    );
  });

  it("never changes for boards that have been sent: a golden code", () => {
    const trail = addHop(
      emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 }),
      plainRecipe(id(9)),
    );
    const contents = { name: "Blue hour", items: [imageItem(id(1)), hopItem(trail)] };
    expect(encodeBoard(contents)).toBe(GOLDEN_CODE);
    expect(decodeBoard(GOLDEN_CODE).contents).toEqual(contents);
  });

  it("carries through what a newer version wrote, byte for byte", () => {
    const field = new WireWriter();
    field.text(20, "a colour for its cover");
    const contents = { ...images(2), unknown: toBase64Url(field.finish()) };
    const read = decodeBoard(encodeBoard(contents));
    expect(read).toEqual({ contents, problems: [] });
    const [again] = readBoardFile(boardFileOf([newBoard(read.contents, "x", 0)]));
    expect(again).toEqual(contents);
  });

  it("says when a link has no room: 600 pictures fit, 1,000 do not", () => {
    expect(isTooLongForLink(boardLink(images(600)))).toBe(false);
    expect(isTooLongForLink(boardLink(images(MAX_BOARD_ITEMS)))).toBe(true);
  });
});

describe("what is saved of a trail", () => {
  const guest = { id: id(77), vector: Int8Array.of(1, 2, 3), thumbhash: Uint8Array.of(4, 5) };
  const walked = addHop(
    addHop(
      addGuest(emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 }), guest),
      plainRecipe(id(1)),
    ),
    {
      ...plainRecipe(id(2)),
      ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }],
    },
  );

  it("is for a hop the hop alone, with its guest's vector and blur", () => {
    const item = hopItem(walked);
    const { trail } = decodeTrail(item.kind === "hop" ? item.code : "");
    expect(trail.hops).toEqual([{ ...walked.hops[1], parent: -1 }]);
    expect(trail.guests).toEqual([guest]);
  });

  it("is for a trail the whole way", () => {
    const item = trailItem(walked);
    const { trail } = decodeTrail(item.kind === "trail" ? item.code : "");
    expect(pathTo(trail)).toEqual([0, 1]);
  });
});

describe("a damaged or hostile board", () => {
  it("gives what could be read and says so, or one named error, for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, isVersioned) => {
        readable(toBase64Url(isVersioned ? Uint8Array.of(0x62, ...bytes) : bytes));
      }),
      { numRuns: 500 },
    );
  });

  it("is told from a sound one after any single change", () => {
    const code = encodeBoard(images(12));
    fc.assert(
      fc.property(fc.nat(code.length - 2), fc.constantFrom(..."ABCxyz019-_"), (at, char) => {
        fc.pre(code[at] !== char);
        expect(readable(code.slice(0, at) + char + code.slice(at + 1))).not.toEqual([]);
      }),
    );
  });

  it("keeps what comes before the cut", () => {
    const code = encodeBoard(images(10));
    const { contents, problems } = decodeBoard(code.slice(0, code.length / 2));
    expect(problems).toContain("checksum");
    expect(contents.items.length).toBeGreaterThan(2);
    expect(contents.items).toEqual(images(10).items.slice(0, contents.items.length));
  });

  it("leaves out a trail that is damaged, and keeps the pictures around it", () => {
    const writer = new WireWriter();
    writer.raw(Uint8Array.of(0x62));
    writer.text(1, "Half");
    writer.fixed64(2, fromBase64Url(id(1)));
    writer.bytes(4, Uint8Array.of(1, 2, 3));
    writer.fixed64(2, fromBase64Url(id(2)));
    const body = writer.finish();
    const read = decodeBoard(toBase64Url(sealed(body, crc32(body))));
    expect(read.problems).toEqual(["item_damaged"]);
    expect(read.contents.items).toEqual([imageItem(id(1)), imageItem(id(2))]);
  });

  it.each([
    ["nothing", "", "board_damaged"],
    ["no code at all", "hello world", "board_damaged"],
    [
      "a newer version",
      toBase64Url(sealed(Uint8Array.of(0x63, 1), crc32(Uint8Array.of(0x63, 1)))),
      "board_newer",
    ],
    ["more than 8,000 characters", "A".repeat(MAX_CODE_CHARS + 1), "board_damaged"],
  ])("of %s is refused by name", (_, code, name) => {
    expect(() => decodeBoard(code)).toThrow(expect.objectContaining({ code: name }));
  });
});

describe("a file of boards", () => {
  it("gives back every board as it was", () => {
    fc.assert(
      fc.property(fc.array(contentsArbitrary, { minLength: 1, maxLength: 4 }), (all) => {
        const boards = all.map((contents, n) => newBoard(contents, String(n), n));
        expect(readBoardFile(boardFileOf(boards))).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  it("is called like its board, whatever that is called", () => {
    const named = (name: string) => boardFileName([newBoard({ name, items: [] }, "x", 0)]);
    expect(named("Blue hour")).toBe("Blue hour.wavelength.json");
    expect(named("../../<b>")).toBe("b.wavelength.json");
    expect(named("///")).toBe("board.wavelength.json");
  });

  const sound = boardFileOf([newBoard(images(3), "x", 0)]);
  it.each([
    [
      "another program's",
      '{"format":"photo-album","boards":[]}',
      "board_foreign",
      /something else/,
    ],
    ["of no JSON", "GIF89a…", "board_foreign", /something else/],
    ["of JSON that is no object", "[1, 2]", "board_foreign", /something else/],
    ["that was cut off", sound.slice(0, -40), "board_damaged", /ends too early/],
    [
      "of a newer version",
      sound.replace('"version": 1', '"version": 2'),
      "board_newer",
      /version 2/,
    ],
    [
      "without boards",
      sound.replace(/"boards": [\s\S]*/, '"boards": []}'),
      "board_damaged",
      /boards/,
    ],
    ["with an id that is none", sound.replace(id(1), "x"), "board_damaged", /board 1, thing 2/],
    [
      "with a trail that is damaged",
      sound.replace(
        `"kind": "image",\n          "id": "${id(2)}"`,
        '"kind": "trail", "code": "AAAA"',
      ),
      "board_damaged",
      /board 1, thing 3/,
    ],
  ])("%s is refused whole, by name", (_, text, code, message) => {
    expect(() => readBoardFile(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it("that is huge is refused before it is read", () => {
    expect(() => requireBoardFileSize(17e6)).toThrow(/at most 16 MB but this one has 17 MB/);
  });

  it("never throws anything but a named refusal, whatever was changed in it", () => {
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.string({ maxLength: 3 }), (at, text) => {
        try {
          readBoardFile(sound.slice(0, at) + text + sound.slice(at + 1));
        } catch (error) {
          if (!isAppError(error)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** The problems of a code; its error's name where nothing of it can be read. */
function readable(code: string): readonly string[] {
  try {
    const { contents, problems } = decodeBoard(code);
    expect(decodeBoard(encodeBoard(contents)).problems).toEqual([]);
    return problems;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [error.code];
  }
}

const GOLDEN_CODE =
  "YgoJQmx1ZSBob3VyEQEAAgMEBQYHGigBIgx3YXZlbGVuZ3RoLTEqCGFiY2RlZmdoMAcJCQACAwQFBgcqYBqQ1snDUw";
