import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { layoutWall } from "@/lib/layout/masonry";
import { onWall, placeAt, ScrollMemory, scrollFor } from "./scroll-memory";

function storage(initial?: string) {
  const kept = new Map<string, string>(initial ? [["wavelength.scroll", initial]] : []);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

const ratios = Array.from({ length: 200 }, (_, i) => 0.6 + (i % 7) / 5);
const wide = layoutWall(ratios, { width: 1200, columnCount: 6, gap: 10 });
const narrow = layoutWall(ratios, { width: 400, columnCount: 2, gap: 10 });

describe("ScrollMemory", () => {
  it("remembers a place across a reload", () => {
    const disk = storage();
    const before = new ScrollMemory(disk);
    before.set("a", placeAt(wide, 1234.5, 200));
    before.save();
    expect(new ScrollMemory(disk).get("a")).toEqual(before.get("a"));
  });

  it.each(["{", "7", '[["a"]]', '[["a",{"y":"no"}]]', "[null]"])(
    "starts empty from a storage that says %s",
    (text) => {
      expect(new ScrollMemory(storage(text)).get("a")).toBeUndefined();
    },
  );

  it("forgets the oldest of more than 400 places", () => {
    const memory = new ScrollMemory(undefined);
    for (let i = 0; i <= 400; i++) memory.set(String(i), placeAt(wide, i, 0));
    expect(memory.get("0")).toBeUndefined();
    expect(memory.get("1")?.y).toBe(1);
  });

  it("keeps working when the storage refuses", () => {
    const refusing = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    const memory = new ScrollMemory(refusing);
    memory.set("a", placeAt(wide, 5, 0));
    expect(() => memory.save()).not.toThrow();
  });
});

describe("scrollFor", () => {
  it("is exact at the same width and zoom", () => {
    expect(scrollFor(placeAt(wide, 1234.5, 200), wide, 200)).toBe(1234.5);
  });

  it("finds the same tile at another width", () => {
    const place = placeAt(wide, 900, 200);
    const y = scrollFor(place, narrow, 150);
    expect(placeAt(narrow, y, 150).tile).toBe(place.tile);
  });

  it("finds a tile of a hop where other tiles have come or gone before it", () => {
    const ids = Array.from({ length: wide.tops.length }, (_, i) => `image ${i}` as ImageId);
    const place = placeAt(wide, 900, 200, { ids });
    const without = ids.filter((_, i) => i !== 1);
    const y = scrollFor(onWall(place, without), wide, 200);
    expect(placeAt(wide, y, 200, { ids: without }).image).toBe(place.image);
    expect(onWall(place, ids)).toBe(place);
    expect(onWall(place, [])).toBe(place);
  });

  it("stays above the wall where nobody had scrolled into it", () => {
    expect(scrollFor(placeAt(wide, 40, 200), narrow, 150)).toBe(40);
  });
});
