import { useCallback, useEffect, useRef, useState } from "react";
import { MAX_INGREDIENTS } from "@/lib/energy/recipe";
import type { GuestResponse, Problem } from "@/lib/search/contract";
import { RequestFailure } from "../explorer/request";
import { keepGuestPicture } from "./guest-pictures";
import { type Brought, sendGuest } from "./send-guest";

/**
 * Sends what a person brings, as much as a recipe has room for and all of it or nothing; the latest
 * counts, what came before is given up.
 *
 * @param onGuests is told how many there was no room for.
 */
export function useSending(
  onGuests: (guests: readonly GuestResponse[], beyondRoom: number) => void,
) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const sending = useRef<AbortController>(undefined);
  useEffect(() => () => sending.current?.abort(), []);

  const cancel = useCallback(() => {
    sending.current?.abort();
    setBusy(false);
  }, []);

  const send = async (all: readonly Brought[]) => {
    const brought = all.slice(0, MAX_INGREDIENTS);
    sending.current?.abort();
    const mine = new AbortController();
    sending.current = mine;
    setBusy(true);
    setProblem(undefined);
    try {
      const guests: GuestResponse[] = [];
      for (const one of brought) {
        const { guest, picture } = await sendGuest(one, mine.signal);
        if (picture && !guest.inGallery) await keepGuestPicture(guest.id, picture);
        guests.push(guest);
      }
      if (!mine.signal.aborted) onGuests(guests, all.length - brought.length);
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
