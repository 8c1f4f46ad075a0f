import { MuseumCard } from "./museum-card";

interface MuseumOfferProps {
  /** Whether it is known that this browser may. */
  readonly isReady: boolean;
  /** Why it could not be begun. */
  readonly problem: string | undefined;
  readonly onStart: () => void;
}

/** What a gallery of samples lacks, and the one button that brings it. */
export function MuseumOffer({ isReady, problem, onStart }: MuseumOfferProps) {
  return (
    <MuseumCard
      title="Hang real works among them"
      actions={
        <button
          type="button"
          onClick={onStart}
          disabled={!isReady}
          aria-describedby="museums-what"
          className="pill min-h-11 w-full border-ink bg-ink text-ground sm:w-auto"
        >
          500 public-domain works
        </button>
      }
    >
      <p id="museums-what" className="mt-0.5 max-w-4xl text-pretty text-muted">
        These are drawings by Wavelength itself. The Art Institute of Chicago and The Metropolitan
        Museum of Art share works that are free of rights; fetching them takes some five minutes and
        a few hundred megabytes.
      </p>
      {problem && (
        <p role="alert" className="mt-2 border-ink border-l-2 pl-3">
          {problem}
        </p>
      )}
    </MuseumCard>
  );
}
