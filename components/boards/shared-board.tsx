"use client";

import { useRouter } from "next/navigation";
import { type BoardContents, newBoard, withBoards } from "@/lib/board/board";
import type { Trail } from "@/lib/trail/trail";
import { Message } from "../states/message";
import { BoardFrame } from "./board-frame";
import { BoardGrid } from "./board-grid";
import { boards, newBoardId } from "./board-store";
import { thingsInWords } from "./things-in-words";
import { useRefusal } from "./use-refusal";

interface SharedBoardProps {
  readonly contents: BoardContents;
  readonly origin: Pick<Trail, "model" | "gallery">;
}

/** A board out of a link: looked at, and kept if one likes. */
export function SharedBoard({ contents, origin }: SharedBoardProps) {
  const router = useRouter();
  const { refusal, attempt } = useRefusal();
  const keep = async () => {
    const board = newBoard(contents, newBoardId(), Date.now());
    const kept = await attempt(() => boards.apply(withBoards([board])));
    if (kept) router.push(`/boards/${board.id}`);
  };
  const { name, items } = contents;
  return (
    <BoardFrame>
      <div className="flex flex-wrap items-center gap-2 pt-3 pb-5">
        <div className="mr-auto min-w-0">
          <p className="text-muted text-xs">A board that was shared with you</p>
          <h1 className="truncate font-serif text-xl italic" dir="auto">
            {name}
          </h1>
          <p className="text-muted text-xs">{thingsInWords(items.length)}</p>
        </div>
        <button type="button" onClick={() => void keep()} className="pill">
          Keep it
        </button>
      </div>
      {refusal && (
        <p role="alert" className="mb-4 border-line border-l-2 pl-3 text-sm">
          {refusal}
        </p>
      )}
      {items.length === 0 ? (
        <Message title="There is nothing on it">
          <p>It was empty when the link was made.</p>
        </Message>
      ) : (
        <BoardGrid name={name} items={items} origin={origin} />
      )}
    </BoardFrame>
  );
}
