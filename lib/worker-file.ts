import { join } from "node:path";

/**
 * The bundled file of a worker thread or command: `dist/<name>.js`, made by `npm run build`.
 *
 * Bundled by esbuild rather than by each of Turbopack, vitest and a TypeScript loader, so the
 * server, the commands and the tests start the very same file (docs/adr/0003).
 *
 * @param name the entry's file name in `workers/` without its ending, e.g. `"embed.worker"`.
 */
export function workerFile(name: string, root: string = process.cwd()): string {
  return join(root, "dist", `${name}.js`);
}
