"use client";

import { useRef } from "react";
import { type Board, newBoard } from "@/lib/board/board";
import { readBoardFile, requireBoardFileSize } from "@/lib/board/board-file";
import { isAppError } from "@/lib/errors";
import { newBoardId } from "./board-store";

interface ImportButtonProps {
  readonly onBoards: (boards: readonly Board[]) => void;
  /** Told in a sentence why a file was not taken. */
  readonly onRefused: (why: string) => void;
}

/** Takes boards from a file: all that are in it, or none. */
export function ImportButton({ onBoards, onRefused }: ImportButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File) => {
    try {
      requireBoardFileSize(file.size);
      const nowMs = Date.now();
      const contents = readBoardFile(await file.text());
      onBoards(contents.map((one, i) => newBoard(one, newBoardId(), nowMs + i)));
    } catch (error) {
      onRefused(
        isAppError(error) ? error.message : "The file could not be read. Nothing was imported.",
      );
    }
  };
  return (
    <>
      <button type="button" onClick={() => input.current?.click()} className="pill">
        Import a file
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="File of boards"
        tabIndex={-1}
        className="hidden"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file may be chosen again.
          event.currentTarget.value = "";
          if (file) void take(file);
        }}
      />
    </>
  );
}
