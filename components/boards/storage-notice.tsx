import type { BoardsState } from "@/lib/board/board-ledger";
import { downloadBoards } from "./board-downloads";
import { boards } from "./board-store";
import { failureInWords } from "./storage-words";

/** That this browser does not keep the boards, and how to keep them all the same. */
export function StorageNotice({ state }: { readonly state: BoardsState }) {
  const { failure, boards: all } = state;
  if (!failure) return null;
  return (
    <div
      role="alert"
      className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-raised px-4 py-3 text-sm"
    >
      <p className="min-w-0 flex-1 basis-64">
        {failureInWords(failure)}
        {all.length > 0
          ? ": what you change here lasts as long as this page. Save it as a file, or share a link, to keep it."
          : ": boards last as long as a page."}
      </p>
      {all.length > 0 && (
        <button type="button" onClick={() => downloadBoards(all)} className="pill">
          Save as a file
        </button>
      )}
      <button type="button" onClick={() => void boards.refresh()} className="pill">
        Try again
      </button>
    </div>
  );
}
