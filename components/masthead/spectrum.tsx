/** The one motif: a thin line of visible light. It moves while a wall is on its way. */
export function Spectrum({ isBusy = false }: { readonly isBusy?: boolean }) {
  return (
    <div className="flex h-0.5 items-end" aria-hidden="true">
      <div className="spectrum w-full" data-busy={isBusy || undefined} />
    </div>
  );
}
