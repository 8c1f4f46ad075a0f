"use client";

import { useState } from "react";
import { forgetSeen } from "../seen/seen-images";
import { type Theme, usePreferences } from "./preferences";

const THEMES: readonly (readonly [Theme, string])[] = [
  ["dark", "Dark"],
  ["light", "Light"],
  ["system", "As the system"],
];

/** How this browser shows walls: the ground, mature pictures, what was seen. */
export function PreferencesMenu() {
  const { theme, setTheme, showMature, setShowMature } = usePreferences();
  const [hasForgotten, setForgotten] = useState(false);
  return (
    <>
      <button
        type="button"
        popoverTarget="preferences"
        aria-label="Preferences"
        title="Preferences"
        className="flex size-9 items-center justify-center rounded text-muted hover:text-ink"
      >
        <svg
          viewBox="0 0 16 16"
          className="size-4 stroke-current"
          fill="none"
          strokeWidth="1.5"
          strokeLinecap="round"
          aria-hidden="true"
        >
          <path d="M2 5h6M12 5h2M2 11h2M8 11h6" />
          <circle cx="10" cy="5" r="1.75" />
          <circle cx="6" cy="11" r="1.75" />
        </svg>
      </button>
      <div
        id="preferences"
        popover="auto"
        role="dialog"
        aria-label="Preferences"
        onToggle={() => setForgotten(false)}
        className="fixed inset-auto top-14 right-3 m-0 w-72 rounded-lg border border-line bg-raised p-4 text-ink text-sm shadow-2xl sm:right-5"
      >
        <fieldset>
          <legend className="mb-1.5 text-muted">Ground</legend>
          <div className="flex gap-1">
            {THEMES.map(([value, label]) => (
              <label
                key={value}
                className="cursor-pointer rounded-full border border-line px-3 py-1 has-checked:border-ink has-focus-visible:outline-2"
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
        <label className="mt-4 flex cursor-pointer items-center justify-between gap-4 py-1">
          Show pictures marked mature
          <input
            type="checkbox"
            checked={showMature}
            onChange={(event) => setShowMature(event.currentTarget.checked)}
            className="size-4 accent-(--ink)"
          />
        </label>
        <div className="mt-3 border-line border-t pt-3">
          <p className="text-muted text-xs">
            Pictures you have seen are dimmed. Only this browser knows which.
          </p>
          <button
            type="button"
            onClick={() => {
              forgetSeen();
              setForgotten(true);
            }}
            className="mt-2 rounded-full border border-line px-3 py-1 hover:border-muted"
          >
            <span aria-live="polite">{hasForgotten ? "Forgotten" : "Forget what I have seen"}</span>
          </button>
        </div>
      </div>
    </>
  );
}
