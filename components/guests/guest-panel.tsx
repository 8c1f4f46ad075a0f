"use client";

import { type ChangeEvent, type FormEvent, useState } from "react";
import type { Problem } from "@/lib/search/contract";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import type { Brought } from "./send-guest";

interface GuestPanelProps {
  readonly isBusy: boolean;
  readonly problem: Problem | undefined;
  readonly onBrought: (brought: readonly Brought[]) => void;
  readonly onCancel: () => void;
  readonly onClose: () => void;
}

const FILE_BUTTON = "pill cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-ink";

/** The ways to bring a picture, for those who neither drop nor paste. */
export function GuestPanel({ isBusy, problem, onBrought, onCancel, onClose }: GuestPanelProps) {
  const [link, setLink] = useState("");
  const onFile = (event: ChangeEvent<HTMLInputElement>) => {
    const files = Array.from(event.currentTarget.files ?? []);
    // Emptied, so that choosing the same files again is a change.
    event.currentTarget.value = "";
    if (files.length > 0) onBrought(files.map((file) => ({ file })));
  };
  const onLink = (event: FormEvent) => {
    event.preventDefault();
    onBrought([{ link: link.trim() }]);
  };
  return (
    <Modal label="Bring a picture" onClose={onClose} className={SHEET_CLASS}>
      <SheetHead title="Bring a picture" onClose={onClose} />
      <p className="mt-1 text-muted">
        Drop or paste one anywhere, at any time, or several for what they have in common. They are
        looked at and forgotten: pictures stay in this browser, and a link you share carries only
        their blur and their energy.
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        <label className={FILE_BUTTON}>
          Choose files
          <input
            type="file"
            multiple
            accept="image/*,.avif,.heic,.tif,.tiff,.svg"
            onChange={onFile}
            disabled={isBusy}
            className="sr-only"
          />
        </label>
        <label className={`${FILE_BUTTON} pointer-fine:hidden`}>
          Take a photo
          <input
            type="file"
            accept="image/*"
            capture="environment"
            onChange={onFile}
            disabled={isBusy}
            className="sr-only"
          />
        </label>
      </div>
      <form onSubmit={onLink} className="mt-4 flex gap-2">
        <label className="min-w-0 flex-1">
          <span className="sr-only">Address of a picture</span>
          <input
            type="url"
            required
            pattern="https?://.+"
            title="An address that begins with http:// or https://"
            value={link}
            onChange={(event) => setLink(event.currentTarget.value)}
            placeholder="https:// … a picture's address"
            className="field"
          />
        </label>
        <button type="submit" disabled={isBusy} className="pill min-h-11">
          Fetch
        </button>
      </form>
      {isBusy && (
        <p
          role="status"
          className="mt-4 flex items-center justify-between gap-4 border-line border-t pt-4"
        >
          Looking at your picture …
          <button type="button" onClick={onCancel} className="pill">
            Cancel
          </button>
        </p>
      )}
      {problem && !isBusy && (
        <p role="alert" className="mt-4 break-words border-ink border-l-2 pl-3">
          {problem.detail}
        </p>
      )}
    </Modal>
  );
}
