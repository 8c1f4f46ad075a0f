import { useState } from "react";

interface FilterChoicesProps<T extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly name: string; readonly count: number }[];
  /** Absent: nothing is filtered by it. */
  readonly chosen: readonly T[] | undefined;
  readonly isOff?: boolean;
  readonly onToggle: (value: T) => void;
}

/** Choices shown before more are asked for: galleries may have a hundred sources. */
const SHOWN_FIRST = 6;

/** One thing to filter by; where only one value is there is nothing to choose. */
export function FilterChoices<T extends string>(props: FilterChoicesProps<T>) {
  const { label, choices, chosen, isOff = false, onToggle } = props;
  const [showsAll, setShowsAll] = useState(false);
  const there = choices.filter(({ count, value }) => count > 0 || chosen?.includes(value));
  if (there.length < 2 && !chosen) return null;
  const shown = showsAll
    ? there
    : there.filter(({ value }, i) => i < SHOWN_FIRST || chosen?.includes(value));
  const left = there.length - shown.length;
  return (
    <fieldset className="min-w-0" disabled={isOff}>
      <legend className="mb-1 text-muted text-xs">{label}</legend>
      <div className="-ml-3 flex flex-wrap gap-1">
        {shown.map(({ value, name, count }) => (
          <button
            key={value}
            type="button"
            aria-pressed={chosen?.includes(value) ?? false}
            onClick={() => onToggle(value)}
            title={name}
            className="choice"
          >
            <span className="max-w-56 truncate">{name}</span>
            <span className="text-muted text-xs tabular-nums">{count}</span>
          </button>
        ))}
        {left > 0 && (
          <button
            type="button"
            onClick={() => setShowsAll(true)}
            className="choice underline underline-offset-4"
          >
            {left} more
          </button>
        )}
      </div>
    </fieldset>
  );
}
