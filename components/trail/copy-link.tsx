"use client";

import { useEffect, useState } from "react";

/** How long the button says that it is done. */
const SAID_MS = 2_500;

/** Copies the page's address: the whole path is in it. */
export function CopyLink() {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setSaid("Link copied");
    } catch {
      // Not allowed, or no secure context (another machine over http): the address bar has it.
      setSaid("Copy it from the address bar");
    }
  };
  return (
    <button
      type="button"
      onClick={copy}
      title="The link holds the whole path: whoever opens it sees the same wall"
      className="shrink-0 rounded-full border border-line px-3.5 py-1.5 text-sm hover:border-muted"
    >
      <span aria-live="polite">{said || "Copy link"}</span>
    </button>
  );
}
