import type { Step, StepKind } from "@/lib/trail/tab-trail";

const WORDS: Readonly<Record<StepKind, string>> = {
  added: "a hop added",
  pruned: "a branch pruned",
  named: "a name",
  noted: "a note",
  tuned: "what a hop asks, tuned",
};

/** What a step did, as it stands after "Undone: " and "Done again: ". */
export function stepInWords({ kind }: Step): string {
  return WORDS[kind];
}
