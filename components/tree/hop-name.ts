import type { TreeItem } from "@/lib/layout/tree-walk";
import type { Hop } from "@/lib/trail/trail";
import { hopsInWords } from "../trail/hops-in-words";

/** A hop as a screen reader says it: "Hop 7: Storm at sea, from hop 4, 2 branches, you are here". */
export function hopName(
  title: string,
  { index, children, isFolded, holds }: TreeItem,
  { parent, note }: Hop,
  isCurrent: boolean,
): string {
  return [
    `Hop ${index + 1}: ${title}`,
    parent < 0 ? "where it begins" : `from hop ${parent + 1}`,
    children.length > 1 && `${children.length} branches`,
    isFolded && `folded, holds ${hopsInWords(holds)}`,
    note && "has a note",
    isCurrent && "you are here",
  ]
    .filter(Boolean)
    .join(", ");
}
