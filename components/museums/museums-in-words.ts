import type { IngestProgress } from "@/lib/gallery/ingest-progress";
import { roughly } from "../owner/ingest-query";

/** Works that are asked for. */
export const WORKS = 500;

/** How many works are to come: what was asked for in the interface, else what was found so far. */
export function worksToCome({ found, isStoppable }: IngestProgress): number {
  return isStoppable ? Math.max(found, WORKS) : found;
}

/** What is said of works that come from museums: a title, and a sentence or two. */
export function museumsInWords(
  progress: IngestProgress,
  isStopping: boolean,
): { readonly title: string; readonly text: string } {
  const { state, found, done, added, known, skippedCount, message, isStopped } = progress;
  const { imagesPerSecond } = progress;
  const works = (count: number) => (count === 1 ? "1 work" : `${count} works`);
  const rest = [
    known > 0 ? `${works(known)} ${known === 1 ? "was" : "were"} here already.` : "",
    skippedCount > 0 ? `${works(skippedCount)} could not be had.` : "",
  ];
  const more = rest.filter((part) => part !== "").join(" ");
  if (state === "running") {
    if (isStopping) return { title: "Stopping", text: "What is in hand is being hung." };
    if (found === 0) return { title: "Works are coming", text: "Asking the museums …" };
    const toCome = worksToCome(progress);
    const left = done > 0 && imagesPerSecond > 0 ? roughly((toCome - done) / imagesPerSecond) : "";
    const text = `${done} of ${toCome}, the newest first on the wall.`;
    return { title: "Works are coming", text: left ? `${text} About ${left} left.` : text };
  }
  if (state === "failed") {
    const title = added > 0 ? `It ended after ${works(added)}` : "No works came";
    return { title, text: message ?? "The server did not say why." };
  }
  if (isStopped) {
    const text = `${works(added)} came and stay. ${more}`.trim();
    return { title: "Stopped", text };
  }
  if (added === 0) return { title: "No new works came", text: more || "The museums found none." };
  return { title: `${works(added)} ${added === 1 ? "has" : "have"} come`, text: more };
}
