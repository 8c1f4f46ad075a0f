import { useCallback, useEffect, useMemo, useState } from "react";
import { readTree } from "@/lib/layout/tree-walk";
import { branchAt } from "@/lib/trail/change-hops";
import { Modal } from "../dialog/modal";
import { describeQuery, imagesOn } from "../trail/describe-query";
import { hopsInWords } from "../trail/hops-in-words";
import type { TrailPanelProps } from "../trail/trail-panel";
import { HopDetails } from "./hop-details";
import { TreeCanvas } from "./tree-canvas";
import { TreeHead } from "./tree-head";
import { useIsWide } from "./use-is-wide";

const NO_ROOM = "A link has no room for that, so it was not kept.";

/** The whole trail as a tree: to look at, to go somewhere in it, to prune, name and note. */
export function TreePanel(props: TrailPanelProps) {
  const { branches, details, want, showsMature, onOpen, onClose } = props;
  const { whole, nameOf } = branches;
  const [chosenName, setChosenName] = useState(() => nameOf(whole.tip));
  const [foldedNames, setFoldedNames] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState<{ readonly text: string; readonly canUndo?: boolean }>();
  const isWide = useIsWide();
  const ids = useMemo(() => imagesOn(whole, [...whole.hops.keys()]), [whole]);
  useEffect(() => want(ids), [want, ids]);

  // Names last, indices do not: hops are pruned, and come back.
  const at = whole.hops.findIndex((_, index) => nameOf(index) === chosenName);
  const chosen = at >= 0 ? at : whole.tip;
  const isFolded = useCallback(
    (index: number) => foldedNames.has(nameOf(index)),
    [foldedNames, nameOf],
  );
  const parents = useMemo(() => whole.hops.map(({ parent }) => parent), [whole]);
  const items = useMemo(() => readTree(parents, isFolded), [parents, isFolded]);
  const item = items.find(({ index }) => index === chosen);
  const hop = whole.hops[chosen];

  const choose = useCallback((index: number) => setChosenName(nameOf(index)), [nameOf]);
  const open = useCallback(
    (index: number) => {
      const href = branches.linkTo(index);
      if (!href) return setSaid({ text: "The way to this hop is longer than a link can be." });
      onClose();
      if (index !== whole.tip) onOpen(href);
    },
    [branches, whole, onClose, onOpen],
  );
  const fold = (index: number, isToFold: boolean) => {
    const next = new Set(foldedNames);
    if (isToFold) next.add(nameOf(index));
    else next.delete(nameOf(index));
    setFoldedNames(next);
  };
  const prune = () => {
    const count = branchAt(whole, chosen).size;
    if (count === whole.hops.length) {
      setSaid({ text: "A trail needs a hop: the first one stays." });
      return;
    }
    setChosenName(nameOf(Math.max(0, hop?.parent ?? 0)));
    branches.prune(chosen);
    setSaid({ text: `${hopsInWords(count)} pruned.`, canUndo: true });
  };
  const keep = (isKept: boolean) => setSaid(isKept ? undefined : { text: NO_ROOM });
  const onKey = (key: string): boolean => {
    if (key === "Enter") open(chosen);
    else if (key === "Delete" || key === "Backspace") prune();
    else if (key === "F2") document.getElementById("hop-name")?.focus();
    else if (key.toLowerCase() === "n") document.getElementById("hop-note")?.focus();
    else return false;
    return true;
  };
  const query = hop && describeQuery(whole, hop, details);
  // What was pruned may have come back by Ctrl+Z: then there is nothing to undo here.
  const notice = said?.canUndo && branches.undoable?.kind !== "pruned" ? undefined : said;
  return (
    <Modal label="Tree of the trail" onClose={onClose} className="tree-panel">
      <div className="tree-panel-grid">
        <TreeHead branches={branches} onSay={(text) => setSaid({ text })} onClose={onClose} />
        <TreeCanvas
          trail={whole}
          details={details}
          showsMature={showsMature}
          direction={isWide ? "right" : "down"}
          chosen={chosen}
          isFolded={isFolded}
          onChoose={choose}
          onOpen={open}
          onFold={fold}
          onKey={onKey}
        />
        {item && hop && query && (
          <HopDetails
            item={item}
            hop={hop}
            query={query}
            tile={query.picture?.kind === "image" ? details(query.picture.id) : undefined}
            showsMature={showsMature}
            isCurrent={chosen === whole.tip}
            onOpen={() => open(chosen)}
            onFold={(isToFold) => fold(chosen, isToFold)}
            onPrune={prune}
            onName={(name) => keep(branches.name(chosen, name))}
            onNote={(note) => keep(branches.note(chosen, note))}
          />
        )}
        <p role="status" className={notice ? "tree-said" : "sr-only"}>
          {notice?.text}
          {notice?.canUndo && (
            <button
              type="button"
              className="underline underline-offset-4"
              onClick={() => {
                branches.undo();
                setSaid({ text: "It is back." });
              }}
            >
              Undo
            </button>
          )}
        </p>
      </div>
    </Modal>
  );
}
