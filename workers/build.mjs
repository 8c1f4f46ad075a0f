// Bundles every thread and command entry of this folder into dist/, then builds the site.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildKernel } from "../lib/store/kernel/build-kernel.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..");

await build({
  entryPoints: readdirSync(here)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(here, name)),
  outdir: join(root, "dist"),
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  sourcemap: "linked",
  tsconfig: join(root, "tsconfig.json"),
  logLevel: "warning",
});

await buildKernel(join(root, "dist", "scan-kernel.wasm"));
