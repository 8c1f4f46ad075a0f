"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import {
  type Board,
  type BoardItem,
  changeBoard,
  insertItem,
  itemKey,
  moveBetween,
  moveItem,
  pinBoard,
  removeItem,
  renameBoard,
  withBoards,
  withoutBoard,
} from "@/lib/board/board";
import type { Trail } from "@/lib/trail/trail";
import { fetchBoardFeed } from "../explorer/fetch-wall";
import { RequestFailure } from "../explorer/request";
import { titleFor } from "../explorer/title-for";
import { useDocumentTitle } from "../explorer/use-document-title";
import { Message } from "../states/message";
import { BoardChooser } from "./board-chooser";
import { BoardFrame } from "./board-frame";
import { BoardGrid } from "./board-grid";
import { BoardHead } from "./board-head";
import { boards, useBoards } from "./board-store";
import { feedRequestOf } from "./feed-request";
import { keepOwn } from "./keep-own";
import { StorageNotice } from "./storage-notice";
import { type Undoable, UndoNotice } from "./undo-notice";
import { useRefusal } from "./use-refusal";

interface BoardPageProps {
  readonly id: string;
  readonly origin: Pick<Trail, "model" | "gallery">;
}

/** One board of this browser: what is on it, in order, and all that can be done with it. */
export function BoardPage({ id, origin }: BoardPageProps) {
  const state = useBoards();
  const router = useRouter();
  const [deleted, setDeleted] = useState<Board>();
  const board = state.boards.find((one) => one.id === id);
  useDocumentTitle(titleFor(board?.name ?? "A board"));
  const remove = async (gone: Board) => {
    setDeleted(gone);
    await boards.apply(withoutBoard(gone.id));
  };
  return (
    <BoardFrame>
      {board ? (
        <OpenBoard
          board={board}
          origin={origin}
          state={state}
          onDelete={() => void remove(board)}
        />
      ) : deleted ? (
        <Message
          isPage
          title={`${deleted.name} is deleted`}
          actions={
            <>
              <button
                type="button"
                onClick={() => void boards.apply(withBoards([deleted]))}
                className="pill"
              >
                Undo
              </button>
              <Link href="/boards" className="pill" onClick={() => router.refresh()}>
                Your boards
              </Link>
            </>
          }
        >
          <p>What was on it is still in the gallery. Until you leave this page it can be undone.</p>
        </Message>
      ) : (
        !state.isLoading && <NoSuchBoard />
      )}
    </BoardFrame>
  );
}

function NoSuchBoard() {
  return (
    <Message
      isPage
      title="This browser has no such board"
      actions={
        <Link href="/boards" className="pill">
          Your boards
        </Link>
      }
    >
      <p>
        It was deleted, or it is in another browser: boards are not kept anywhere else. Somebody who
        has it can share it as a link.
      </p>
    </Message>
  );
}

interface OpenBoardProps {
  readonly board: Board;
  readonly origin: Pick<Trail, "model" | "gallery">;
  readonly state: ReturnType<typeof useBoards>;
  readonly onDelete: () => void;
}

function OpenBoard({ board, origin, state, onDelete }: OpenBoardProps) {
  const { id } = board;
  const { refusal, attempt, refuse } = useRefusal();
  const [done, setDone] = useState<Undoable>();
  const [leaving, setLeaving] = useState<BoardItem>();
  const endUndo = useCallback(() => setDone(undefined), []);
  const change = (how: (one: Board) => Board) => attempt(() => boards.apply(changeBoard(id, how)));
  const openFeed = async () => {
    try {
      const { trail } = await fetchBoardFeed(feedRequestOf(board));
      await keepOwn(trail);
      window.location.assign(`/t/${trail}`);
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
      refuse(error.message);
    }
  };
  const remove = (item: BoardItem, at: number) => {
    void change((one) => removeItem(one, itemKey(item)));
    setDone({
      text: "Taken off the board.",
      undo: () => void change((one) => insertItem(one, item, at)),
    });
  };
  const moveTo = async (item: BoardItem, to: string) => {
    setLeaving(undefined);
    if (to === id) return;
    const moved = await attempt(() => boards.apply(moveBetween(id, to, item, Date.now())));
    const other = moved?.boards.find((one) => one.id === to);
    if (!other) return;
    setDone({
      text: `Moved to ${other.name}.`,
      undo: () => void attempt(() => boards.apply(moveBetween(to, id, item, Date.now()))),
    });
  };
  return (
    <>
      <BoardHead
        board={board}
        onRename={(name) => void change((one) => renameBoard(one, name))}
        onFeed={() => void openFeed()}
        onPin={(isFeed) => void change((one) => pinBoard(one, isFeed))}
        onDelete={onDelete}
      />
      {refusal && (
        <p role="alert" className="mb-4 max-w-3xl border-line border-l-2 pl-3 text-sm">
          {refusal}
        </p>
      )}
      <StorageNotice state={state} />
      {board.items.length === 0 ? (
        <Message title="Nothing on it yet">
          <p>What you save next comes here if you choose this board.</p>
        </Message>
      ) : (
        <BoardGrid
          name={board.name}
          items={board.items}
          origin={origin}
          actions={{
            onMove: (item, to) => void change((one) => moveItem(one, itemKey(item), to)),
            onElsewhere: setLeaving,
            onRemove: remove,
          }}
        />
      )}
      {leaving && (
        <BoardChooser
          choices={[{ name: "", item: leaving }]}
          onChoose={(item, to) => void moveTo(item, to)}
          onClose={() => setLeaving(undefined)}
        />
      )}
      <UndoNotice done={done} onEnd={endUndo} />
    </>
  );
}
