"use client";

import { useEffect, useState } from "react";

const SLOW_AFTER_MS = 1_000;

/** Says that it takes long, once it does. Mount it with what is waited for. */
export function SlowNotice() {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isSlow) return null;
  return (
    <p
      role="status"
      className="fixed bottom-5 left-1/2 z-30 -translate-x-1/2 rounded-full border border-line bg-raised px-4 py-2 text-sm shadow-lg"
    >
      Still looking…
    </p>
  );
}
