import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type IngestProgress, ingestProgress } from "@/lib/gallery/ingest-progress";
import { requestJson } from "../explorer/request";
import { WITHOUT_NETWORK_GUESSES } from "../explorer/wall-query";

const POLL_MS = 1_000;

/** How far what is being added has come; looked at every second while something is. */
export function ingestQuery() {
  return queryOptions({
    queryKey: ["ingest"] as const,
    queryFn: async () => ingestProgress.parse(await requestJson("/api/ingest")),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? POLL_MS : false),
    ...WITHOUT_NETWORK_GUESSES,
  });
}

/** Takes in what the server has answered. A look from before that is still on its way would undo it. */
export async function setIngest(client: QueryClient, progress: IngestProgress): Promise<void> {
  const { queryKey } = ingestQuery();
  await client.cancelQueries({ queryKey });
  client.setQueryData(queryKey, progress);
}

/** What the server is asked to add: `POST /api/ingest`. */
export type AddAsked =
  | { readonly folder: string }
  | { readonly collection: "museums"; readonly limit: number };

/** @throws {RequestFailure} */
export async function startAdding(asked: AddAsked): Promise<IngestProgress> {
  const answer = await requestJson("/api/ingest", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(asked),
  });
  return ingestProgress.parse(answer);
}

/** Answers when what was in hand is written. @throws {RequestFailure} */
export async function stopAdding(): Promise<IngestProgress> {
  return ingestProgress.parse(await requestJson("/api/ingest", { method: "DELETE" }));
}

/** "40 s", "3 min". @param seconds 0 or more. */
export function roughly(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
