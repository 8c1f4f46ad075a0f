interface PickNoticeProps {
  readonly text: string;
  readonly onGiveUp: () => void;
}

/** What the page says while its wall waits to be clicked. */
export function PickNotice({ text, onGiveUp }: PickNoticeProps) {
  return (
    <div
      role="status"
      className="fixed inset-x-3 bottom-4 z-40 mx-auto flex max-w-lg items-center gap-4 rounded-lg border border-line bg-raised px-4 py-3 text-sm shadow-2xl"
    >
      <p className="min-w-0 flex-1">{text}</p>
      <button type="button" onClick={onGiveUp} className="pill">
        Cancel
      </button>
    </div>
  );
}
