import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { fileNames } from "@/lib/takeaway/file-names";
import { cssPalette, gplPalette } from "@/lib/takeaway/palette-files";
import type { TakenItem } from "@/lib/takeaway/taken-item";
import { takenPalette } from "@/lib/takeaway/taken-palette";
import type { Trail } from "@/lib/trail/trail";
import type { ShownColour } from "@/lib/words/shown-colours";
import { drawSheets } from "./draw-sheet";
import { exportJson, pushedOf } from "./export-json";
import { type Credits, fetchCredits } from "./fetch-credits";

/** What is taken: of a trail, or a list of a board's. */
export interface Taken {
  /** What it is called. */
  readonly name: string;
  readonly items: readonly TakenItem[];
  /** Absent for a board. */
  readonly trail?: Trail;
}

/** A file that waits to be saved. */
export interface TakenFile {
  readonly name: string;
  /** An object URL of this page. */
  readonly url: string;
  readonly bytes: number;
}

/** All files of what is taken, once they are made. */
interface TakenFiles {
  readonly sheets: readonly TakenFile[];
  readonly css: TakenFile;
  readonly gpl: TakenFile;
  readonly json: TakenFile;
}

/** What came of making them. */
interface TakenState {
  readonly files: TakenFiles | undefined;
  readonly palette: readonly ShownColour[];
  readonly credits: Credits | undefined;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

/** Makes the files of what is taken, here; they are forgotten when the panel closes. */
export function useTakenFiles(taken: Taken, showsMature: boolean): TakenState {
  const [files, setFiles] = useState<TakenFiles>();
  const [failure, setFailure] = useState<Error>();
  const ids = useMemo(
    () => [
      ...taken.items.flatMap((item) => (item.kind === "image" ? [item.id] : [])),
      ...pushedOf(taken.trail, taken.items),
    ],
    [taken],
  );
  const {
    data: credits,
    error,
    refetch,
  } = useQuery({
    queryKey: ["credits", ids] as const,
    queryFn: ({ signal }) => fetchCredits(ids, signal),
    // What is missing is said as it is when somebody asks.
    staleTime: 0,
    gcTime: 0,
    networkMode: "always",
    refetchOnWindowFocus: false,
  });
  const palette = useMemo(
    () => (credits ? takenPalette(credits.palette, taken.items) : []),
    [credits, taken],
  );
  useEffect(() => {
    if (!credits) return;
    const stop = new AbortController();
    const urls: string[] = [];
    const fileOf = (name: string, blob: Blob): TakenFile => {
      const url = URL.createObjectURL(blob);
      urls.push(url);
      return { name, url, bytes: blob.size };
    };
    const make = async () => {
      const { name, items } = taken;
      const drawn = await drawSheets({ name, items, credits, palette, showsMature }, stop.signal);
      if (stop.signal.aborted) return;
      const names = fileNames(name, drawn.length);
      const text = (content: string, type: string) => new Blob([content], { type });
      setFailure(undefined);
      setFiles({
        sheets: drawn.map((blob, i) => fileOf(names.sheets[i] ?? names.json, blob)),
        css: fileOf(names.css, text(cssPalette(name, palette), "text/css")),
        gpl: fileOf(names.gpl, text(gplPalette(name, palette), "text/plain")),
        json: fileOf(
          names.json,
          text(exportJson({ ...taken, credits, palette }), "application/json"),
        ),
      });
    };
    make().catch((reason) => {
      if (!stop.signal.aborted)
        setFailure(reason instanceof Error ? reason : new Error(`${reason}`));
    });
    return () => {
      stop.abort();
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, [credits, palette, taken, showsMature]);
  return {
    files,
    palette,
    credits,
    error: error ?? failure,
    retry: () => {
      setFailure(undefined);
      void refetch();
    },
  };
}
