import { expect, it } from "vitest";
import { explainFailure } from "./explain-failure.mjs";

it.each([
  ["npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write", "disk is full"],
  ["Error: listen EADDRINUSE: address already in use 127.0.0.1:3000", "port is taken"],
  ["npm error code ENOTFOUND\nnpm error network request failed", "download failed"],
  ["npm error code ECONNRESET", "download failed"],
  ["npm error code E503", "download failed"],
  ["npm error code EUSAGE", "does not fit"],
  ["npm error code EINTEGRITY", "arrived damaged"],
  ["npm error code E404", "registry refused"],
  ["npm error code EACCES", "may not write"],
  ["FATAL ERROR: Reached heap limit - JavaScript heap out of memory", "memory ran out"],
])("says in one sentence what %j means", (output, words) => {
  const sentence = explainFailure(output);
  expect(sentence).toContain(words);
  expect(sentence).not.toContain("\n");
});

it("blames a full disk, not the network, when a download stops for want of room", () => {
  expect(explainFailure("ECONNRESET after ENOSPC")).toContain("disk is full");
});

it("claims no knowledge of other failures", () => {
  expect(explainFailure("Type error: x is not a function at 5039")).toBeUndefined();
});
