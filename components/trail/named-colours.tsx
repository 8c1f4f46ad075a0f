interface NamedColoursProps {
  readonly colours: readonly { readonly name: string; readonly rgb: string }[];
}

/** Colours by name, each with a dot of it; for a line of text. */
export function NamedColours({ colours }: NamedColoursProps) {
  return colours.map(({ name, rgb }) => (
    <span key={name} className="inline-flex items-center gap-1 whitespace-nowrap">
      <span
        aria-hidden="true"
        className="size-2.5 rounded-full border border-line"
        style={{ backgroundColor: rgb }}
      />
      {name}
    </span>
  ));
}
