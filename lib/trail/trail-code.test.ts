import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { DEFAULT_DIALS, plainRecipe } from "@/lib/energy/recipe";
import { isAppError } from "@/lib/errors";
import { fromBase64Url, toBase64Url } from "./base64url";
import { crc32 } from "./crc32";
import { decodeTrail } from "./decode";
import { encodeTrail, sealed } from "./encode";
import { MAX_CODE_CHARS, MAX_HOPS, type Trail } from "./trail";
import { chain, idArbitrary, ids, trailArbitrary } from "./trails.fixture";
import {
  addGuest,
  addHop,
  createHopEncoder,
  isTooLong,
  linkFor,
  pathTo,
  queryImages,
  recipeOnward,
  withTip,
  withTipRecipe,
} from "./tree";
import { joinBytes, readFields, WireWriter } from "./wire";

describe("a trail's code", () => {
  it("gives back every trail as it was, and has one spelling", () => {
    fc.assert(
      fc.property(trailArbitrary, (trail) => {
        const code = encodeTrail(trail);
        const read = decodeTrail(code);
        expect(read).toEqual({ trail, problems: [] });
        expect(encodeTrail(read.trail)).toBe(code);
      }),
    );
  });

  it("holds 100 plain hops in under 2,000 characters", () => {
    expect(encodeTrail(chain(100)).length).toBeLessThan(2_000);
  });

  it("never changes for trails that have been sent: golden codes", () => {
    expect(encodeTrail(chain(2))).toBe(
      "ASIMd2F2ZWxlbmd0aC0xKghhYmNkZWZnaDAHCQABAgMEBQYACQEBAgMEBQYHTOUewA",
    );
    const rich = addHop(chain(1), {
      ingredients: [
        { source: { kind: "words", text: "calm sea" }, weight: -0.5 },
        {
          source: { kind: "image", id: ids[3] as ImageId },
          weight: 1,
          crop: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
        },
      ],
      dials: { ...DEFAULT_DIALS, light: 1 },
      wander: 0.25,
      filters: { made: ["person"], yearFrom: -300 },
    });
    expect(encodeTrail(rich)).toBe(RICH_CODE);
    expect(decodeTrail(RICH_CODE).trail).toEqual(rich);
  });

  it("carries through what a newer version wrote, byte for byte", () => {
    const ingredientOfTomorrow = new WireWriter();
    ingredientOfTomorrow.bytes(9, Uint8Array.of(1, 2, 3));
    const hop = new WireWriter();
    hop.bytes(2, ingredientOfTomorrow.finish());
    hop.varint(99, 12_345);
    const unknown = new WireWriter();
    unknown.text(20, "an axis: calm to wild");
    const trail: Trail = {
      ...chain(1),
      hops: [{ parent: -1, recipe: plainRecipe(ids[0] as ImageId), unknown: hop.finish() }],
      unknown: unknown.finish(),
    };
    const read = decodeTrail(encodeTrail(trail));
    expect(read).toEqual({ trail, problems: [] });
    const walked = decodeTrail(
      encodeTrail(addHop(read.trail, plainRecipe(ids[5] as ImageId))),
    ).trail;
    expect(walked.unknown).toEqual(trail.unknown);
    expect(walked.hops[0]).toEqual(trail.hops[0]);
  });

  it("writes each axis once, however many hops turn a compass on it", () => {
    const axis = {
      low: { name: "calm", sources: [{ kind: "words" as const, text: "a calm sea" }] },
      high: { name: "wild", sources: [{ kind: "image" as const, id: ids[9] as ImageId }] },
    };
    const turned = (n: number, amount: number) => ({
      ...plainRecipe(ids[n] as ImageId),
      compass: { axis, amount },
    });
    const one = addHop(chain(1), turned(1, 0.5));
    expect(encodeTrail(one)).toBe(COMPASS_CODE);
    expect(decodeTrail(COMPASS_CODE)).toEqual({ trail: one, problems: [] });
    const two = addHop(one, turned(2, -1));
    const written = encodeTrail(two).length - encodeTrail(one).length;
    expect(written).toBeLessThan(26);
    expect(addHop(two, { ...turned(2, -1) }, 1).hops).toHaveLength(3);
    const other = { axis: { ...axis, low: { ...axis.low, name: "still" } }, amount: -1 };
    expect(addHop(two, { ...turned(2, -1), compass: other }, 1).hops).toHaveLength(4);
  });

  it("keeps an axis of tomorrow and every compass on it byte for byte, and obeys neither", () => {
    const trail = ofTomorrow(chain(1), [AXIS_OF_TOMORROW], Uint8Array.of(0x10, 100));
    expect(decodeTrail(encodeTrail(trail))).toEqual({ trail, problems: [] });
  });

  it("leaves every axis where it is while one, or a compass on one, is not understood", () => {
    const axisOfToday = decodedAxis(COMPASS_CODE);
    const onFirst = Uint8Array.of(0x10, 100);
    const onSecond = Uint8Array.of(0x08, 1, 0x10, 100);
    const ofNewKind = Uint8Array.of(0x18, 1);
    const kept = fc.constantFrom(
      { axes: [axisOfToday], compass: joinBytes([onFirst, ofNewKind]) },
      { axes: [AXIS_OF_TOMORROW], compass: onFirst },
      { axes: [AXIS_OF_TOMORROW, axisOfToday], compass: onFirst },
      { axes: [axisOfToday, AXIS_OF_TOMORROW], compass: onSecond },
      { axes: [axisOfToday, axisOfToday], compass: joinBytes([onSecond, ofNewKind]) },
    );
    const guest = { id: ids[249] as ImageId, vector: Int8Array.of(1), thumbhash: Uint8Array.of() };
    fc.assert(
      fc.property(trailArbitrary, kept, (walked, { axes, compass }) => {
        const trail = ofTomorrow(addGuest(chain(1), guest), axes, compass);
        const further = walked.hops.reduce((grown, { recipe }) => addHop(grown, recipe), trail);
        const read = decodeTrail(encodeTrail(further));
        expect(read).toEqual({ trail: { ...further, axes: read.trail.axes }, problems: [] });
        expect(axesIn(read.trail.axes).slice(0, axes.length)).toEqual(axes);
        expect(encodeTrail(read.trail)).toBe(encodeTrail(further));
      }),
    );
  });

  it("obeys a compass on an axis it understands beside one that it does not", () => {
    const recipe =
      decodeTrail(COMPASS_CODE).trail.hops[1]?.recipe ?? plainRecipe(ids[1] as ImageId);
    const trail = ofTomorrow(chain(1), [AXIS_OF_TOMORROW], Uint8Array.of(0x10, 100));
    const read = decodeTrail(encodeTrail(addHop(trail, recipe))).trail;
    expect(read.hops[1]?.recipe.compass).toEqual(recipe.compass);
    expect(read.hops[0]).toEqual(trail.hops[0]);
  });

  it("leaves out guests that no hop uses", () => {
    const trail = addGuest(chain(1), {
      id: ids[9] as ImageId,
      vector: Int8Array.of(1),
      thumbhash: Uint8Array.of(2),
    });
    expect(encodeTrail(trail)).toBe(encodeTrail(chain(1)));
  });
});

