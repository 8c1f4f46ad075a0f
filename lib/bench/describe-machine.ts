import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import type { Figure } from "./bench";

/** Packages whose version changes the figures. */
const PACKAGES = ["@lancedb/lancedb", "apache-arrow", "onnxruntime-node", "sharp", "next"];

/** The machine and the versions that figures were measured with. */
export function describeMachine(root: string = process.cwd()): Figure[] {
  const [cpu] = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return [
    {
      what: "machine",
      value: `${cpu?.model ?? "?"}, ${availableParallelism()} cores, ${gigabytes} GiB`,
    },
    { what: "system", value: `${platform()} ${arch()} ${release()}` },
    { what: "node", value: `${process.version}, V8 ${process.versions.v8}` },
    ...PACKAGES.map((name) => ({ what: name, value: versionOf(name, root) })),
  ];
}

function versionOf(name: string, root: string): string {
  const [folder] = createRequire(join(root, "package.json")).resolve.paths(name) ?? [];
  const file = join(folder ?? "", name, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version: string };
  return version;
}
