import type { Metadata } from "next";
import { headers } from "next/headers";
import { cache } from "react";
import { DamagedBoard } from "@/components/boards/damaged-board";
import { SharedBoard } from "@/components/boards/shared-board";
import { titleFor } from "@/components/explorer/title-for";
import { reportProblem } from "@/lib/api/with-problems";
import { type DecodedBoard, decodeBoard } from "@/lib/board/board-code";
import { originFor } from "@/lib/search/server";

/** Reads a board's code once a request: the page and its title both ask. */
const openBoard = cache((code: string): DecodedBoard | { readonly damage: string } => {
  try {
    return decodeBoard(code);
  } catch (error) {
    return { damage: reportProblem(error, "/b/*").detail };
  }
});

export async function generateMetadata({ params }: PageProps<"/b/[board]">): Promise<Metadata> {
  const opened = openBoard((await params).board);
  const title = "damage" in opened ? "A damaged link" : opened.contents.name;
  return { title: titleFor(title), robots: { index: false } };
}

/** A board that somebody shared: all of it is in the address. */
export default async function SharedBoardPage({ params }: PageProps<"/b/[board]">) {
  const opened = openBoard((await params).board);
  if ("damage" in opened) return <DamagedBoard detail={opened.damage} />;
  const { contents, problems } = opened;
  if (problems.length > 0) return <DamagedBoard readable={contents} />;
  return <SharedBoard contents={contents} origin={await originFor(await headers())} />;
}
