"use client";

import { createContext, useContext, useMemo, useState } from "react";
import type { GuestResponse, Problem } from "@/lib/search/contract";
import { LineIcon } from "../controls/line-icon";
import { GuestPanel } from "./guest-panel";
import type { Brought } from "./send-guest";
import { useSending } from "./use-sending";
import { useWindowIntake } from "./use-window-intake";

interface GuestIntakeProps {
  /** Told the guests once the server has looked at all of them, and how many a query has no room for. */
  readonly onGuests: (guests: readonly GuestResponse[], beyondRoom: number) => void;
  readonly children: React.ReactNode;
}

const OpenPanel = createContext<() => void>(() => {});

/** Takes a person's own picture, however it comes, and the app around which it may be dropped. */
export function GuestIntake({ onGuests, children }: GuestIntakeProps) {
  const [isOpen, setOpen] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const { isBusy, problem, send, cancel, dismissProblem } = useSending((guests, beyondRoom) => {
    setOpen(false);
    onGuests(guests, beyondRoom);
  });
  const take = (brought: readonly Brought[]) => {
    setRefused(brought.length === 0);
    if (brought.length > 0) void send(brought);
  };
  const isHovering = useWindowIntake(take);
  const openPanel = useMemo(() => () => setOpen(true), []);
  const dismiss = () => {
    setRefused(false);
    dismissProblem();
  };
  const complaint = problem ?? (isRefused ? NO_PICTURE : undefined);
  return (
    <OpenPanel value={openPanel}>
      {children}
      {isOpen && (
        <GuestPanel
          isBusy={isBusy}
          problem={complaint}
          onBrought={take}
          onCancel={cancel}
          onClose={() => {
            cancel();
            dismiss();
            setOpen(false);
          }}
        />
      )}
      {isHovering && <DropVeil />}
      {!isOpen && (isBusy || complaint) && (
        <IntakeNotice isBusy={isBusy} problem={complaint} onCancel={cancel} onDismiss={dismiss} />
      )}
    </OpenPanel>
  );
}

const NO_PICTURE: Problem = {
  type: "about:blank",
  title: "no_picture",
  status: 0,
  detail: "There was neither a picture nor the address of one in it.",
  code: "no_picture",
};

/** Opens the ways to bring a picture. */
export function BringYourOwn() {
  const openPanel = useContext(OpenPanel);
  return (
    <button
      type="button"
      onClick={openPanel}
      title="Drop a picture anywhere, paste it, or choose one here"
      className="pill max-sm:px-3.25"
    >
      <LineIcon>
        <path d="M8 10.5V2.5M4.75 5.5 8 2.25l3.25 3.25M2.5 10.5v3h11v-3" />
      </LineIcon>
      <span className="sr-only sm:not-sr-only">Your picture</span>
    </button>
  );
}

function DropVeil() {
  return (
    <div className="pointer-events-none fixed inset-0 z-50 bg-ground/85 p-4">
      <div className="flex size-full flex-col items-center justify-center gap-5 rounded-lg border border-edge border-dashed">
        <p className="font-serif text-3xl italic">Drop it: the wall answers</p>
        <div className="spectrum w-40" aria-hidden="true" />
      </div>
    </div>
  );
}

interface IntakeNoticeProps {
  readonly isBusy: boolean;
  readonly problem: Problem | undefined;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
}

/** What became of a picture that was dropped or pasted. */
function IntakeNotice({ isBusy, problem, onCancel, onDismiss }: IntakeNoticeProps) {
  return (
    <div
      role={isBusy ? "status" : "alert"}
      className="fixed inset-x-3 bottom-4 z-40 mx-auto flex max-w-lg items-center gap-4 overflow-hidden rounded-lg border border-line bg-raised px-4 py-3 text-sm shadow-2xl"
    >
      {isBusy && (
        <div className="absolute inset-x-0 top-0" aria-hidden="true">
          <div className="spectrum" data-busy />
        </div>
      )}
      <p className="min-w-0 flex-1 break-words">
        {isBusy ? "Looking at your picture …" : problem?.detail}
      </p>
      <button type="button" onClick={isBusy ? onCancel : onDismiss} className="pill">
        {isBusy ? "Cancel" : "Close"}
      </button>
    </div>
  );
}
