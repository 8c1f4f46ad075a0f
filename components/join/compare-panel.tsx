"use client";

import { type FormEvent, useState } from "react";
import { encodeTrail } from "@/lib/trail/encode";
import { MAX_CODE_CHARS, type Trail } from "@/lib/trail/trail";
import { Modal, SHEET_LOOK } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import type { TrailPanelProps } from "../trail/trail-panel";
import { Meeting } from "./meeting";
import { type ReadLink, readLink } from "./read-link";

/** Lays another trail beside the one that is looked at. */
export function ComparePanel(props: TrailPanelProps) {
  const { trail, details, want, showsMature, onOpen, onClose } = props;
  const [text, setText] = useState("");
  const [read, setRead] = useState<ReadLink>();
  const other = read && "trail" in read ? read : undefined;
  const compare = (event: FormEvent) => {
    event.preventDefault();
    setRead(readLink(text));
  };
  return (
    <Modal
      label="Compare with another trail"
      onClose={onClose}
      className={`${SHEET_LOOK} w-[min(46rem,calc(100vw-1.5rem))]`}
    >
      <SheetHead title="Compare with another trail" onClose={onClose} />
      <form onSubmit={compare} className="mt-3 flex gap-2">
        <input
          data-first-focus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          aria-label="Link of the other trail"
          aria-invalid={read && "problem" in read}
          aria-describedby={read && "problem" in read ? "compare-problem" : undefined}
          placeholder="Paste its link"
          autoComplete="off"
          spellCheck={false}
          className="field field-small"
        />
        <button type="submit" className="pill">
          Compare
        </button>
      </form>
      {read && "problem" in read && (
        <p id="compare-problem" role="alert" className="mt-3 text-muted">
          {read.problem}
        </p>
      )}
      {other && (
        <div className="mt-5">
          {!other.isWhole && (
            <p className="mb-3 text-muted">
              A part of that link was lost on its way: what could be read is compared.
            </p>
          )}
          <Meeting
            a={trail}
            b={other.trail}
            names={["This trail", "The other trail"]}
            details={details}
            want={want}
            showsMature={showsMature}
            onOpen={(href) => {
              onClose();
              onOpen(href);
            }}
          />
          <ShareLine a={trail} b={other.trail} />
        </div>
      )}
    </Modal>
  );
}

/** The address of the comparison, where both fit into one. */
function ShareLine({ a, b }: { readonly a: Trail; readonly b: Trail }) {
  const codes = [encodeTrail(a), encodeTrail(b)];
  if (codes.join("").length > MAX_CODE_CHARS) {
    return (
      <p className="mt-4 text-muted text-xs">
        Both together are too long for one link: send the two, and compare them there.
      </p>
    );
  }
  return (
    <p className="mt-4 text-xs">
      <a href={`/join/${codes.join("/")}`} className="text-muted underline hover:text-ink">
        A page of its own, to send to somebody
      </a>
    </p>
  );
}
