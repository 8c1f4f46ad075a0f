"use client";

import Link from "next/link";
import { useState } from "react";
import type { Board } from "@/lib/board/board";
import { TakeBoard } from "../takeaway/take-board";
import { downloadBoards } from "./board-downloads";
import { NameForm } from "./name-form";
import { ShareBoard } from "./share-board";
import { thingsInWords } from "./things-in-words";

interface BoardHeadProps {
  readonly board: Board;
  readonly onRename: (name: string) => void;
  readonly onFeed: () => void;
  readonly onPin: (isFeed: boolean) => void;
  readonly onDelete: () => void;
}

/** What stands over an open board: its name, and what can be done with all of it. */
export function BoardHead({ board, onRename, onFeed, onPin, onDelete }: BoardHeadProps) {
  const [isNaming, setNaming] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2 pt-3 pb-5">
      <div className="mr-auto min-w-0 max-sm:basis-full">
        <p className="text-muted text-xs">
          <Link href="/boards" className="text-button hover:text-ink">
            Boards
          </Link>
        </p>
        {isNaming ? (
          <NameForm
            label="Name of the board"
            action="Rename"
            name={board.name}
            onName={onRename}
            onEnd={() => setNaming(false)}
            width="w-56"
          />
        ) : (
          <h1 className="truncate font-serif text-xl italic" dir="auto">
            {board.name}
          </h1>
        )}
        <p className="text-muted text-xs">{thingsInWords(board.items.length)}</p>
      </div>
      {board.items.length > 0 && (
        <button
          type="button"
          onClick={onFeed}
          title="A wall of pictures like these; several interests are kept apart"
          className="pill border-ink"
        >
          A feed from these
        </button>
      )}
      <ShareBoard board={board} />
      {board.items.length > 0 && <TakeBoard board={board} />}
      <button type="button" onClick={() => downloadBoards([board])} className="pill">
        Save as a file
      </button>
      <button
        type="button"
        aria-pressed={board.isFeed === true}
        onClick={() => onPin(!board.isFeed)}
        className="pill aria-pressed:border-ink"
      >
        {board.isFeed ? "On the opening wall" : "Show on the opening wall"}
      </button>
      <button type="button" onClick={() => setNaming(true)} className="pill">
        Rename
      </button>
      <button type="button" onClick={onDelete} className="pill">
        Delete
      </button>
    </div>
  );
}
