import { IconButton } from "../controls/icon-button";
import { LineIcon } from "../controls/line-icon";
import { hopsInWords } from "../trail/hops-in-words";
import { stepInWords } from "./step-in-words";
import type { Branches } from "./use-branches";

interface TreeHeadProps {
  readonly branches: Branches;
  readonly onSay: (text: string) => void;
  readonly onClose: () => void;
}

/** What the tree is, and what takes changes back. */
export function TreeHead({ branches, onSay, onClose }: TreeHeadProps) {
  const { whole, linked, undoable, redoable } = branches;
  const parents = new Set(whole.hops.map(({ parent }) => parent));
  const ends = whole.hops.filter((_, index) => !parents.has(index)).length;
  const leftOut = whole.hops.length - linked.hops.length;
  return (
    <header className="tree-head">
      <h2 className="font-serif text-xl italic">Tree</h2>
      <p className="min-w-0 truncate text-muted text-xs">
        {hopsInWords(whole.hops.length)}
        {ends > 1 && `, ${ends} ways`}
        {leftOut > 0 && ` · ${leftOut} more than a link carries`}
      </p>
      <div className="ml-auto flex">
        <IconButton
          label={undoable ? `Undo: ${stepInWords(undoable)}` : "Nothing to undo"}
          isOff={!undoable}
          onPress={() => {
            branches.undo();
            if (undoable) onSay(`Undone: ${stepInWords(undoable)}.`);
          }}
        >
          <Arrow />
        </IconButton>
        <IconButton
          label={redoable ? `Do again: ${stepInWords(redoable)}` : "Nothing to do again"}
          isOff={!redoable}
          onPress={() => {
            branches.redo();
            if (redoable) onSay(`Done again: ${stepInWords(redoable)}.`);
          }}
        >
          <Arrow isForward />
        </IconButton>
        <button
          type="button"
          onClick={onClose}
          className="pill border-transparent text-muted hover:text-ink"
        >
          Close
        </button>
      </div>
    </header>
  );
}

function Arrow({ isForward = false }: { readonly isForward?: boolean }) {
  return (
    <LineIcon className={`size-4 ${isForward ? "-scale-x-100" : ""}`}>
      <path d="M5.5 3 2.5 6l3 3M2.75 6H9a4 4 0 0 1 0 8H6" />
    </LineIcon>
  );
}
