import type { ReplayOrder } from "@/lib/trail/replay";
import { IconButton } from "../controls/icon-button";
import { LineIcon } from "../controls/line-icon";
import { CopyLink } from "../trail/copy-link";
import { type Player, type PlayerEvent, SPEEDS, type Speed } from "./player";

interface PlayerBarProps {
  readonly player: Player;
  /** Of the hop that is shown. */
  readonly title: string;
  /** What is played of a trail with branches; undefined where there are none. */
  readonly order: ReplayOrder | undefined;
  readonly onOrder: (order: ReplayOrder) => void;
  readonly tell: (event: PlayerEvent) => void;
  readonly onClose: () => void;
}

const ORDERS = [
  ["path", "This path"],
  ["tree", "Whole tree"],
] as const;

/** What a walk is played by: step, pause, seek, speed, close. */
export function PlayerBar({ player, title, order, onOrder, tell, onClose }: PlayerBarProps) {
  const { at, count, isPlaying, speed } = player;
  const place = `${at + 1} of ${count}`;
  return (
    <>
      <div className="flex min-w-0 items-center gap-3 px-1">
        <p className="min-w-0 flex-1 truncate font-serif italic" aria-live="polite">
          <span className="sr-only">Step {place}: </span>
          {title}
        </p>
        <p className="shrink-0 text-muted text-xs tabular-nums" aria-hidden="true">
          {place}
        </p>
      </div>
      <input
        type="range"
        min={1}
        max={count}
        step={1}
        value={at + 1}
        disabled={count === 1}
        aria-label="Step of the walk"
        aria-valuetext={`Step ${place}: ${title}`}
        onChange={(event) => tell({ type: "seek", to: Number(event.currentTarget.value) - 1 })}
        style={{ "--at": `${count > 1 ? (100 * at) / (count - 1) : 100}%` } as React.CSSProperties}
        className="dial"
      />
      <div className="flex flex-wrap items-center gap-x-1 gap-y-1.5">
        <IconButton
          label="Step back (left arrow)"
          isOff={at === 0}
          onPress={() => tell({ type: "step", by: -1 })}
        >
          <Sign path="M11.5 3.5 6 8l5.5 4.5zM4.5 3.5v9" />
        </IconButton>
        <button
          type="button"
          data-first-focus
          aria-label={isPlaying ? "Pause (space)" : "Play (space)"}
          title={isPlaying ? "Pause (space)" : "Play (space)"}
          onClick={() => tell({ type: "toggle" })}
          className="icon-button"
          data-on
        >
          <Sign path={isPlaying ? "M5.5 3.5v9M10.5 3.5v9" : "M5 3l7.5 5L5 13z"} isLarge />
        </button>
        <IconButton
          label="Step on (right arrow)"
          isOff={at === count - 1}
          onPress={() => tell({ type: "step", by: 1 })}
        >
          <Sign path="M4.5 3.5 10 8l-5.5 4.5zM11.5 3.5v9" />
        </IconButton>
        <label className="ml-1 flex items-center text-sm">
          <span className="sr-only">Speed</span>
          <select
            value={speed}
            onChange={(event) =>
              tell({ type: "speed", speed: Number(event.currentTarget.value) as Speed })
            }
            className="choice appearance-none bg-transparent text-center tabular-nums"
          >
            {SPEEDS.map((one) => (
              <option key={one} value={one} className="bg-raised">
                {one}×
              </option>
            ))}
          </select>
        </label>
        {order && (
          // biome-ignore lint/a11y/useSemanticElements: two choices in a bar; a fieldset is a box.
          <div role="group" aria-label="What is played" className="flex">
            {ORDERS.map(([id, name]) => (
              <button
                key={id}
                type="button"
                aria-pressed={order === id}
                onClick={() => onOrder(id)}
                className="choice"
              >
                {name}
              </button>
            ))}
          </div>
        )}
        <span className="ml-auto flex">
          <CopyLink className="" isIcon />
          <IconButton label="Stop the replay (Escape)" isOff={false} onPress={onClose}>
            <Sign path="M4 4l8 8M12 4l-8 8" />
          </IconButton>
        </span>
      </div>
    </>
  );
}

function Sign({ path, isLarge = false }: { readonly path: string; readonly isLarge?: boolean }) {
  return (
    <LineIcon className={isLarge ? "size-5" : "size-4"}>
      <path d={path} />
    </LineIcon>
  );
}
