import type { Board } from "@/lib/board/board";
import { boardFileName, boardFileOf } from "@/lib/board/board-file";

/** Gives boards to the person as a file. */
export function downloadBoards(boards: readonly Board[]): void {
  const blob = new Blob([boardFileOf(boards)], { type: "application/json" });
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = boardFileName(boards);
  link.click();
  // The download has its own hold on the bytes once it was begun, in the next turn at the latest.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
