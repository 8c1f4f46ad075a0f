import type { Trail } from "@/lib/trail/trail";
import { linkFor } from "@/lib/trail/tree";
import { DamagedLink } from "../states/damaged-link";

interface DamagedTrailProps {
  /** What is wrong, in a sentence. */
  readonly detail: string;
  /** What could be read, where anything could. */
  readonly readable: Trail | undefined;
}

/** The page of a trail's link that is not whole. */
export function DamagedTrail({ detail, readable }: DamagedTrailProps) {
  const hops = readable?.hops.length ?? 0;
  const name =
    hops === 1 ? "Open the hop that could be read" : `Open the ${hops} hops that could be read`;
  return (
    <DamagedLink
      detail={detail}
      readable={readable && hops > 0 ? { href: linkFor(readable), name } : undefined}
    />
  );
}
