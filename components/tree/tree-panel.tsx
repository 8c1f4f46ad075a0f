import { useEffect } from "react";
import { linkFor, withTip } from "@/lib/trail/tree";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { describeQuery, imagesOn } from "../trail/describe-query";
import type { TrailPanelProps } from "../trail/trail-panel";

/** All hops of a trail, whichever way they branched. */
export function TreePanel({ trail, details, want, onOpen, onClose }: TrailPanelProps) {
  useEffect(() => want(imagesOn(trail, [...trail.hops.keys()])), [want, trail]);
  return (
    <Modal label="Tree" onClose={onClose} className={SHEET_CLASS}>
      <SheetHead title="Tree" onClose={onClose} />
      <ol className="mt-2 max-h-[60dvh] overflow-y-auto">
        {[...trail.hops.entries()].map(([index, hop]) => (
          <li key={index}>
            <a
              href={linkFor(withTip(trail, index))}
              aria-current={index === trail.tip ? "page" : undefined}
              onClick={(event) => {
                event.preventDefault();
                onClose();
                onOpen(event.currentTarget.pathname);
              }}
              className="flex min-h-11 items-center gap-2 aria-[current]:font-semibold"
            >
              Hop {index + 1}: {describeQuery(trail, hop, details).title}
              {hop.parent >= 0 && (
                <span className="text-muted text-xs">from hop {hop.parent + 1}</span>
              )}
            </a>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
