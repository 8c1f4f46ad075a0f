import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import { closenessInWords, closenessSentence, nameOf } from "./tile-name";

function tile(details: TileDetails["details"]): TileDetails {
  return { id: "AAAAAAAAAAA" as ImageId, width: 1, height: 1, thumbhash: "", details };
}

describe("nameOf", () => {
  it.each([
    [{ title: "The Sea", artist: "A. Person", year: 1890 }, "The Sea, A. Person, 1890"],
    [{ label: "flow-field", style: "ink line" }, "Flow field, ink line"],
    [{ label: "moon" }, "Moon"],
    [{ title: "Vase", year: -450 }, "Vase, 450 BC"],
    [{ artist: "A. Person" }, "Untitled picture, A. Person"],
    [{}, "Untitled picture"],
  ])("calls %j by %s", (details, name) => {
    expect(nameOf(tile(details))).toBe(name);
  });

  it("names a tile whose details are on their way", () => {
    expect(nameOf(undefined)).toBe("Picture");
  });
});

describe("closenessInWords", () => {
  it.each([
    [0.99348, "closer than 99.3 % of pairs"],
    [0.5, "closer than 50 % of pairs"],
    [0.99999, "closer than 99.9 % of pairs"],
    [1, "closer than 99.9 % of pairs"],
    [0, "closer than 0 % of pairs"],
    [-1, ""],
  ])("says %d as “%s”", (closeness, words) => {
    expect(closenessInWords(closeness)).toBe(words);
  });
});

describe("closenessSentence", () => {
  it.each([
    [0.99348, "Very close: closer than 99.3 % of pairs here"],
    [0.97, "Close: closer than 97 % of pairs here"],
    [-1, ""],
  ])("says of %d %o", (closeness, words) => {
    expect(closenessSentence(closeness)).toBe(words);
  });
});
