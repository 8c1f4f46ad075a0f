import { columnsFor, DEFAULT_ZOOM, gapFor, MAX_ZOOM, MIN_ZOOM } from "@/lib/layout/column-width";
import { DIVIDER_PX, shownRatio } from "@/lib/layout/masonry";

/** Tiles that are in the HTML, so that pictures load before any script does. */
export const HTML_TILES = 36;

/** Ids of the wall's list and of the rules that place it until React does. */
export const WALL_ID = "wall";
export const FIRST_RULES_ID = "wall-first-rules";

/** Widest screen that the script tells columns for; wider ones count as this wide. */
const MAX_WIDTH_PX = 12_000;

let zooms: { gap: number; starts: [widthPx: number, columns: number][] }[] | undefined;

/**
 * A script that stands right behind the first tiles in the HTML and places them before the first
 * paint, as `layoutWall` will: the server knows neither the width nor the zoom, and a wall that
 * moves once React is there would be a layout shift. It adds one `<style>`, touches no element that
 * React owns, and is plain ES2015 because nothing compiles it. Tiles are named by what they say of
 * themselves: after an `:nth-child` a browser restyles all of them whenever one is inserted.
 *
 * @param ratios width ÷ height of the wall's first tiles; numbers only, so nothing to escape.
 * @param divideAt as for `layoutWall`.
 */
export function placeFirstTilesScript(ratios: ArrayLike<number>, divideAt = 0): string {
  const shown = Array.from(ratios, (ratio) => Number(shownRatio(ratio).toFixed(9)));
  zooms ??= Array.from({ length: MAX_ZOOM - MIN_ZOOM + 1 }, (_, i) => ({
    gap: gapFor(MIN_ZOOM + i),
    starts: columnStarts(MIN_ZOOM + i),
  }));
  return `(function(ratios,zooms){
var wall=document.getElementById("${WALL_ID}");if(!wall)return;
var width=wall.clientWidth,zoom=zooms[document.documentElement.dataset.zoom]||zooms[${DEFAULT_ZOOM}];
var gap=zoom.gap,count=zoom.starts[0][1],i,c;
for(i=0;i<zoom.starts.length&&zoom.starts[i][0]<=width;i++)count=zoom.starts[i][1];
var w=Math.max(1,(width-gap*(count-1))/count),bottoms=[],rules="";
for(c=0;c<count;c++)bottoms.push(0);
for(i=0;i<ratios.length;i++){
if(i>0&&i===${Math.trunc(divideAt)}){var floor=Math.max.apply(null,bottoms)-gap+${DIVIDER_PX};for(c=0;c<count;c++)bottoms[c]=floor}
for(var column=0,o=1;o<count;o++)if(bottoms[o]<bottoms[column])column=o;
var h=Math.max(1,Math.round(w/ratios[i]));
rules+="#${WALL_ID}>[aria-posinset='"+(i+1)+"']{position:absolute;margin:0;left:"+column*(w+gap)+"px;top:"+bottoms[column]+"px;width:"+w+"px;height:"+h+"px}";
bottoms[column]+=h+gap}
var style=document.createElement("style");style.id="${FIRST_RULES_ID}";
style.textContent=rules+"#${WALL_ID}{columns:auto;height:"+Math.max.apply(null,bottoms.concat(0))+"px}";
document.head.appendChild(style)
})(${JSON.stringify(shown)},${JSON.stringify(zooms)})`;
}

/** Widths from which a wall has so many columns: `[[0, 2], [630, 3], …]`. */
function columnStarts(zoom: number): [widthPx: number, columns: number][] {
  const starts: [number, number][] = [[0, columnsFor(0, zoom)]];
  for (let width = 1; width <= MAX_WIDTH_PX; width++) {
    const columns = columnsFor(width, zoom);
    if (columns !== starts.at(-1)?.[1]) starts.push([width, columns]);
  }
  return starts;
}
