import { useCallback, useEffect, useState } from "react";
import { decodeTrail } from "@/lib/trail/decode";
import { fingerprint, forkedFrom, goesOnFrom, withOrigin } from "@/lib/trail/fork";
import type { Trail } from "@/lib/trail/trail";
import { isTooLong, linkFor } from "@/lib/trail/tree";
import { codeOf, type Place } from "../explorer/use-navigation";
import { hasWalked, keepWalked, noteWalked } from "./own-trails";

/** How long a dial must rest before its trail is kept, in ms: one that is turned passes many. */
const REST_MS = 400;

/** Whose a trail is, asked once a page: walking on in it makes new ones. */
const asked = new Map<number, Promise<boolean>>();

interface Forking {
  /** A trail as what goes on from it is written: somebody else's with where it came from. */
  readonly onward: (trail: Trail) => Trail;
  /** A trail as it came: without where it is forked, for as long as nobody has walked on in it. */
  readonly asCame: (trail: Trail) => Trail;
  /** A link made from the place's trail, with where that came from. */
  readonly keepOrigin: (href: string) => string;
}

/**
 * Opening somebody's link and walking on makes it one's own, and keeps where it came from. A trail
 * that this browser has walked, or any step of it, is its own.
 *
 * @param trail of the place; `undefined` on the opening wall.
 */
export function useFork(place: Place, trail: Trail | undefined): Forking {
  const [origin, setOrigin] = useState<Trail>();

  useEffect(() => {
    setOrigin(undefined);
    if (!trail) return;
    const print = fingerprint(trail);
    const isMadeHere = place.arrival === "new" || place.arrival === "tuned";
    const known = asked.get(print) ?? (isMadeHere ? walk(print) : hasWalked(print));
    asked.set(print, known);
    let isLeft = false;
    void known.then((isOwn) => {
      if (!isOwn && !isLeft) setOrigin(trail);
    });
    const timer = window.setTimeout(
      () => void known.then((isOwn) => (isOwn ? keepWalked(print) : undefined)),
      place.arrival === "tuned" ? REST_MS : 0,
    );
    return () => {
      isLeft = true;
      window.clearTimeout(timer);
    };
  }, [place, trail]);

  const onward = useCallback(
    (of: Trail) =>
      origin && fingerprint(of) === fingerprint(origin)
        ? forkedFrom({ ...origin, gallery: of.gallery, tip: of.tip })
        : of,
    [origin],
  );
  const keepOrigin = useCallback(
    (href: string) => {
      const code = codeOf(href);
      if (!origin || code === undefined) return href;
      const next = decodeTrail(code).trail;
      if (fingerprint(next) === fingerprint(origin)) return linkFor(unforked(next, origin));
      // As many hops as before: a dial was turned, perhaps on the first.
      if (!goesOnFrom(origin, next) && next.hops.length !== origin.hops.length) return href;
      const link = linkFor(withOrigin(origin, next));
      return isTooLong(link) ? href : link;
    },
    [origin],
  );
  const asCame = useCallback(
    (of: Trail) => (origin && fingerprint(of) === fingerprint(origin) ? unforked(of, origin) : of),
    [origin],
  );
  useElsewhere(origin);
  return { onward, asCame, keepOrigin };
}

/** Somebody else's trail at another hop: as it came. */
function unforked(next: Trail, { fork }: Trail): Trail {
  const { fork: _, ...rest } = next;
  return { ...rest, ...(fork ? { fork } : {}) };
}

/** A link that is opened in a tab of its own is one's own there too. */
function useElsewhere(origin: Trail | undefined): void {
  useEffect(() => {
    const theirs = origin && fingerprint(origin);
    const note = ({ target }: Event) => {
      const link = target instanceof Element && target.closest<HTMLAnchorElement>("a[href]");
      const code = link ? codeOf(link.pathname) : undefined;
      if (code === undefined) return;
      const print = fingerprint(decodeTrail(code).trail);
      if (print !== theirs) void walk(print).then(() => keepWalked(print));
    };
    const onClick = (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) note(event);
    };
    document.addEventListener("click", onClick, { capture: true });
    document.addEventListener("auxclick", note, { capture: true });
    document.addEventListener("contextmenu", note, { capture: true });
    return () => {
      document.removeEventListener("click", onClick, { capture: true });
      document.removeEventListener("auxclick", note, { capture: true });
      document.removeEventListener("contextmenu", note, { capture: true });
    };
  }, [origin]);
}

async function walk(print: number): Promise<boolean> {
  noteWalked(print);
  return true;
}
