import type { Metadata } from "next";
import { headers } from "next/headers";
import { BoardPage } from "@/components/boards/board-page";
import { titleFor } from "@/components/explorer/title-for";
import { originFor } from "@/lib/search/server";

export const metadata: Metadata = { title: titleFor("A board"), robots: { index: false } };

/** One board of the browser that opens it, by the name that only that browser knows. */
export default async function OneBoardPage({ params }: PageProps<"/boards/[board]">) {
  const { board } = await params;
  return <BoardPage id={board} origin={await originFor(await headers())} />;
}
