"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { LineIcon } from "../controls/line-icon";
import { forgetWithOthers } from "../forget/forget-everything";
import { forgetSeen } from "../seen/seen-images";
import { type Theme, usePreferences } from "./preferences";

const ForgetDialog = dynamic(() => import("../forget/forget-dialog").then((m) => m.ForgetDialog));

const THEMES: readonly (readonly [Theme, string])[] = [
  ["dark", "Dark"],
  ["light", "Light"],
  ["system", "As the system"],
];

/** How this browser shows walls, and the way to have it forget: what was seen, or everything. */
export function PreferencesMenu() {
  const { theme, setTheme, showMature, setShowMature } = usePreferences();
  const [hasForgotten, setForgotten] = useState(false);
  const [isForgetting, setForgetting] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(forgetWithOthers, []);
  return (
    <>
      <button
        type="button"
        popoverTarget="preferences"
        aria-label="Preferences"
        title="Preferences"
        className="icon-button"
      >
        <LineIcon>
          <path d="M2 5h6M12 5h2M2 11h2M8 11h6" />
          <circle cx="10" cy="5" r="1.75" />
          <circle cx="6" cy="11" r="1.75" />
        </LineIcon>
      </button>
      <div
        ref={menu}
        id="preferences"
        popover="auto"
        role="dialog"
        aria-label="Preferences"
        onToggle={() => setForgotten(false)}
        className="fixed inset-auto top-14 right-3 m-0 w-[min(20.5rem,calc(100vw-1.5rem))] rounded-lg border border-line bg-raised p-4 text-ink text-sm shadow-2xl sm:right-5"
      >
        <fieldset>
          <legend className="mb-2 text-muted">Ground</legend>
          <div className="flex gap-1">
            {THEMES.map(([value, label]) => (
              <label
                key={value}
                className="pill cursor-pointer px-3 has-checked:border-ink has-focus-visible:outline-2"
              >
                <input
                  type="radio"
                  name="theme"
                  value={value}
                  checked={theme === value}
                  onChange={() => setTheme(value)}
                  className="sr-only"
                />
                {label}
              </label>
            ))}
          </div>
        </fieldset>
        <label className="mt-3 flex min-h-11 cursor-pointer items-center justify-between gap-4">
          Show pictures marked mature
          <input
            type="checkbox"
            checked={showMature}
            onChange={(event) => setShowMature(event.currentTarget.checked)}
            className="size-4 accent-(--ink)"
          />
        </label>
        <div className="mt-2 border-line border-t pt-4">
          <p className="text-muted text-xs">
            Pictures you have seen are dimmed. Only this browser knows which.
          </p>
          <button
            type="button"
            onClick={() => {
              forgetSeen();
              setForgotten(true);
            }}
            className="pill mt-2"
          >
            <span aria-live="polite">{hasForgotten ? "Forgotten" : "Forget what I have seen"}</span>
          </button>
          <button
            type="button"
            onClick={() => {
              menu.current?.hidePopover();
              setForgetting(true);
            }}
            className="pill mt-2"
          >
            Forget everything …
          </button>
        </div>
      </div>
      {isForgetting && <ForgetDialog onClose={() => setForgetting(false)} />}
    </>
  );
}
