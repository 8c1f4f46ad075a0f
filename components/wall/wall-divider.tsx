import { DIVIDER_PX } from "@/lib/layout/masonry";

/** A quiet line across the wall, where it stops being close. @param props.top in px. */
export function WallDivider({ top }: { readonly top: number }) {
  return (
    <p
      className="pointer-events-none absolute inset-x-0 flex items-center gap-4 text-muted text-xs"
      style={{ top, height: DIVIDER_PX }}
    >
      <span className="h-px flex-1 bg-line" aria-hidden="true" />
      From here on, no longer close
      <span className="h-px flex-1 bg-line" aria-hidden="true" />
    </p>
  );
}
