import type { WallResponse } from "@/lib/search/contract";
import { dividerOf, openWall } from "./opened-wall";
import { HTML_TILES, placeFirstTilesScript } from "./place-first-tiles";

/** Stands right behind the wall in the HTML and places its first tiles before the first paint. */
export function FirstTiles({ wall }: { readonly wall: WallResponse | undefined }) {
  if (!wall) return null;
  const { ratios } = openWall(wall);
  const script = placeFirstTilesScript(ratios.subarray(0, HTML_TILES), dividerOf(wall));
  // biome-ignore lint/security/noDangerouslySetInnerHtml: our own text and numbers.
  return <script dangerouslySetInnerHTML={{ __html: script }} />;
}
