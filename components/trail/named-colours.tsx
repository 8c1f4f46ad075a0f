interface NamedColoursProps {
  readonly colours: readonly { readonly name: string; readonly rgb: string }[];
}

/** Colours by name, each with a dot of it; for a line of text. */
export function NamedColours({ colours }: NamedColoursProps) {
  return colours.map(({ name, rgb }) => (
    <span key={name} className="mr-2 whitespace-nowrap">
      <span
        aria-hidden="true"
        className="mr-1 inline-block size-2.5 rounded-full border border-line align-[-0.0625rem]"
        style={{ backgroundColor: rgb }}
      />
      {name}
    </span>
  ));
}
