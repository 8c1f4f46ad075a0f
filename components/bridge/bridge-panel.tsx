"use client";

import { useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { Trail } from "@/lib/trail/trail";
import { linkFor } from "@/lib/trail/tree";
import { Modal, SHEET_LOOK } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { useSending } from "../guests/use-sending";
import { describeQuery } from "../trail/describe-query";
import type { TrailPanelProps } from "../trail/trail-panel";
import { BridgeAnswer } from "./bridge-answer";
import { askedTrail, type Goal } from "./bridge-trail";
import { GoalChooser } from "./goal-chooser";
import { PickNotice } from "./pick-notice";
import { usePickTile } from "./use-pick-tile";

const CLASS = `${SHEET_LOOK} w-[min(58rem,calc(100vw-1.5rem))]`;

/** A way of small steps from what is looked at to another picture: choose it, look at it, walk it. */
export function BridgePanel(props: TrailPanelProps) {
  const { trail, details, onOpen, onClose } = props;
  const [asked, setAsked] = useState<Trail>();
  const [isReal, setReal] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const { isBusy, problem, send } = useSending(([guest]) => {
    if (guest) choose({ guest });
  });
  const choose = (goal: Goal) => {
    setPicking(false);
    setAsked(askedTrail(trail, goal));
  };
  const pick = (id: ImageId) => choose({ source: { kind: "image", id } });
  usePickTile(isPicking, pick, () => setPicking(false));
  const hop = trail.hops[trail.tip];
  const start = hop ? describeQuery(trail, hop, details).title : "";
  if (isPicking) {
    return (
      <PickNotice
        text="Choose the picture that the bridge leads to."
        onGiveUp={() => setPicking(false)}
      />
    );
  }
  return (
    <Modal label="Bridge to another picture" onClose={onClose} className={CLASS}>
      <SheetHead title="Bridge to …" onClose={onClose} />
      <p className="mt-1 max-w-prose text-muted">
        From <em>{start}</em> to another picture in at most twelve stops, each close to the one
        before, by the dials as they stand.
      </p>
      <label className="mt-3 flex min-h-9 w-fit items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={isReal}
          onChange={(event) => setReal(event.currentTarget.checked)}
          className="size-4 accent-(--ink)"
        />
        Through real works only: stops that no generator made
      </label>
      {asked ? (
        <BridgeAnswer
          {...props}
          asked={asked}
          isReal={isReal}
          onWalk={(walked) => {
            onClose();
            onOpen(linkFor(walked));
          }}
          onOther={() => setAsked(undefined)}
        />
      ) : (
        <GoalChooser
          {...props}
          isBusy={isBusy}
          problem={problem}
          onBrought={(brought) => void send(brought)}
          onPick={() => setPicking(true)}
          onGoal={choose}
        />
      )}
    </Modal>
  );
}
