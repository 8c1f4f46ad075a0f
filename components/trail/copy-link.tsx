"use client";

import { LineIcon } from "../controls/line-icon";
import { useSaid } from "../controls/use-said";

/** How long the button says that it is done. */
const SAID_MS = 2_500;

interface CopyLinkProps {
  readonly className: string;
  /** Only a sign of it, for where there is no room; what came of it is said beside it. */
  readonly isIcon?: boolean;
}

/** Copies the page's address: the whole path is in it. */
export function CopyLink({ className, isIcon = false }: CopyLinkProps) {
  const [said, say] = useSaid(SAID_MS);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      say("Link copied");
    } catch {
      // Not allowed, or no secure context (another machine over http): the address bar has it.
      say("Copy it from the address bar");
    }
  };
  return (
    <button
      type="button"
      onClick={copy}
      title="The link holds the whole path: whoever opens it sees the same wall"
      className={`${isIcon ? "icon-button relative" : "pill"} ${className}`}
    >
      <LineIcon>
        <path d="M6.75 9.25a2.75 2.75 0 0 0 3.9 0l2.3-2.3a2.75 2.75 0 0 0-3.9-3.9l-.9.9M9.25 6.75a2.75 2.75 0 0 0-3.9 0l-2.3 2.3a2.75 2.75 0 0 0 3.9 3.9l.9-.9" />
      </LineIcon>
      <span aria-live="polite" className={isIcon ? iconText(said) : ""}>
        {said || "Copy link"}
      </span>
    </button>
  );
}

/** Beside an icon only what came of pressing it is seen. */
function iconText(said: string): string {
  return said
    ? "absolute top-1/2 right-full -translate-y-1/2 whitespace-nowrap rounded-full bg-raised px-3 py-1 text-ink text-xs"
    : "sr-only";
}
