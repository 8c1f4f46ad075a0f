"use client";

import { hopItem, trailItem } from "@/lib/board/saved-item";
import type { TrailPanelProps } from "../trail/trail-panel";
import { BoardChooser } from "./board-chooser";
import { saveToBoard } from "./saving";

/** Asks which of a trail goes to which board. */
export function SaveTrailPanel({ trail, onClose }: TrailPanelProps) {
  return (
    <BoardChooser
      choices={[
        { name: "This hop", item: hopItem(trail) },
        { name: "The whole trail", item: trailItem(trail) },
      ]}
      onClose={onClose}
      onChoose={(item, board) => {
        onClose();
        void saveToBoard(item, board);
      }}
    />
  );
}
