"use client";

import { useState } from "react";
import { LineIcon } from "../controls/line-icon";
import { AddFolder } from "./add-folder";
import { useOwner } from "./use-owner";

interface OwnerPanelProps {
  /** Its name stands beside its sign on a phone too. */
  readonly isNamed?: boolean;
}

/** For the owner: the way to add a folder. Nothing for everyone else. */
export function OwnerPanel({ isNamed = false }: OwnerPanelProps) {
  const isOwner = useOwner();
  const [isOpen, setOpen] = useState(false);
  if (!isOwner) return null;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        title="Show a folder of your own"
        className={isNamed ? "pill" : "pill max-sm:px-3.25"}
      >
        <LineIcon>
          <path d="M1.75 12.75v-9.5h4l1.5 2h7v7.5zM8 7.5v3.5M6.25 9.25h3.5" />
        </LineIcon>
        <span className={isNamed ? "" : "sr-only sm:not-sr-only"}>Your folder</span>
      </button>
      {isOpen && <AddFolder onClose={() => setOpen(false)} />}
    </>
  );
}
