import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { type Ingredient, plainRecipe } from "@/lib/energy/recipe";
import { addGuest, emptyTrail } from "@/lib/trail/tree";
import { describeQuery, imagesOn } from "./describe-query";

const id = "AAAAAAAAAAA" as ImageId;
const trail = addGuest(emptyTrail("m", { id: "g", revision: 1 }), {
  id,
  vector: new Int8Array(512),
  thumbhash: Uint8Array.of(1),
});
const hop = (...ingredients: Ingredient[]) => ({
  parent: -1,
  recipe: { ...plainRecipe(id), ingredients },
});
const details = () => ({
  id,
  width: 1,
  height: 1,
  thumbhash: "",
  details: { title: "The Sea" },
});

describe("describeQuery", () => {
  it("calls an image by its title and shows it", () => {
    const described = describeQuery(trail, { parent: -1, recipe: plainRecipe(id) }, details);
    expect(described).toEqual({ title: "The Sea", picture: { kind: "image", id }, words: [] });
  });

  it("quotes words and shows no picture for them", () => {
    const words = { source: { kind: "words", text: "a wild animal" }, weight: 1 } as const;
    expect(describeQuery(trail, hop(words), details)).toMatchObject({
      title: "“a wild animal”",
      picture: undefined,
    });
  });

  it("shows a guest by the blur that the trail carries", () => {
    const guest = { source: { kind: "guest", id }, weight: 1 } as const;
    expect(describeQuery(trail, hop(guest), details).picture).toEqual({
      kind: "guest",
      id,
      thumbhash: Uint8Array.of(1),
    });
  });

  it("does not name what a query pushes away as what it is like", () => {
    const push = { source: { kind: "image", id }, weight: -1 } as const;
    expect(describeQuery(trail, hop(push), details).picture).toBeUndefined();
  });

  it("prefers the name that someone gave the hop", () => {
    const named = { parent: -1, recipe: plainRecipe(id), name: "Home" };
    expect(describeQuery(trail, named, details).title).toBe("Home");
  });

  it("lists every image of a path", () => {
    const whole = { ...trail, hops: [{ parent: -1, recipe: plainRecipe(id) }], tip: 0 };
    expect(imagesOn(whole, [0])).toEqual([id]);
  });
});
