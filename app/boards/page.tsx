import type { Metadata } from "next";
import { headers } from "next/headers";
import { BoardsPage } from "@/components/boards/boards-page";
import { titleFor } from "@/components/explorer/title-for";
import { originFor } from "@/lib/search/server";

export const metadata: Metadata = { title: titleFor("Boards"), robots: { index: false } };

/** The boards of the browser that opens it; the server knows none of them. */
export default async function AllBoardsPage() {
  return <BoardsPage origin={await originFor(await headers())} />;
}
