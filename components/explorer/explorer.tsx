"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { ExplorerPage } from "./explorer-page";
import type { InitialPage } from "./initial-page";
import { feedsQuery, wallQuery } from "./wall-query";

/** All of the app that moves: from one page's HTML on, every wall is fetched and shown here. */
export function Explorer({ initial }: { readonly initial: InitialPage }) {
  const [client] = useState(() => clientWith(initial));
  return (
    <QueryClientProvider client={client}>
      <ExplorerPage initial={initial} />
    </QueryClientProvider>
  );
}

function clientWith({ code, day, wall, feeds }: InitialPage): QueryClient {
  const client = new QueryClient();
  if (wall) client.setQueryData(wallQuery({ code, day }).queryKey, { code, response: wall });
  if (feeds) client.setQueryData(feedsQuery().queryKey, [...feeds]);
  return client;
}
