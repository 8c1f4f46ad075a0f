interface SheetHeadProps {
  readonly title: string;
  /** What closing says. */
  readonly close?: string;
  readonly onClose: () => void;
}

/** The head of a small sheet: what it is for, and the way out of it. */
export function SheetHead({ title, close = "Close", onClose }: SheetHeadProps) {
  return (
    <div className="-mt-1 -mr-3 flex items-center justify-between gap-2">
      <h2 className="font-serif text-xl italic">{title}</h2>
      <button
        type="button"
        onClick={onClose}
        className="pill border-transparent text-muted hover:text-ink"
      >
        {close}
      </button>
    </div>
  );
}
