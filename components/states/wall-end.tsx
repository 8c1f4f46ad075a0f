import { MAX_WALL_TILES } from "@/lib/search/contract";

interface WallEndProps {
  readonly count: number;
  readonly isTrail: boolean;
}

/** The quiet end of a wall. */
export function WallEnd({ count, isTrail }: WallEndProps) {
  return (
    <footer className="flex flex-col items-center gap-2 px-5 py-20 text-center text-muted text-sm">
      <div className="spectrum mb-2 w-24" aria-hidden="true" />
      <p>{lastWords(count, isTrail)}</p>
      <button
        type="button"
        onClick={() => {
          window.scrollTo(0, 0);
          document.getElementById("wall")?.focus({ preventScroll: true });
        }}
        className="pill border-transparent underline underline-offset-4 hover:text-ink"
      >
        Back to the top
      </button>
    </footer>
  );
}

/** @param count tiles of the wall, ≥ 1. @param isTrail not the opening wall. */
export function lastWords(count: number, isTrail: boolean): string {
  const pictures = count === 1 ? "one picture" : `${count.toLocaleString("en")} pictures`;
  const isCut = count >= MAX_WALL_TILES;
  if (isTrail) {
    return `That was the end of ${pictures}${isCut ? ", the nearest of all" : ", nearest first"}. Any of them leads on.`;
  }
  return isCut
    ? `Those were ${pictures} for today. Tomorrow brings others.`
    : `You have come to the end of ${pictures}. Tomorrow they hang in another order.`;
}
