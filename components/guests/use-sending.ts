import { useCallback, useEffect, useRef, useState } from "react";
import type { GuestResponse, Problem } from "@/lib/search/contract";
import { RequestFailure } from "../explorer/request";
import { keepGuestPicture } from "./guest-pictures";
import { type Brought, sendGuest } from "./send-guest";

/** Sends what a person brings; the latest counts, the one before is given up. */
export function useSending(onGuest: (guest: GuestResponse) => void) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const sending = useRef<AbortController>(undefined);
  useEffect(() => () => sending.current?.abort(), []);

  const cancel = useCallback(() => {
    sending.current?.abort();
    setBusy(false);
  }, []);

  const send = async (brought: Brought) => {
    sending.current?.abort();
    const mine = new AbortController();
    sending.current = mine;
    setBusy(true);
    setProblem(undefined);
    try {
      const { guest, picture } = await sendGuest(brought, mine.signal);
      if (picture && !guest.inGallery) await keepGuestPicture(guest.id, picture);
      if (!mine.signal.aborted) onGuest(guest);
    } catch (error) {
      if (!mine.signal.aborted) setProblem(problemOf(error));
    } finally {
      if (sending.current === mine) setBusy(false);
    }
  };
  return { isBusy, problem, send, cancel, dismissProblem: () => setProblem(undefined) };
}

function problemOf(error: unknown): Problem {
  if (error instanceof RequestFailure) return error.problem;
  return {
    type: "about:blank",
    title: "internal",
    status: 0,
    detail: "The answer could not be read. Reload the page: it may be older than the server.",
    code: "internal",
  };
}
