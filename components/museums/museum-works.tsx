"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ingestQuery, setIngest, startAdding, stopAdding } from "../owner/ingest-query";
import { useOwnerAnswer } from "../owner/use-owner";
import { MuseumOffer } from "./museum-offer";
import { MuseumProgress } from "./museum-progress";
import { WORKS } from "./museums-in-words";
import { useGrowingWall } from "./use-growing-wall";

/** As the ingest calls them. */
const MUSEUMS = "museums";

interface MuseumWorksProps {
  /** Whether the opening wall shows nothing else. */
  readonly holdsSamples: boolean;
  readonly day: string;
}

/**
 * For the owner of a gallery that shows nothing but samples: works of museums, for one click. Then how
 * far they have come, for as long as they do; nothing anywhere else.
 */
export function MuseumWorks({ holdsSamples, day }: MuseumWorksProps) {
  const isOwner = useOwnerAnswer();
  const client = useQueryClient();
  const { data: progress } = useQuery({ ...ingestQuery(), enabled: isOwner === true });
  const isOurs = progress?.folder === MUSEUMS;
  const isRunning = isOurs && progress.state === "running";
  const [hasRun, setHasRun] = useState(false);
  if (isRunning && !hasRun) setHasRun(true);
  const show = useGrowingWall(day, isRunning, isOurs ? progress.added : 0);
  const start = useMutation({
    mutationFn: () => startAdding({ collection: MUSEUMS, limit: WORKS }),
    onSuccess: (begun) => setIngest(client, begun),
  });
  const stop = useMutation({
    mutationFn: stopAdding,
    onSuccess: (ended) => setIngest(client, ended),
  });

  if (isOwner === false) return null;
  if (isOurs && hasRun) {
    return (
      <MuseumProgress
        progress={progress}
        isStopping={stop.isPending}
        hasActed={!(start.isIdle && stop.isIdle)}
        problem={(stop.error ?? start.error)?.message}
        onStop={() => stop.mutate()}
        onStart={() => start.mutate()}
        onShow={show}
      />
    );
  }
  if (!holdsSamples || progress?.state === "running") return null;
  return (
    <MuseumOffer
      isReady={isOwner === true && !start.isPending}
      problem={start.error?.message}
      onStart={() => start.mutate()}
    />
  );
}
