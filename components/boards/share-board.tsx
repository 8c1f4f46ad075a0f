"use client";

import { useState } from "react";
import type { Board } from "@/lib/board/board";
import { boardLink, isTooLongForLink } from "@/lib/board/board-code";
import { MAX_CODE_CHARS } from "@/lib/trail/trail";
import { useSaid } from "../controls/use-said";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { downloadBoards } from "./board-downloads";

const SAID_MS = 2_500;

/** Shares a board: all of it in a link, or in a file where a link has no room. */
export function ShareBoard({ board }: { readonly board: Board }) {
  const [said, say] = useSaid(SAID_MS);
  const [unsent, setUnsent] = useState<string>();
  const share = async () => {
    const path = boardLink(board);
    const link = `${window.location.origin}${path}`;
    if (isTooLongForLink(path)) return setUnsent(path);
    try {
      await navigator.clipboard.writeText(link);
      say("Link copied");
    } catch {
      // Not allowed, or no secure context (another machine over http): it is shown to be copied.
      setUnsent(link);
    }
  };
  return (
    <>
      <button
        type="button"
        onClick={() => void share()}
        title="The link holds the whole board: whoever opens it sees it"
        className="pill"
      >
        <span aria-live="polite">{said || "Copy link"}</span>
      </button>
      {unsent && (
        <Modal label="Share the board" onClose={() => setUnsent(undefined)} className={SHEET_CLASS}>
          <SheetHead title="Share the board" onClose={() => setUnsent(undefined)} />
          {isTooLongForLink(unsent) ? (
            <>
              <p className="mt-1 text-muted">
                It is too much for a link: {unsent.length.toLocaleString("en")} characters, of which
                browsers and mail carry {MAX_CODE_CHARS.toLocaleString("en")}. Send it as a file,
                which can be imported under Boards.
              </p>
              <button type="button" onClick={() => downloadBoards([board])} className="pill mt-4">
                Save as a file
              </button>
            </>
          ) : (
            <input
              type="text"
              readOnly
              aria-label="Link of the board"
              value={unsent}
              onFocus={(event) => event.currentTarget.select()}
              className="field field-small mt-3"
            />
          )}
        </Modal>
      )}
    </>
  );
}
