import { MAX_WALL_TILES } from "@/lib/search/contract";

interface WallEndProps {
  readonly count: number;
  readonly isTrail: boolean;
}

/** The quiet end of a wall. */
export function WallEnd({ count, isTrail }: WallEndProps) {
  const isCut = count >= MAX_WALL_TILES;
  return (
    <footer className="flex flex-col items-center gap-3 px-5 py-20 text-center text-muted text-sm">
      <div className="spectrum w-24" aria-hidden="true" />
      <p>
        {isTrail && isCut
          ? `The ${count.toLocaleString("en")} nearest end here. Click any of them to go on.`
          : `That is the end: ${count.toLocaleString("en")} ${count === 1 ? "picture" : "pictures"}.`}
      </p>
      <button
        type="button"
        onClick={() => {
          window.scrollTo(0, 0);
          document.getElementById("wall")?.focus({ preventScroll: true });
        }}
        className="underline underline-offset-4 hover:text-ink"
      >
        Back to the top
      </button>
    </footer>
  );
}
