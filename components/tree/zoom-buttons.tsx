import { IconButton } from "../controls/icon-button";
import { LineIcon } from "../controls/line-icon";
import type { PanZoom } from "./use-pan-zoom";

/** Zoom by hand, for those who neither pinch nor turn a wheel. */
export function ZoomButtons({ zoom }: { readonly zoom: PanZoom }) {
  return (
    <div className="absolute right-3 bottom-3 flex rounded-full border border-line bg-raised">
      <IconButton label="Smaller" isOff={false} onPress={() => zoom.zoomBy(-1)}>
        <Sign path="M3.5 8h9" />
      </IconButton>
      <IconButton label="See all of it" isOff={false} onPress={zoom.seeAll}>
        <Sign path="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />
      </IconButton>
      <IconButton label="Larger" isOff={false} onPress={() => zoom.zoomBy(1)}>
        <Sign path="M3.5 8h9M8 3.5v9" />
      </IconButton>
    </div>
  );
}

function Sign({ path }: { readonly path: string }) {
  return (
    <LineIcon>
      <path d={path} />
    </LineIcon>
  );
}