describe("a damaged or hostile code", () => {
  it("gives what could be read and says so, or one named error, for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, isVersioned) => {
        const code = toBase64Url(isVersioned ? Uint8Array.of(1, ...bytes) : bytes);
        readable(code);
      }),
      { numRuns: 500 },
    );
  });

  it("is told from a sound one after any single change", () => {
    const code = encodeTrail(chain(12));
    fc.assert(
      fc.property(fc.nat(code.length - 1), fc.constantFrom(..."ABCxyz019-_"), (at, char) => {
        fc.pre(code[at] !== char && at < code.length - 1);
        expect(readable(code.slice(0, at) + char + code.slice(at + 1))).not.toEqual([]);
      }),
    );
  });

  it("keeps the hops before the cut", () => {
    const code = encodeTrail(chain(10));
    const { trail, problems } = decodeTrail(code.slice(0, Math.floor(code.length / 2)));
    expect(problems).toContain("checksum");
    expect(trail.hops.length).toBeGreaterThan(1);
    expect(trail.hops).toEqual(chain(10).hops.slice(0, trail.hops.length));
  });

  it("keeps 200 of 201 hops", () => {
    const { trail } = decodeTrail(encodeTrail(chain(MAX_HOPS)));
    const body = fromBase64Url(encodeTrail(trail));
    const writer = new WireWriter();
    writer.raw(body.subarray(0, body.length - 4));
    writer.fixed64(1, fromBase64Url(ids[240] ?? ""));
    const bytes = writer.finish();
    const read = decodeTrail(toBase64Url(sealed(bytes, crc32(bytes))));
    expect(read.problems).toEqual(["too_many_hops"]);
    expect(read.trail.hops).toHaveLength(MAX_HOPS);
  });

  it.each([
    ["nothing", ""],
    ["no code at all", "hello world"],
    ["a newer version", toBase64Url(Uint8Array.of(9, 1, 1, 1, 1, 1))],
    ["more than 8,000 characters", "A".repeat(MAX_CODE_CHARS + 1)],
  ])("of %s is refused by name", (_, code) => {
    expect(() => decodeTrail(code)).toThrowError(
      expect.objectContaining({ code: "trail_damaged" }),
    );
  });

  function readable(code: string): readonly string[] {
    try {
      const { trail, problems } = decodeTrail(code);
      encodeTrail(trail);
      return problems;
    } catch (error) {
      if (isAppError(error)) return [error.code];
      throw error;
    }
  }
});

