import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import type { CreditedImage } from "@/lib/search/contract";
import { sampleId } from "@/lib/store/sample-rows";
import { exportFile } from "@/lib/takeaway/export-schema";
import { itemsOfTrail } from "@/lib/takeaway/taken-item";
import { decodeTrail } from "@/lib/trail/decode";
import type { Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail } from "@/lib/trail/tree";
import { exportJson } from "./export-json";
import type { Credits } from "./fetch-credits";

/** The published schema, read by zod's own reader of JSON Schema. */
const published = z.fromJSONSchema(
  JSON.parse(readFileSync("docs/trail-export.schema.json", "utf8")),
);

const EMPTY = emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 });
const PALETTE = [{ name: "rust", share: 1, rgb: "#a0482b" }];

function image(n: number, details: CreditedImage["details"], files: CreditedImage["files"]) {
  const id = sampleId(n);
  return [id, { id, width: 4, height: 3, thumbhash: "", details, files }] as const;
}

const CREDITS: Credits = {
  model: "wavelength-1",
  gallery: { id: "abcdefgh", revision: 9 },
  palette: [],
  images: new Map([
    image(
      1,
      {
        title: "The Wave",
        artist: "Hokusai",
        year: 1831,
        licence: "CC0",
        source: "A museum",
        link: "https://example.org/wave",
      },
      "whole",
    ),
    image(2, { generated: true }, "original_missing"),
    image(3, {}, "thumbnail_missing"),
  ]),
};

/** A trail with all that a trail can have. */
function richTrail(): Trail {
  const recipe: Recipe = {
    ingredients: [
      {
        source: { kind: "image", id: sampleId(2) },
        weight: 0.5,
        crop: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
        aspects: { subject: 0, style: 0, palette: 1, light: 0 },
        isHeld: true,
      },
      { source: { kind: "words", text: "<b>calm</b>" }, weight: 1 },
      { source: { kind: "image", id: sampleId(5) }, weight: -1 },
    ],
    dials: { subject: 0.1, style: 0.9, palette: 0.5, light: 0 },
    wander: 0.25,
    isWanderHeld: true,
    isApart: true,
    compass: {
      axis: {
        low: { name: "calm", sources: [{ kind: "words", text: "a calm sea" }] },
        high: { name: "those", sources: [{ kind: "image", id: sampleId(3) }] },
      },
      amount: -0.4,
    },
    filters: { made: ["person"], licence: ["CC0"], yearFrom: -300, isTwin: true },
  };
  const guest = { id: sampleId(7), vector: new Int8Array(512), thumbhash: Uint8Array.of(1, 2, 3) };
  let trail = addHop(EMPTY, plainRecipe(sampleId(1)));
  trail = addHop(trail, recipe);
  trail = addHop(addGuest(trail, guest), {
    ...plainRecipe(guest.id),
    ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }],
  });
  trail = addHop(trail, plainRecipe(sampleId(3)), 0);
  trail = addHop(trail, plainRecipe(sampleId(4)));
  const hops = trail.hops.map((hop, i) =>
    i === 1 ? { ...hop, name: "A name", note: "A note", unknown: Uint8Array.of(104, 1) } : hop,
  );
  return { ...trail, hops, name: "My way", fork: { hop: 1, of: 7 } };
}

function exported(trail: Trail) {
  const items = itemsOfTrail(trail);
  const json = exportJson({ name: "My way", trail, items, credits: CREDITS, palette: PALETTE });
  return JSON.parse(json);
}

describe("everything as JSON", () => {
  it("is what the published schema says", () => {
    const file = exported(richTrail());
    expect(published.safeParse(file)).toMatchObject({ success: true });
    expect(exportFile.safeParse(file)).toMatchObject({ success: true });
  });

  it.each([
    [
      "a hop without a parent",
      (file: ReturnType<typeof exported>) => delete file.trail.hops[0].parent,
    ],
    [
      "an item without a credit",
      (file: ReturnType<typeof exported>) => delete file.items[0].credit,
    ],
    [
      "a compass turned too far",
      (file: ReturnType<typeof exported>) => {
        file.trail.hops[1].recipe.compass.amount = 2;
      },
    ],
    ["another version", (file: ReturnType<typeof exported>) => Object.assign(file, { version: 2 })],
  ])("is told by the schema from a file with %s", (_, damage) => {
    const file = exported(richTrail());
    damage(file);
    expect(published.safeParse(file).success).toBe(false);
  });

  it("has the trail whole: hops, recipes, names, notes, guests, and its code", () => {
    const trail = richTrail();
    const file = exported(trail);
    expect(decodeTrail(file.trail.code).trail).toEqual(trail);
    expect(file.trail.hops.map(({ parent }: { parent: number }) => parent)).toEqual(
      trail.hops.map(({ parent }) => parent),
    );
    expect(file.trail.hops[1]).toMatchObject({ name: "A name", note: "A note", unknown: "aAE=" });
    expect(file.trail.hops[1].recipe).toEqual(trail.hops[1]?.recipe);
    expect(file.trail.fork).toEqual(trail.fork);
    expect(file.trail.guests).toMatchObject([{ id: sampleId(7), model: "wavelength-1" }]);
  });

  it("credits every image, and says what is not known and what is missing", () => {
    const { items, pushed } = exported(richTrail());
    const credits = Object.fromEntries(
      items.map(({ id, text, credit }: Record<string, string>) => [id ?? text, credit]),
    );
    expect(credits[sampleId(1)]).toBe(
      "The Wave. Hokusai, 1831. CC0 · A museum. https://example.org/wave",
    );
    expect(credits[sampleId(2)]).toBe(
      "Untitled picture. Artist unknown. Licence unknown · source unknown · made by a generator. Its original is missing: moved or changed since it was added",
    );
    expect(credits[sampleId(3)]).toContain("Its thumbnail is missing");
    expect(credits[sampleId(4)]).toContain("Not in this gallery");
    expect(credits[sampleId(7)]).toContain("Artist unknown");
    expect(items.map(({ files }: { files?: string }) => files)).toEqual([
      "whole",
      "original_missing",
      undefined,
      undefined,
      "thumbnail_missing",
      "not_in_gallery",
    ]);
    expect(pushed).toMatchObject([{ id: sampleId(5) }]);
  });

  it("is a board's list where there is no trail", () => {
    const items = itemsOfTrail(richTrail());
    const file = JSON.parse(
      exportJson({ name: "A board", items, credits: CREDITS, palette: PALETTE }),
    );
    expect(published.safeParse(file)).toMatchObject({ success: true });
    expect(file.trail).toBeUndefined();
    expect(file.items).toHaveLength(items.length);
  });
});
