import { useEffect } from "react";

/** Calls `retry` when the browser is connected again, while there is something to retry. */
export function useOnlineRetry(isWaiting: boolean, retry: () => void): void {
  useEffect(() => {
    if (!isWaiting) return;
    window.addEventListener("online", retry);
    return () => window.removeEventListener("online", retry);
  }, [isWaiting, retry]);
}
