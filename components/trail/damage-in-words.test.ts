import { describe, expect, it } from "vitest";
import { fromBase64Url, toBase64Url } from "@/lib/trail/base64url";
import { crc32 } from "@/lib/trail/crc32";
import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail, sealed, trailHead } from "@/lib/trail/encode";
import { HOP_TAGS, INGREDIENT_TAGS, TRAIL_TAGS } from "@/lib/trail/tags";
import { MAX_HOPS } from "@/lib/trail/trail";
import { chain, ids } from "@/lib/trail/trails.fixture";
import { joinBytes, WireWriter } from "@/lib/trail/wire";
import { damageInWords } from "./damage-in-words";

/** What a person is told of a link. */
function told(code: string): string {
  const { trail, problems } = decodeTrail(code);
  return damageInWords(problems, trail.hops.length);
}

/** A sound code whose third hop says that it was reached from the hop so far before it. */
function codeWithParentDistance(distance: number): string {
  const ingredient = new WireWriter();
  ingredient.fixed64(INGREDIENT_TAGS.image, fromBase64Url(ids[9] ?? ""));
  const hop = new WireWriter();
  hop.varint(HOP_TAGS.parentDistance, distance);
  hop.bytes(HOP_TAGS.ingredient, ingredient.finish());
  const trail = new WireWriter();
  trail.bytes(TRAIL_TAGS.hop, hop.finish());
  const body = joinBytes([trailHead(chain(2)), trail.finish()]);
  return toBase64Url(sealed(body, crc32(body)));
}

describe("what is said of a link that is not whole", () => {
  it("names a mail program that cut it off, and what can be read", () => {
    const code = encodeTrail(chain(20));
    expect(told(code.slice(0, code.length - 40))).toMatch(
      /^Its end is missing, as when a mail program .+: the first 1\d hops\.$/,
    );
  });

  it("names the hop that comes from itself, from one after it, or from nowhere", () => {
    for (const distance of [0, 4, 2 ** 31, 2 ** 52]) {
      expect(told(codeWithParentDistance(distance))).toMatch(
        /^Its hop 3 makes no sense: .+ does not come before it\. The first 2 hops can be opened\.$/,
      );
    }
    expect(decodeTrail(codeWithParentDistance(3)).problems).toEqual([]);
  });

  it("opens the first 200 of 5,000 hops, and says why no more", () => {
    const writer = new WireWriter();
    for (let i = 0; i < 5_000; i++) {
      writer.fixed64(TRAIL_TAGS.plainHop, fromBase64Url(ids[i % ids.length] ?? ""));
    }
    const body = joinBytes([trailHead(chain(0)), writer.finish()]);
    const code = toBase64Url(sealed(body, crc32(body)));
    expect(code.length).toBeGreaterThan(60_000);
    expect(decodeTrail(code).trail.hops).toHaveLength(MAX_HOPS);
    expect(told(code)).toMatch(/at most 8,000 characters.+The first 200 hops can be opened/);
  });
});
