"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { BoardsLink } from "../masthead/boards-link";
import { PlainMasthead } from "../masthead/plain-masthead";
import { PreferencesMenu } from "../preferences/preferences-menu";
import { ThemeColour } from "../preferences/theme-colour";

/** What stands around every page of boards. */
export function BoardFrame({ children }: { readonly children: React.ReactNode }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <ThemeColour />
      <PlainMasthead>
        <BoardsLink />
        <PreferencesMenu />
      </PlainMasthead>
      <main className="min-h-[70vh] px-3 pb-16 sm:px-5">{children}</main>
    </QueryClientProvider>
  );
}
