interface MuseumCardProps {
  readonly title: string;
  readonly children: React.ReactNode;
  /** The ways on: buttons. */
  readonly actions: React.ReactNode;
}

/** What stands over the wall about works that could come, or do. All its states are of one height. */
export function MuseumCard({ title, children, actions }: MuseumCardProps) {
  return (
    <section
      aria-labelledby="museums"
      className="mx-3 mt-1 mb-2 flex min-h-24 flex-col justify-center gap-x-8 gap-y-3 rounded-lg border border-line bg-raised px-4 py-3 text-sm sm:mx-5 sm:flex-row sm:items-center"
    >
      <div className="min-w-0 flex-1">
        <h2 id="museums" className="font-serif text-lg italic">
          {title}
        </h2>
        {children}
      </div>
      <div className="flex flex-wrap gap-2 sm:justify-end">{actions}</div>
    </section>
  );
}
