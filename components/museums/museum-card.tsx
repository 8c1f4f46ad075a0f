import { useEffect, useRef } from "react";

interface MuseumCardProps {
  readonly title: string;
  readonly children: React.ReactNode;
  /** The ways on: buttons. */
  readonly actions: React.ReactNode;
  /** Whether a button that was pressed has gone with the state before: its focus comes to the title. */
  readonly takesFocus?: boolean;
}

/** What stands over the wall about works that could come, or do. All its states are of one height. */
export function MuseumCard({ title, children, actions, takesFocus = false }: MuseumCardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each title the buttons change.
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) heading.current?.focus();
  }, [takesFocus, title]);
  return (
    <section
      aria-labelledby="museums"
      className="mx-3 mt-1 mb-2 flex min-h-24 flex-col justify-center gap-x-8 gap-y-3 rounded-lg border border-line bg-raised px-4 py-3 text-sm sm:mx-5 sm:flex-row sm:items-center"
    >
      <div className="min-w-0 flex-1">
        <h2
          id="museums"
          ref={heading}
          tabIndex={-1}
          className="font-serif text-lg italic outline-none"
        >
          {title}
        </h2>
        {children}
      </div>
      <div className="flex flex-wrap gap-2 sm:justify-end">{actions}</div>
    </section>
  );
}
