"use client";

import dynamic from "next/dynamic";
import {
  type ComponentType,
  type KeyboardEvent,
  type ToggleEvent,
  useId,
  useRef,
  useState,
} from "react";
import { LineIcon } from "../controls/line-icon";
import type { TrailPanelProps } from "./trail-panel";

type TrailMenuItem = { readonly name: string } & (
  | { readonly Panel: ComponentType<TrailPanelProps> }
  /** What happens on the page itself needs no panel. */
  | { readonly act: (props: Omit<TrailPanelProps, "onClose">) => void }
);

/** All that can be done with a trail, each in a panel that is loaded when it is first opened. */
const ITEMS: readonly TrailMenuItem[] = [
  { name: "Tree", Panel: dynamic(() => import("../tree/tree-panel").then((m) => m.TreePanel)) },
  {
    name: "Save to a board",
    Panel: dynamic(() => import("../boards/save-trail-panel").then((m) => m.SaveTrailPanel)),
  },
  {
    name: "Compare with another trail",
    Panel: dynamic(() => import("../join/compare-panel").then((m) => m.ComparePanel)),
  },
  { name: "Play the walk", act: ({ onPlay }) => onPlay() },
  {
    name: "Walk by itself",
    Panel: dynamic(() => import("../ambient/ambient").then((m) => m.Ambient)),
  },
  {
    name: "Take it with you",
    Panel: dynamic(() => import("../takeaway/takeaway-panel").then((m) => m.TakeawayPanel)),
  },
  {
    name: "Bridge to …",
    Panel: dynamic(() => import("../bridge/bridge-panel").then((m) => m.BridgePanel)),
  },
];

/** Between the button and its menu, in px. */
const GAP_PX = 6;

/** The button beside "Copy link", and the menu it opens. */
export function TrailMenu(props: Omit<TrailPanelProps, "onClose">) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [opened, setOpened] = useState<Extract<TrailMenuItem, { Panel: unknown }>>();

  const onToggle = (event: ToggleEvent<HTMLDivElement>) => {
    const isNowOpen = event.newState === "open";
    setOpen(isNowOpen);
    if (isNowOpen) itemsOf(menu.current)[0]?.focus();
  };
  const place = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState !== "open" || !button.current) return;
    const { bottom, right } = button.current.getBoundingClientRect();
    const { style } = event.currentTarget;
    style.top = `${bottom + window.scrollY + GAP_PX}px`;
    style.left = `${right + window.scrollX}px`;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = itemsOf(menu.current);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = targetOf(event.key, at, items.length);
    if (event.key === "Tab") menu.current?.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    items[to]?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title="What can be done with this trail"
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          menu.current?.showPopover();
        }}
        className="pill max-sm:border-transparent max-sm:px-0 max-sm:text-muted"
      >
        <LineIcon>
          <circle cx="3.25" cy="8" r="1.5" />
          <circle cx="12.75" cy="3.5" r="1.5" />
          <circle cx="12.75" cy="12.5" r="1.5" />
          <path d="M4.75 8c4 0 2.5-4.5 6.5-4.5M4.75 8c4 0 2.5 4.5 6.5 4.5" />
        </LineIcon>
        <span className="max-sm:sr-only">Trail</span>
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label="Trail"
        onBeforeToggle={place}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
        className="absolute inset-auto m-0 min-w-44 -translate-x-full rounded-lg border border-line bg-raised p-1.5 text-ink text-sm shadow-2xl"
      >
        {ITEMS.map((item) => (
          <button
            key={item.name}
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              menu.current?.hidePopover();
              if ("act" in item) item.act(props);
              else setOpened(item);
            }}
            className="flex min-h-10 w-full items-center rounded px-3 text-left hover:bg-blank focus-visible:bg-blank pointer-coarse:min-h-11"
          >
            {item.name}
          </button>
        ))}
      </div>
      {opened && <opened.Panel {...props} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
}

/** Which item a key goes to, around the ends; `undefined` for other keys. */
function targetOf(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at <= 0 ? count : at) - 1;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}
