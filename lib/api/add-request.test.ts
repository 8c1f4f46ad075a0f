import { expect, it } from "vitest";
import { addRequest } from "./add-request";

it.each([
  { folder: "/pictures\0" },
  { collection: "met", query: "st\0rm" },
  { collection: "met", query: "storm\u0007bell" },
  { collection: "met", query: "  " },
  { collection: "met", limit: 10_001 },
  { collection: "louvre" },
  { folder: "/pictures", collection: "met" },
])("refuses to add %j", (asked) => {
  expect(addRequest.safeParse(asked).success).toBe(false);
});

it("takes a folder of any name, and words of any language, of 500 works unless said", () => {
  expect(addRequest.parse({ folder: "/pictures/a\nb" })).toEqual({ folder: "/pictures/a\nb" });
  expect(addRequest.parse({ collection: "met", query: " 嵐 “sea” " })).toEqual({
    collection: "met",
    query: "嵐 “sea”",
    limit: 500,
  });
});
