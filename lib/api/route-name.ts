/**
 * Every page and route of `app/`, `*` for a segment that may be anything; a test holds the list
 * against the folder.
 */
const ROUTES = [
  "/",
  "/api/about",
  "/api/board-feed",
  "/api/bridge",
  "/api/credits",
  "/api/elsewhere",
  "/api/facets",
  "/api/feeds",
  "/api/guests",
  "/api/health",
  "/api/images/*",
  "/api/images/*/large",
  "/api/images/*/thumb/*",
  "/api/ingest",
  "/api/meeting",
  "/api/metrics",
  "/api/owner",
  "/api/owner/enter",
  "/api/preview/*",
  "/api/tiles",
  "/api/wall",
  "/api/why",
  "/b/*",
  "/boards",
  "/boards/*",
  "/join/*/*",
  "/t/*",
].map((route) => ({ route, parts: segmentsOf(route) }));

/**
 * The route that answers a path, e.g. `/api/images/*` + `/large`: for labels and logs, of which there must
 * be few, and which must not say what a person asked for. The site's own files are `static`, what no route
 * answers is `unknown`.
 *
 * @param address a path, with or without its query.
 */
export function routeName(address: string): string {
  const path = address.split(/[?#]/, 1)[0] ?? "";
  if (path.startsWith("/_next/") || path === "/icon.svg" || path === "/favicon.ico")
    return "static";
  const asked = segmentsOf(path);
  const found = ROUTES.find(
    ({ parts }) =>
      parts.length === asked.length && parts.every((part, i) => part === "*" || part === asked[i]),
  );
  return found?.route ?? "unknown";
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter(Boolean);
}
