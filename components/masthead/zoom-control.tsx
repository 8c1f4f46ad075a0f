import { MAX_ZOOM, MIN_ZOOM } from "@/lib/layout/column-width";
import { IconButton } from "../controls/icon-button";
import { LineIcon } from "../controls/line-icon";

interface ZoomControlProps {
  readonly zoom: number;
  readonly setZoom: (zoom: number) => void;
}

/** How large tiles are; on the keyboard + and −, on a wall Ctrl and wheel or a pinch. */
export function ZoomControl({ zoom, setZoom }: ZoomControlProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div role="group" aria-label="Tile size" className="flex items-center">
      <StepButton label="Smaller tiles" isOff={zoom <= MIN_ZOOM} onPress={() => setZoom(zoom - 1)}>
        <path d="M3 8h10" />
      </StepButton>
      <input
        type="range"
        aria-label="Tile size"
        min={MIN_ZOOM}
        max={MAX_ZOOM}
        step={1}
        value={zoom}
        onChange={(event) => setZoom(Number(event.currentTarget.value))}
        className="hidden w-20 accent-(--muted) md:block"
      />
      <StepButton label="Larger tiles" isOff={zoom >= MAX_ZOOM} onPress={() => setZoom(zoom + 1)}>
        <path d="M3 8h10M8 3v10" />
      </StepButton>
    </div>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}

function StepButton({ label, isOff, onPress, children }: StepButtonProps) {
  return (
    <IconButton label={label} isOff={isOff} onPress={onPress}>
      <LineIcon>{children}</LineIcon>
    </IconButton>
  );
}
