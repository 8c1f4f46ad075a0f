"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { healthResponse } from "@/lib/search/contract";
import { requestJson } from "../explorer/request";
import { OwnerPanel } from "../owner/owner-panel";
import { Message } from "./message";

const LOOK_AGAIN_MS = 2_000;

/** A gallery without images: how to bring some in. @param isPage whether nothing else heads the page. */
export function EmptyGallery({ isPage }: { readonly isPage: boolean }) {
  const { data: count = 0 } = useQuery({
    queryKey: ["image-count"],
    queryFn: async () => healthResponse.parse(await requestJson("/api/health")).gallery.count,
    refetchInterval: LOOK_AGAIN_MS,
  });
  useEffect(() => {
    if (count > 0) window.location.reload();
  }, [count]);
  return (
    <Message isPage={isPage} title="This gallery is empty" actions={<OwnerPanel isNamed />}>
      <p>
        Wavelength shows walls of pictures, and there are none yet. Choose a folder of your own, or
        add one from the command line:
      </p>
      <pre className="overflow-x-auto rounded bg-raised px-4 py-3 text-left text-ink">
        <code>npm run add -- ~/Pictures</code>
      </pre>
      <p>This page shows them as soon as they are in.</p>
    </Message>
  );
}
