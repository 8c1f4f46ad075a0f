import type { BoardContents } from "@/lib/board/board";
import { boardLink } from "@/lib/board/board-code";
import { DamagedLink } from "../states/damaged-link";
import { thingsInWords } from "./things-in-words";

interface DamagedBoardProps {
  /** What is wrong, in a sentence, where nothing could be read. */
  readonly detail?: string;
  /** What could be read, where anything could. */
  readonly readable?: BoardContents;
}

const WHAT_IS_LEFT =
  "A part of it was lost or changed on its way here. Ask for the link again, or open what could be read.";

/** The page of a board's link that is not whole. */
export function DamagedBoard({ detail = WHAT_IS_LEFT, readable }: DamagedBoardProps) {
  return (
    <DamagedLink
      detail={detail}
      readable={
        readable && {
          href: boardLink(readable),
          name: `Open the ${thingsInWords(readable.items.length)} that could be read`,
        }
      }
    />
  );
}
