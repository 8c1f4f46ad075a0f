import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** After how long without a move or a key the controls go, in ms. */
const IDLE_MS = 3_000;

/** Keeps the screen from going dark, where the browser can and while the page is seen. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isLeft = false;
    const ask = async () => {
      if (document.hidden || !("wakeLock" in navigator)) return;
      try {
        const given = await navigator.wakeLock.request("screen");
        if (isLeft) await given.release();
        else lock = given;
      } catch {
        // Low battery or not allowed: the screen goes dark when it does.
      }
    };
    void ask();
    // A lock is lost when the page is hidden.
    document.addEventListener("visibilitychange", ask);
    return () => {
      isLeft = true;
      document.removeEventListener("visibilitychange", ask);
      lock?.release().catch(() => undefined);
    };
  }, []);
}

/** Whether nobody has moved or pressed anything for a while. */
export function useIdle(within: RefObject<HTMLElement | null>): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const element = within.current;
    if (!element) return;
    let timer = window.setTimeout(() => setIdle(true), IDLE_MS);
    const wake = () => {
      window.clearTimeout(timer);
      setIdle(false);
      timer = window.setTimeout(() => setIdle(true), IDLE_MS);
    };
    const events = ["pointermove", "pointerdown", "keydown", "focusin"] as const;
    for (const event of events) element.addEventListener(event, wake);
    return () => {
      window.clearTimeout(timer);
      for (const event of events) element.removeEventListener(event, wake);
    };
  }, [within]);
  return isIdle;
}

interface FullScreen {
  readonly isFull: boolean;
  /** Absent where the browser has none. */
  readonly toggle: (() => void) | undefined;
}

/**
 * Fills the screen, when that is allowed, from the start.
 *
 * @param onLeave called when the person leaves it by the browser's own Escape.
 */
export function useFullScreen(
  within: RefObject<HTMLElement | null>,
  onLeave: () => void,
): FullScreen {
  const [isFull, setFull] = useState(false);
  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });
  const isAsked = useRef(false);

  const enter = useCallback(() => {
    // Refused without a click before it, and on some phones: it walks in the page then.
    within.current?.requestFullscreen?.().catch(() => undefined);
  }, [within]);
  const toggle = useCallback(() => {
    isAsked.current = true;
    if (document.fullscreenElement) void document.exitFullscreen();
    else enter();
  }, [enter]);

  useEffect(() => {
    const onChange = () => {
      const isNowFull = document.fullscreenElement !== null;
      setFull(isNowFull);
      if (!isNowFull && !isAsked.current) leave.current();
      isAsked.current = false;
    };
    document.addEventListener("fullscreenchange", onChange);
    enter();
    return () => {
      document.removeEventListener("fullscreenchange", onChange);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    };
  }, [enter]);

  return { isFull, toggle: document.fullscreenEnabled ? toggle : undefined };
}
