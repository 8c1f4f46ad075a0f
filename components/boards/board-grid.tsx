"use client";

import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useRef,
  useState,
} from "react";
import { type BoardItem, itemKey } from "@/lib/board/board";
import type { Trail } from "@/lib/trail/trail";
import { isPlainClick } from "../controls/is-plain-click";
import { usePreferences } from "../preferences/preferences";
import { SmallFigure } from "../trail/small-figure";
import { describeItem, type ShownItem } from "./describe-item";
import { keepOwn } from "./keep-own";
import { useTileDetails } from "./use-tile-details";

/** What can be done with the things on a board of one's own. */
interface GridActions {
  readonly onMove: (item: BoardItem, to: number) => void;
  readonly onElsewhere: (item: BoardItem) => void;
  readonly onRemove: (item: BoardItem, at: number) => void;
}

interface BoardGridProps {
  readonly name: string;
  readonly items: readonly BoardItem[];
  readonly origin: Pick<Trail, "model" | "gallery">;
  /** Absent for a board that is only looked at. */
  readonly actions?: GridActions;
}

/** The things on a board in rows, each as wide as its picture is. */
export function BoardGrid({ name, items, origin, actions }: BoardGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const details = useTileDetails(items);
  const { showMature } = usePreferences();
  const [dragged, setDragged] = useState<number>();
  const [isArranging, setArranging] = useState(false);

  const pendingFocus = useRef(-1);
  const focusAt = (index: number) => {
    pendingFocus.current = index;
  };
  // Once it is stored, and stands there.
  useEffect(() => {
    if (pendingFocus.current < 0) return;
    const at = Math.min(pendingFocus.current, items.length - 1);
    pendingFocus.current = -1;
    list.current?.querySelectorAll<HTMLElement>("li > a")[at]?.focus();
  }, [items]);
  const onKeyDown = (event: KeyboardEvent, item: BoardItem, index: number) => {
    if (!actions || event.ctrlKey || event.metaKey) return;
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (event.altKey && step !== 0) {
      actions.onMove(item, index + step);
      focusAt(Math.max(0, index + step));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      actions.onRemove(item, index);
      focusAt(index);
    } else if (event.key === "b") actions.onElsewhere(item);
    else return;
    event.preventDefault();
  };
  const drop = (event: DragEvent, to: number) => {
    const item = dragged === undefined ? undefined : items[dragged];
    if (!item) return;
    event.preventDefault();
    setDragged(undefined);
    actions?.onMove(item, to);
  };

  return (
    <>
      {actions && (
        <button
          type="button"
          aria-pressed={isArranging}
          onClick={() => setArranging(!isArranging)}
          className="board-arrange pill mb-3 aria-pressed:border-ink"
        >
          Arrange
        </button>
      )}
      <ul
        ref={list}
        aria-label={`On ${name}`}
        data-arranging={isArranging || undefined}
        className="board-grid"
      >
        {items.map((item, index) => {
          const shown = describeItem(item, origin, details);
          return (
            <li
              key={itemKey(item)}
              className="board-item"
              data-dragged={index === dragged || undefined}
              style={{ "--ratio": shown.ratio } as React.CSSProperties}
              draggable={actions !== undefined}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                setDragged(index);
              }}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => {
                if (dragged !== undefined) event.preventDefault();
              }}
              onDrop={(event) => drop(event, index)}
            >
              <a
                href={shown.href}
                aria-label={shown.name}
                title={shown.name}
                draggable={false}
                {...(actions && { "aria-keyshortcuts": "Alt+ArrowLeft Alt+ArrowRight Delete b" })}
                onKeyDown={(event) => onKeyDown(event, item, index)}
                onClick={(event) => beginWalk(event, item)}
              >
                <SmallFigure query={shown.query} details={details} showsMature={showMature} />
                {shown.kind && (
                  <span className="board-kind" aria-hidden="true">
                    {shown.kind}
                  </span>
                )}
              </a>
              {actions && (
                <ItemActions
                  shown={shown}
                  isFirst={index === 0}
                  isLast={index === items.length - 1}
                  onStep={(step) => actions.onMove(item, index + step)}
                  onElsewhere={() => actions.onElsewhere(item)}
                  onRemove={() => actions.onRemove(item, index)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** From a picture a trail of one's own begins: this browser knows that before the page is left. */
function beginWalk(event: MouseEvent<HTMLAnchorElement>, item: BoardItem): void {
  const { href } = event.currentTarget;
  if (item.kind !== "image") return;
  const kept = keepOwn(new URL(href).pathname.slice("/t/".length));
  if (!isPlainClick(event)) return;
  event.preventDefault();
  void kept.then(() => window.location.assign(href));
}

interface ItemActionsProps {
  readonly shown: ShownItem;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onStep: (step: 1 | -1) => void;
  readonly onElsewhere: () => void;
  readonly onRemove: () => void;
}

/** Out of the order of Tab, which would stop five times a picture: its keys do the same. */
function ItemActions({ shown, isFirst, isLast, onStep, onElsewhere, onRemove }: ItemActionsProps) {
  const { name } = shown;
  const action = (
    label: string,
    hint: string,
    sign: string,
    onPress: () => void,
    isOff = false,
  ) => (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={hint}
      disabled={isOff}
      onClick={onPress}
      className="board-action"
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <span className="board-actions">
      {action(`Move ${name} forward`, "Forward (Alt and ←)", "‹", () => onStep(-1), isFirst)}
      {action(`Move ${name} back`, "Back (Alt and →)", "›", () => onStep(1), isLast)}
      {action(`Move ${name} to another board`, "To another board (B)", "↗", onElsewhere)}
      {action(`Remove ${name}`, "Remove (Delete)", "×", onRemove)}
    </span>
  );
}
