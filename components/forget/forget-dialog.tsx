"use client";

import { useState } from "react";
import { downloadBoards } from "../boards/board-downloads";
import { useBoards } from "../boards/board-store";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { forgetEverything } from "./forget-everything";

/** Asks before everything is forgotten, and says what goes and what stays. */
export function ForgetDialog({ onClose }: { readonly onClose: () => void }) {
  const { boards } = useBoards();
  const [state, setState] = useState<"asking" | "forgetting" | "done" | "incomplete">("asking");
  const forget = async () => {
    setState("forgetting");
    setState((await forgetEverything()) ? "done" : "incomplete");
  };
  const isOver = state === "done" || state === "incomplete";
  // What this page still remembers goes with it.
  const leave = () => window.location.replace("/");
  return (
    <Modal label="Forget everything" onClose={isOver ? leave : onClose} className={SHEET_CLASS}>
      <SheetHead
        title={isOver ? "Forgotten" : "Forget everything"}
        close={isOver ? "Close" : "Keep it"}
        onClose={isOver ? leave : onClose}
      />
      {isOver ? (
        <>
          <p role="status" className="mt-2 text-muted">
            {state === "done"
              ? "This browser keeps nothing of you here any more. Links that you shared work as before: all of a trail or a board is in its address, and nowhere else."
              : "Not all that this browser keeps could be reached. Clear what it stores for this site in its own settings."}
          </p>
          <button type="button" onClick={leave} className="pill mt-4">
            To the opening wall
          </button>
        </>
      ) : (
        <>
          <p className="mt-2 text-muted">This browser forgets, for good and in all its tabs:</p>
          <ul className="mt-2 list-disc space-y-1 pl-5">
            <li>{boardsInWords(boards.length)}</li>
            <li>the pictures you brought, and the axes of your compass</li>
            <li>which pictures you have seen, where you were, and the trails you walked</li>
            <li>how you like to look: ground, tile size, mature pictures</li>
          </ul>
          <p className="mt-3 text-muted">
            The server keeps nothing of you. Addresses in the browser's own history, and links that
            you shared, are not ours to forget.
          </p>
          <div className="mt-4 flex flex-wrap gap-2">
            <button
              type="button"
              disabled={state === "forgetting"}
              onClick={() => void forget()}
              className="pill border-ink"
            >
              Forget everything
            </button>
            {boards.length > 0 && (
              <button type="button" onClick={() => downloadBoards(boards)} className="pill">
                Save the boards as a file first
              </button>
            )}
          </div>
        </>
      )}
    </Modal>
  );
}

function boardsInWords(count: number): string {
  if (count === 0) return "boards, of which there are none";
  return count === 1 ? "your board" : `your ${count} boards`;
}
