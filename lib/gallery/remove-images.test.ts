import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestGallery, png, type TestGallery } from "./ingest.fixture";
import { removeFolder, removeImages } from "./remove-images";

let gallery: TestGallery;
beforeEach(async () => {
  gallery = await makeTestGallery();
});
afterEach(() => gallery.dispose());

describe("removeImages", () => {
  it("takes the thumbnails too, leaves the files, and is remembered", async () => {
    const path = await gallery.put("a.png", await png(1));
    await gallery.add();
    const [image] = await gallery.images();
    const id = image?.id ?? ("" as never);
    expect(await removeImages(gallery, [id])).toBe(1);
    await expect(gallery.thumbnails.read(id, 320)).rejects.toMatchObject({
      code: "image_not_found",
    });
    expect((await stat(path)).isFile()).toBe(true);
    expect(await gallery.add()).toMatchObject({ added: 0, removed: 1 });
    expect(await removeImages(gallery, [id])).toBe(0);
  });
});

describe("removeFolder", () => {
  it("removes what lies in it at any depth and nothing from folders named alike", async () => {
    for (const [n, name] of ["a/1.png", "a/b/2.png", "ab/3.png", "4.png"].entries()) {
      await gallery.put(name, await png(n));
    }
    await gallery.add();
    expect(await removeFolder(gallery, join(gallery.folder, "a"))).toEqual({
      removed: 2,
      staying: 0,
    });
    expect(await gallery.images()).toHaveLength(2);
    expect(await gallery.add()).toMatchObject({ added: 0, removed: 2, known: 2 });
  });

  it("keeps what lies elsewhere too, until that is removed as well", async () => {
    for (const name of ["a/x.png", "b/x.png"]) await gallery.put(name, await png(1));
    await gallery.add();
    const remove = (folder: string) => removeFolder(gallery, join(gallery.folder, folder));
    expect(await remove("a")).toEqual({ removed: 0, staying: 1 });
    expect(await gallery.images()).toHaveLength(1);
    expect(await remove("b")).toEqual({ removed: 1, staying: 0 });
    expect(await remove("b")).toEqual({ removed: 0, staying: 0 });
  });
});