describe("a trail's tree", () => {
  it("branches where the person went back, and walks a known way again", () => {
    const one = chain(2);
    const branch = addHop(one, plainRecipe(ids[8] as ImageId), 0);
    expect(pathTo(branch)).toEqual([0, 2]);
    expect(addHop(branch, plainRecipe(ids[1] as ImageId), 0)).toMatchObject({
      tip: 1,
      hops: { length: 3 },
    });
    expect(queryImages(branch)).toEqual(new Set([ids[0], ids[1], ids[8]]));
  });

  it("makes every tile's link as a full encoding would", () => {
    fc.assert(
      fc.property(trailArbitrary, idArbitrary, (trail, id) => {
        expect(createHopEncoder(trail).linkTo(id)).toBe(
          linkFor(addHop(trail, recipeOnward(trail, id))),
        );
      }),
    );
    const full = chain(MAX_HOPS);
    expect(createHopEncoder(full).linkTo(ids[220] as ImageId)).toBeUndefined();
    expect(() => addHop(full, plainRecipe(ids[220] as ImageId))).toThrowError(/at most 200 hops/);
  });

  it("changes what the tip asks without a new hop", () => {
    const asked = { ...plainRecipe(ids[9] as ImageId), wander: 0.3 };
    const changed = withTipRecipe(chain(3), asked);
    expect(changed.hops.map(({ recipe: { wander } }) => wander)).toEqual([0, 0, 0.3]);
    expect(changed.tip).toBe(2);
    expect(pathTo(changed)).toEqual([0, 1, 2]);
  });

  it("refuses a tip that is not there, and knows a link that is too long", () => {
    expect(() => withTip(chain(2), 2)).toThrow(RangeError);
    expect(isTooLong(`/t/${"A".repeat(MAX_CODE_CHARS)}`)).toBe(false);
    expect(isTooLong(`/t/${"A".repeat(MAX_CODE_CHARS + 1)}`)).toBe(true);
  });
});

const AXIS_OF_TOMORROW = Uint8Array.of(0x0a, 4, 0x63, 0x61, 0x6c, 0x6d, 0xe8, 0x04, 1);

/** The trail as a newer version wrote it: with its axes, and a compass on one at the first hop. */
function ofTomorrow(trail: Trail, axes: readonly Uint8Array[], compass: Uint8Array): Trail {
  const fields = new WireWriter();
  for (const axis of axes) fields.bytes(10, axis);
  const unknown = new WireWriter();
  unknown.bytes(9, compass);
  const hops = trail.hops.map((hop, i) => (i === 0 ? { ...hop, unknown: unknown.finish() } : hop));
  return { ...trail, hops, axes: fields.finish() };
}

function axesIn(fields: Uint8Array = new Uint8Array(0)): Uint8Array[] {
  return [...readFields(fields)].map(({ bytes }) => bytes);
}

/** The bytes of a code's first axis. */
function decodedAxis(code: string): Uint8Array {
  const fields = [...readFields(fromBase64Url(code).subarray(1, -4))];
  return fields.find(({ tag }) => tag === 10)?.bytes ?? new Uint8Array(0);
}

const RICH_CODE =
  "ASIMd2F2ZWxlbmd0aC0xKghhYmNkZWZnaDAHCQABAgMEBQYAEjISDBoIY2FsbSBzZWEgYxITCQMBAgMEBQYVKggAZADIASwBkBoEMjIyZCAZKgUIAijXBFFrpG8";

const COMPASS_CODE =
  "ASIMd2F2ZWxlbmd0aC0xKghhYmNkZWZnaDAHUiUKBGNhbG0SBHdpbGQaDBoKYSBjYWxtIHNlYSIJCQkBAgMEBQY_CQABAgMEBQYAEg8SCQkBAQIDBAUGB0oCEGQvQd_q";
