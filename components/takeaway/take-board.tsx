"use client";

import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import type { BoardContents } from "@/lib/board/board";
import { itemsOfBoard } from "@/lib/takeaway/taken-item";
import { usePreferences } from "../preferences/preferences";

const TakeawaySheet = dynamic(() => import("./takeaway-sheet").then((m) => m.TakeawaySheet));

/** The way to take a board along; its panel is loaded when it is asked for. */
export function TakeBoard({ board }: { readonly board: BoardContents }) {
  const { name, items } = board;
  const { showMature } = usePreferences();
  const [isOpen, setOpen] = useState(false);
  const taken = useMemo(() => ({ name, items: itemsOfBoard(items) }), [name, items]);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className="pill">
        Take it with you
      </button>
      {isOpen && (
        <TakeawaySheet taken={taken} showsMature={showMature} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
