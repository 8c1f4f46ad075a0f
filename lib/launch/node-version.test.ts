import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compareVersions, nodeComplaint, OLDEST_NODE } from "./node-version.mjs";

it.each([
  ["20.9.0", "20.10.0", -1],
  ["v20.9.0", "20.9.0", 0],
  ["22.0.0", "20.19.4", 1],
  ["20.9", "20.9.0", 0],
  ["21.0.0-nightly2023", "21.0.0", 0],
])("compares %s with %s by their numbers", (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});

it("tells the owner of an old Node what is needed and where to get it", () => {
  expect(nodeComplaint("18.20.4")).toBe(
    "Wavelength needs Node 20.9 or newer but this is Node 18.20.4: install a newer one from https://nodejs.org and run the command again.",
  );
  expect(nodeComplaint("20.8.1")).not.toBe("");
  expect(nodeComplaint("20.9.0")).toBe("");
});

it("asks for the same Node as package.json", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(engines.node).toBe(`>=${OLDEST_NODE}`);
});

it.each([
  "workers/start.mjs",
  "workers/test.mjs",
  "workers/run.mjs",
  "lib/launch/node-version.mjs",
])("%s keeps to syntax that an old Node can parse, so that it can say so", (path) => {
  const code = readFileSync(path, "utf8");
  expect(code).not.toMatch(/\?\.|\?\?|^\s*await |from "node:|\|\|=|#\w/m);
});
