"use client";

import { useLayoutEffect, useRef } from "react";

interface ModalProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly className: string;
  readonly children: React.ReactNode;
  readonly onKeyDown?: (event: React.KeyboardEvent) => void;
}

/**
 * A modal dialog of the browser's own: it holds the focus, Escape and a click beside it close it.
 * The focus goes to what is marked `data-first-focus`, else to its first control.
 */
export function Modal({ label, onClose, className, children, onKeyDown }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // A layout effect: a dialog gives the focus back only if it is closed while it is in the page.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    element.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={onKeyDown}
      className={className}
    >
      {children}
    </dialog>
  );
}

/** The look of a {@link Modal} that is a sheet in the middle, but for its width. */
export const SHEET_LOOK =
  "m-auto rounded-lg border border-line bg-raised p-5 text-ink text-sm shadow-2xl backdrop:bg-black/60";

/** A small one. */
export const SHEET_CLASS = `${SHEET_LOOK} w-[min(30rem,calc(100vw-1.5rem))]`;
