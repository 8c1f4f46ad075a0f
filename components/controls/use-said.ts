import { useEffect, useState } from "react";

/**
 * What came of something, said for a while.
 *
 * @param forMs how long, from when it was said last.
 * @returns what is said, empty where nothing is, and what says it.
 */
export function useSaid(forMs: number): readonly [string, (text: string) => void] {
  const [said, say] = useState("");
  useEffect(() => {
    if (!said) return;
    const timer = window.setTimeout(() => say(""), forMs);
    return () => window.clearTimeout(timer);
  }, [said, forMs]);
  return [said, say];
}
