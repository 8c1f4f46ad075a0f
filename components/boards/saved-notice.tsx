"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { BoardItem } from "@/lib/board/board";
import { hopItem, trailItem } from "@/lib/board/saved-item";
import type { Trail } from "@/lib/trail/trail";
import { downloadBoards } from "./board-downloads";
import { boards } from "./board-store";
import {
  chooseBoard,
  endSaving,
  type SavedNotice as Notice,
  saveToBoard,
  takeBack,
  useSaving,
} from "./saving";
import { failureInWords } from "./storage-words";

const BoardChooser = dynamic(() => import("./board-chooser").then((m) => m.BoardChooser));

/** How long it says where something was saved; what was not stored stays until it is answered. */
const SAID_MS = 7_000;

/** What became of saving, at the foot of the screen, and the question which board; once a page. */
export function SavingCorner({ trail }: { readonly trail?: Trail | undefined }) {
  const { choosing } = useSaving();
  useSaveKeys(trail);
  return (
    <>
      <SavedStatus className="bottom-4" />
      {choosing && (
        <BoardChooser
          choices={choosing.choices}
          onClose={endSaving}
          onChoose={(item, boardId) => void put(item, boardId, choosing.from)}
        />
      )}
    </>
  );
}

/** What became of saving. @param className where it stands on the screen. */
export function SavedStatus({ className }: { readonly className: string }) {
  const { notice } = useSaving();
  return (
    <div role="status" className={`fixed inset-x-3 z-40 mx-auto max-w-xl ${className}`}>
      {notice && <SavedNotice key={notice.key} notice={notice} />}
    </div>
  );
}

/** On the page itself S saves the hop that is looked at, Shift and S the whole trail. */
function useSaveKeys(trail: Trail | undefined): void {
  useEffect(() => {
    if (!trail || trail.hops.length === 0) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key, defaultPrevented, ctrlKey, metaKey, altKey } = event;
      if (defaultPrevented || ctrlKey || metaKey || altKey || key.toLowerCase() !== "s") return;
      if (target instanceof Element && target.closest("input, textarea, select, dialog")) return;
      event.preventDefault();
      void saveToBoard(event.shiftKey ? trailItem(trail) : hopItem(trail));
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [trail]);
}

async function put(item: BoardItem, boardId: string, from?: string): Promise<void> {
  if (from !== undefined && from !== boardId) await takeBack(item, from);
  await saveToBoard(item, boardId);
}

function SavedNotice({ notice }: { readonly notice: Notice }) {
  const { item, board, failure, refusal, wasThere } = notice;
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld || failure || refusal) return;
    const timer = setTimeout(endSaving, SAID_MS);
    return () => clearTimeout(timer);
  }, [isHeld, failure, refusal]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while someone is at it.
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg border border-line bg-raised px-4 py-2 text-ink text-sm shadow-2xl"
    >
      <p className="min-w-0 flex-1 basis-64 break-words py-1">
        {refusal ?? (
          <>
            {wasThere ? "Already on " : "Saved to "}
            <a href={`/boards/${board?.id}`} className="underline underline-offset-4">
              {board?.name}
            </a>
            {failure &&
              `, but only on this page. ${failureInWords(failure)}: save it as a file, or it is gone with the page.`}
          </>
        )}
      </p>
      {failure && board && <FailureActions boardId={board.id} item={item} />}
      {!failure && (
        <button
          type="button"
          onClick={() => chooseBoard([{ name: "", item }], wasThere ? undefined : board?.id)}
          className="pill"
        >
          Another board
        </button>
      )}
      {board && !wasThere && (
        <button type="button" onClick={() => void takeBack(item, board.id)} className="pill">
          Undo
        </button>
      )}
      {(failure || refusal) && (
        <button type="button" onClick={endSaving} className="pill">
          Close
        </button>
      )}
    </div>
  );
}

/** The ways to keep what this browser does not. */
function FailureActions({ boardId, item }: { readonly boardId: string; readonly item: BoardItem }) {
  return (
    <>
      <button
        type="button"
        onClick={() => downloadBoards(boards.getState().boards.filter(({ id }) => id === boardId))}
        className="pill"
      >
        Save as a file
      </button>
      <button type="button" onClick={() => void saveToBoard(item, boardId)} className="pill">
        Try again
      </button>
    </>
  );
}
