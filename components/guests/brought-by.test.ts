import { expect, test } from "vitest";
import { broughtBy } from "./brought-by";

const HERE = "http://localhost:3000";
const carry = (data: Record<string, string>, files: readonly File[] = []) => ({
  files,
  getData: (kind: string) => data[kind] ?? "",
});

test("takes the pictures among files, and files before their link", () => {
  const letter = new File(["x"], "letter.txt", { type: "text/plain" });
  const picture = new File(["y"], "a.png", { type: "image/png" });
  const link = { "text/uri-list": "https://example.org/a.png" };
  expect(broughtBy(carry(link, [letter, picture, picture]), HERE)).toEqual([
    { file: picture },
    { file: picture },
  ]);
});

test("takes a file of no known type: the server looks inside", () => {
  const file = new File(["z"], "scan");
  expect(broughtBy(carry({}, [file]), HERE)).toEqual([{ file }]);
});

test("takes the first address of a list, past its comments", () => {
  const list = "# from a page\r\nhttps://example.org/b.jpg\r\nhttps://example.org/c.jpg";
  expect(broughtBy(carry({ "text/uri-list": list }), HERE)).toEqual([
    { link: "https://example.org/b.jpg" },
  ]);
});

test.each([
  ["words", { "text/plain": "a stormy sea" }],
  ["another kind of address", { "text/plain": "file:///etc/passwd" }],
  ["a script", { "text/uri-list": "javascript:alert(1)" }],
  ["one of our own tiles", { "text/uri-list": `${HERE}/t/abc` }],
  ["nothing", {}],
])("leaves %s alone", (_what, data) => {
  expect(broughtBy(carry(data as Record<string, string>), HERE)).toEqual([]);
});
