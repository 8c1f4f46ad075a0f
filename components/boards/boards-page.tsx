"use client";

import Link from "next/link";
import { useState } from "react";
import { type Board, itemKey, newBoard, withBoards } from "@/lib/board/board";
import type { Trail } from "@/lib/trail/trail";
import { usePreferences } from "../preferences/preferences";
import { Message } from "../states/message";
import { SmallFigure } from "../trail/small-figure";
import { downloadBoards } from "./board-downloads";
import { BoardFrame } from "./board-frame";
import { boards, newBoardId, useBoards } from "./board-store";
import { describeItem } from "./describe-item";
import { ImportButton } from "./import-button";
import { NameForm } from "./name-form";
import { StorageNotice } from "./storage-notice";
import { thingsInWords } from "./things-in-words";
import { useRefusal } from "./use-refusal";
import { useTileDetails } from "./use-tile-details";

/** Things that a board is shown by. */
const COVER_ITEMS = 5;

interface BoardsPageProps {
  readonly origin: Pick<Trail, "model" | "gallery">;
}

/** All boards of this browser. */
export function BoardsPage({ origin }: BoardsPageProps) {
  const state = useBoards();
  const { refusal, attempt, refuse } = useRefusal();
  const all = [...state.boards].reverse();
  const add = (added: readonly Board[]) => attempt(() => boards.apply(withBoards(added)));
  return (
    <BoardFrame>
      <div className="flex flex-wrap items-center gap-2 pt-4 pb-5">
        <div className="mr-auto min-w-0">
          <h1 className="font-serif text-xl italic">Boards</h1>
          <p className="text-muted text-sm">
            What you saved. It is in this browser and nowhere else.
          </p>
        </div>
        <NewBoard onName={(name) => void add([emptyBoard(name)])} />
        <ImportButton onBoards={(added) => void add(added)} onRefused={refuse} />
        {all.length > 0 && (
          <button type="button" onClick={() => downloadBoards(state.boards)} className="pill">
            Save all as a file
          </button>
        )}
      </div>
      {refusal && (
        <p role="alert" className="mb-4 max-w-3xl border-line border-l-2 pl-3 text-sm">
          {refusal}
        </p>
      )}
      <StorageNotice state={state} />
      {all.length > 0 ? (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-x-4 gap-y-6">
          {all.map((board) => (
            <BoardCard key={board.id} board={board} origin={origin} />
          ))}
        </ul>
      ) : (
        !state.isLoading && <NoBoards />
      )}
    </BoardFrame>
  );
}

function emptyBoard(name: string): Board {
  return newBoard({ name, items: [] }, newBoardId(), Date.now());
}

function NewBoard({ onName }: { readonly onName: (name: string) => void }) {
  const [isNaming, setNaming] = useState(false);
  if (!isNaming) {
    return (
      <button type="button" onClick={() => setNaming(true)} className="pill">
        New board
      </button>
    );
  }
  return (
    <NameForm
      label="Name of the new board"
      action="Make it"
      placeholder="Its name"
      onName={onName}
      onEnd={() => setNaming(false)}
      width="w-44"
    />
  );
}

function BoardCard({
  board,
  origin,
}: {
  readonly board: Board;
  readonly origin: BoardsPageProps["origin"];
}) {
  const [cover, setCover] = useState(() => board.items.slice(0, COVER_ITEMS));
  const now = board.items.slice(0, COVER_ITEMS);
  // The same list while it is the same things: what is asked for hangs on it.
  if (now.length !== cover.length || now.some((item, i) => item !== cover[i])) setCover(now);
  const details = useTileDetails(cover);
  const { showMature } = usePreferences();
  return (
    <li>
      <Link href={`/boards/${board.id}`} prefetch={false} className="group block">
        <span className="board-cover" data-count={cover.length}>
          {cover.map((item) => (
            <span key={itemKey(item)}>
              <SmallFigure
                query={describeItem(item, origin, details).query}
                details={details}
                showsMature={showMature}
              />
            </span>
          ))}
        </span>
        <span className="mt-1.5 flex items-baseline justify-between gap-3">
          <span className="min-w-0 truncate font-serif italic group-hover:underline">
            {board.name}
          </span>
          <span className="shrink-0 text-muted text-xs">
            {thingsInWords(board.items.length)}
            {board.isFeed && " · on the opening wall"}
          </span>
        </span>
      </Link>
    </li>
  );
}

function NoBoards() {
  return (
    <Message
      title="Nothing saved yet"
      actions={
        <a href="/" className="pill">
          The opening wall
        </a>
      }
    >
      <p>
        Press <kbd>S</kbd> on a picture, or the bookmark in its corner, and it is on a board. On a
        trail, <kbd>S</kbd> saves the hop and <kbd>Shift</kbd> <kbd>S</kbd> the whole way.
      </p>
    </Message>
  );
}
