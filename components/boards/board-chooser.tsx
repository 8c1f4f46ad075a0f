"use client";

import { useId, useState } from "react";
import { type BoardItem, hasItem, newBoard, withBoards } from "@/lib/board/board";
import { isAppError } from "@/lib/errors";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { boards, newBoardId, useBoards } from "./board-store";
import { NameForm } from "./name-form";
import type { SaveChoice } from "./saving";
import { thingsInWords } from "./things-in-words";

interface BoardChooserProps {
  /** What is saved; where there are several, which one is asked too. */
  readonly choices: readonly SaveChoice[];
  readonly onChoose: (item: BoardItem, boardId: string) => void;
  readonly onClose: () => void;
}

/** Asks which board something goes to, and makes a new one. */
export function BoardChooser({ choices, onChoose, onClose }: BoardChooserProps) {
  const { boards: all, isLoading } = useBoards();
  const [chosen, setChosen] = useState(0);
  const [refusal, setRefusal] = useState("");
  const group = useId();
  const item = choices[chosen]?.item;
  if (!item) return null;
  const create = async (name: string) => {
    const board = newBoard({ name, items: [] }, newBoardId(), Date.now());
    try {
      await boards.apply(withBoards([board]));
      onChoose(item, board.id);
    } catch (error) {
      if (!isAppError(error)) throw error;
      setRefusal(error.message);
    }
  };
  return (
    <Modal label="Save to a board" onClose={onClose} className={SHEET_CLASS}>
      <SheetHead title="Save to a board" close="Cancel" onClose={onClose} />
      {choices.length > 1 && (
        <fieldset className="mt-3 flex gap-1">
          <legend className="sr-only">What to save</legend>
          {choices.map(({ name }, index) => (
            <label
              key={name}
              className="pill cursor-pointer px-3 has-checked:border-ink has-focus-visible:outline-2"
            >
              <input
                type="radio"
                name={group}
                checked={index === chosen}
                onChange={() => setChosen(index)}
                className="sr-only"
              />
              {name}
            </label>
          ))}
        </fieldset>
      )}
      {all.length > 0 && (
        <ul className="-mx-2 mt-3 max-h-[45dvh] overflow-y-auto">
          {[...all]
            .sort((a, b) => b.savedMs - a.savedMs)
            .map((board) => (
              <li key={board.id}>
                <button
                  type="button"
                  onClick={() => onChoose(item, board.id)}
                  className="flex min-h-11 w-full items-center justify-between gap-4 rounded px-2 text-left hover:bg-blank"
                >
                  <span className="min-w-0 truncate">{board.name}</span>
                  <span className="shrink-0 text-muted text-xs">
                    {hasItem(board, item) ? "on it already" : thingsInWords(board.items.length)}
                  </span>
                </button>
              </li>
            ))}
        </ul>
      )}
      {!isLoading && (
        <NameForm
          label="Name of a new board"
          action="Make it"
          placeholder={all.length === 0 ? "Name of your first board" : "Or a new board"}
          onName={(name) => void create(name)}
          className="mt-3"
        />
      )}
      {refusal && (
        <p role="alert" className="mt-3">
          {refusal}
        </p>
      )}
    </Modal>
  );
}
