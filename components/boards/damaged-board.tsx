import type { BoardContents } from "@/lib/board/board";
import { boardLink } from "@/lib/board/board-code";
import { PlainMasthead } from "../masthead/plain-masthead";
import { Message } from "../states/message";
import { thingsInWords } from "./things-in-words";

interface DamagedBoardProps {
  /** What is wrong, in a sentence, where nothing could be read. */
  readonly detail?: string;
  /** What could be read, where anything could. */
  readonly readable?: BoardContents;
}

const WHAT_IS_LEFT =
  "A part of it was lost or changed on its way here. Ask for the link again, or open what could be read.";

/** The page of a board's link that is not whole: it says so and offers what could be read. */
export function DamagedBoard({ detail = WHAT_IS_LEFT, readable }: DamagedBoardProps) {
  return (
    <>
      <PlainMasthead />
      <main>
        <Message
          isPage
          title="This link is damaged"
          actions={
            <>
              {readable && (
                <a href={boardLink(readable)} className="pill">
                  Open the {thingsInWords(readable.items.length)} that could be read
                </a>
              )}
              <a href="/" className="pill">
                The opening wall
              </a>
            </>
          }
        >
          <p>{detail}</p>
        </Message>
      </main>
    </>
  );
}
