"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { IngestProgress } from "@/lib/gallery/ingest-progress";
import { Modal, SHEET_CLASS } from "../dialog/modal";
import { SheetHead } from "../dialog/sheet-head";
import { ingestQuery, roughly, setIngest, startAdding } from "./ingest-query";
import { SkippedList } from "./skipped-list";

/** Adds a folder of the server's machine and shows how far it is. */
export function AddFolder({ onClose }: { readonly onClose: () => void }) {
  const [folder, setFolder] = useState("");
  const client = useQueryClient();
  const { data: progress } = useQuery(ingestQuery());
  const start = useMutation({
    mutationFn: (path: string) => startAdding({ folder: path }),
    onSuccess: (begun) => setIngest(client, begun),
  });
  const isRunning = progress?.state === "running";
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate(folder.trim());
  };
  return (
    <Modal label="Show a folder of your own" onClose={onClose} className={SHEET_CLASS}>
      <SheetHead
        title="Show a folder of your own"
        close={isRunning ? "Close, it goes on" : "Close"}
        onClose={onClose}
      />
      <p className="mt-1 text-muted">
        Its pictures join this gallery. They stay where they are, nothing is uploaded; thumbnails
        and energies are kept on this machine.
      </p>
      <form onSubmit={onSubmit} className="mt-4 flex gap-2">
        <label className="min-w-0 flex-1">
          <span className="sr-only">Whole path of the folder</span>
          <input
            required
            value={folder}
            onChange={(event) => setFolder(event.currentTarget.value)}
            placeholder="/home/you/Pictures"
            spellCheck={false}
            autoCapitalize="off"
            className="field"
          />
        </label>
        <button type="submit" disabled={isRunning || start.isPending} className="pill min-h-11">
          Add
        </button>
      </form>
      {start.error && (
        <p role="alert" className="mt-3 break-words border-ink border-l-2 pl-3">
          {start.error.message}
        </p>
      )}
      {progress && progress.state !== "idle" && <Progress progress={progress} />}
      {progress?.state === "done" && progress.added > 0 && (
        <a href="/" className="pill mt-4">
          See the wall
        </a>
      )}
    </Modal>
  );
}

function Progress({ progress }: { readonly progress: IngestProgress }) {
  const { state, found, done, skipped, message, folder } = progress;
  return (
    <section className="mt-4" aria-label="Progress">
      <p className="truncate text-muted" title={folder}>
        {folder}
      </p>
      {state === "running" && (
        <progress
          value={done}
          max={Math.max(found, 1)}
          aria-label="How far"
          className="spectrum-progress mt-2"
        />
      )}
      <p role="status" className="mt-1">
        {summaryOf(progress)}
      </p>
      {message && <p className="mt-1 break-words">{message}</p>}
      <SkippedList skipped={skipped} />
    </section>
  );
}

function summaryOf(progress: IngestProgress): string {
  const { state, found, done, added, known, removed, skippedCount } = progress;
  if (state === "failed") return "It stopped";
  if (state === "running") {
    const { imagesPerSecond, secondsLeft, workers = 1 } = progress;
    const left = secondsLeft === undefined ? "" : `, ${roughly(secondsLeft)} left`;
    return `${done} of ${found}, ${imagesPerSecond.toFixed(0)} a second${left}${workers > 1 ? `, ${workers} at it` : ""}`;
  }
  const others = [
    known > 0 ? `${known} there already` : "",
    removed > 0 ? `${removed} stay out as you removed them` : "",
    skippedCount > 0 ? `${skippedCount} skipped` : "",
  ];
  return [
    `${progress.isStopped ? "Stopped" : "Done"}: ${added} added`,
    ...others.filter((part) => part !== ""),
  ].join(", ");
}
