import { useId } from "react";
import { LineIcon } from "../controls/line-icon";

interface DialProps {
  readonly name: string;
  /** What it is about, in a few words. */
  readonly says: string;
  /** In [0, 1]. */
  readonly value: number;
  readonly onTurn: (value: number) => void;
  /** What its ends are called; the value in per cent where they have no names. */
  readonly ends?: readonly [string, string];
  readonly hold?: HoldProps;
}

interface HoldProps {
  readonly isHeld: boolean;
  readonly label: string;
  readonly isOff: boolean;
  readonly onToggle: () => void;
}

/** One weight that a person turns: a slider, with a lock where it can be held along the trail. */
export function Dial({ name, says, value, onTurn, ends, hold }: DialProps) {
  const id = useId();
  const percent = Math.round(value * 100);
  return (
    <div className="min-w-0">
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="min-w-0 truncate text-sm">
          {name} <span className="text-muted text-xs max-lg:sr-only">{says}</span>
        </label>
        <span className="flex items-center">
          {!ends && (
            <output htmlFor={id} className="text-muted text-xs tabular-nums">
              {percent}
            </output>
          )}
          {hold && <Hold {...hold} />}
        </span>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={1}
        value={percent}
        aria-valuetext={ends ? endText(percent, ends) : `${percent} %`}
        onChange={(event) => onTurn(Number(event.currentTarget.value) / 100)}
        style={{ "--at": `${percent}%` } as React.CSSProperties}
        className="dial"
      />
      {ends && (
        <p className="flex justify-between text-muted text-xs" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </p>
      )}
    </div>
  );
}

function endText(percent: number, [low, high]: readonly [string, string]): string {
  if (percent === 0) return low;
  return percent === 100 ? high : `${percent} % of the way to ${high}`;
}

/** Keeps a dial, or what it stands for, along the trail. */
function Hold({ isHeld, label, isOff, onToggle }: HoldProps) {
  return (
    <button
      type="button"
      aria-pressed={isHeld}
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onToggle}
      className="icon-button -my-1.5 -mr-2"
      data-on={isHeld || undefined}
    >
      <LineIcon className="size-3.5">
        <path d={isHeld ? "M5 7V5a3 3 0 0 1 6 0v2" : "M5 7V5a3 3 0 0 1 5.8-1"} />
        <rect
          x="3"
          y="7"
          width="10"
          height="6.5"
          rx="1.2"
          fill={isHeld ? "currentColor" : "none"}
        />
      </LineIcon>
    </button>
  );
}
