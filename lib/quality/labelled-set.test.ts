import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readLabelledSet } from "./labelled-set";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wavelength-labels-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, ...lines: readonly unknown[]) =>
  writeFile(
    join(folder, name),
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  );

it("reads label, style, palette, composition and captions of every line", async () => {
  await write(
    "labels.jsonl",
    { file: "a.webp", label: "moon", style: "ink line", palette: "ember", composition: "low-key" },
    { file: "b/c.jpg", label: "fish", artist: "someone", caption: ["A fish.", "Another fish."] },
    { file: "d.png", caption: "One sentence." },
  );
  const { name, images, problems } = await readLabelledSet(folder);
  expect(name).toBe(basename(folder));
  expect(problems).toEqual([]);
  expect(images).toEqual([
    {
      path: join(folder, "a.webp"),
      labels: { label: "moon", style: "ink line", palette: "ember", composition: "low-key" },
      captions: [],
    },
    {
      path: join(folder, "b", "c.jpg"),
      labels: { label: "fish" },
      captions: ["A fish.", "Another fish."],
    },
    { path: join(folder, "d.png"), labels: {}, captions: ["One sentence."] },
  ]);
});

it("takes gallery.jsonl where there is no labels.jsonl", async () => {
  await write("gallery.jsonl", { file: "a.jpg", label: "from the gallery" });
  expect((await readLabelledSet(folder)).images[0]?.labels.label).toBe("from the gallery");
  await write("labels.jsonl", { file: "a.jpg", label: "from the labels" });
  expect((await readLabelledSet(folder)).images[0]?.labels.label).toBe("from the labels");
});

it("reports lines that it cannot use and reads the others", async () => {
  await write("labels.jsonl", "not JSON", { file: "../outside.jpg" }, { file: "a.jpg" });
  const { images, problems } = await readLabelledSet(folder);
  expect(images).toHaveLength(1);
  expect(problems.map((problem) => problem.slice(0, 6))).toEqual(["line 1", "line 2"]);
});

it("says what a folder without labels lacks", async () => {
  await expect(readLabelledSet(folder)).rejects.toMatchObject({
    code: "folder_not_found",
    message: expect.stringContaining("labels.jsonl or gallery.jsonl"),
  });
});
