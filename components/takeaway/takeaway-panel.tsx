import { useMemo } from "react";
import { itemsOfTrail } from "@/lib/takeaway/taken-item";
import { describeQuery } from "../trail/describe-query";
import type { TrailPanelProps } from "../trail/trail-panel";
import { TakeawaySheet } from "./takeaway-sheet";

/** A trail to take along. */
export function TakeawayPanel({ trail, details, showsMature, onClose }: TrailPanelProps) {
  const tip = trail.hops[trail.tip];
  const name = trail.name ?? (tip ? describeQuery(trail, tip, details).title : "Trail");
  const taken = useMemo(() => ({ name, trail, items: itemsOfTrail(trail) }), [name, trail]);
  return <TakeawaySheet taken={taken} showsMature={showsMature} onClose={onClose} />;
}
