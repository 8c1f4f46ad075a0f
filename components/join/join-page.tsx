"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useCallback, useState, useSyncExternalStore } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { fetchTiles } from "../explorer/fetch-wall";
import { PlainMasthead } from "../masthead/plain-masthead";
import { usePreferences } from "../preferences/preferences";
import { Message } from "../states/message";
import { TileDetailsCache } from "../wall/tile-details-cache";
import { Meeting } from "./meeting";
import { type ReadLink, readLink } from "./read-link";

/** Two trails side by side on a page of their own: all of it is in the address. */
export function JoinPage({ codes }: { readonly codes: readonly [string, string] }) {
  const [client] = useState(() => new QueryClient());
  const [cache] = useState(() => new TileDetailsCache(fetchTiles));
  useSyncExternalStore(cache.subscribe, cache.getVersion, () => 0);
  const details = useCallback((id: ImageId) => cache.get(id), [cache]);
  const want = useCallback((ids: readonly ImageId[]) => cache.want(ids), [cache]);
  const { showMature } = usePreferences();
  const [[a, b]] = useState((): readonly [ReadLink, ReadLink] => [
    readLink(`/t/${codes[0]}`),
    readLink(`/t/${codes[1]}`),
  ]);
  return (
    <QueryClientProvider client={client}>
      <PlainMasthead />
      <main>
        {"trail" in a && "trail" in b ? (
          <div className="mx-auto max-w-3xl space-y-6 px-3 py-8 sm:px-5">
            <h1 className="font-serif text-2xl italic">Two trails, side by side</h1>
            {!(a.isWhole && b.isWhole) && (
              <p className="text-muted text-sm">
                A part of this link was lost on its way: what could be read is compared.
              </p>
            )}
            <Meeting
              a={a.trail}
              b={b.trail}
              names={["The first trail", "The second trail"]}
              details={details}
              want={want}
              showsMature={showMature}
            />
          </div>
        ) : (
          <Message
            isPage
            title="This link is damaged"
            actions={
              <a href="/" className="pill">
                The opening wall
              </a>
            }
          >
            <p>{"problem" in a ? a.problem : "problem" in b ? b.problem : ""}</p>
          </Message>
        )}
      </main>
    </QueryClientProvider>
  );
}
