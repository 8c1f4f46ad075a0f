import type { Metadata } from "next";
import { headers } from "next/headers";
import { Explorer } from "@/components/explorer/explorer";
import { titleFor } from "@/components/explorer/title-for";
import { DamagedTrail } from "@/components/trail/damaged-trail";
import { describeQuery } from "@/components/trail/describe-query";
import { FirstTiles } from "@/components/wall/first-tiles";
import { initialWall } from "@/lib/search/server";
import { openTrail } from "./open-trail";

/** A trail is a place, not a document: search engines have no use for every path through a gallery. */
export async function generateMetadata({ params }: PageProps<"/t/[trail]">): Promise<Metadata> {
  const { decoded, path } = await openTrail((await params).trail);
  const { trail, problems } = decoded ?? {};
  const hop = trail?.hops[trail.tip];
  const isSound = trail && hop && problems?.length === 0;
  const details = (id: string) => path.find((tile) => tile.id === id);
  return {
    title: titleFor(isSound ? describeQuery(trail, hop, details).title : "A damaged link"),
    robots: { index: false },
  };
}

/** The wall of a trail's tip. */
export default async function TrailPage({ params }: PageProps<"/t/[trail]">) {
  const code = (await params).trail;
  const { decoded, damage, path } = await openTrail(code);
  if (!decoded || decoded.problems.length > 0 || decoded.trail.hops.length === 0) {
    return <DamagedTrail detail={damage ?? WHAT_IS_LEFT} readable={decoded?.trail} />;
  }
  const { wall, problem, day } = await initialWall(await headers(), { trail: code });
  return (
    <>
      <Explorer
        initial={{ code, day, path, ...(wall ? { wall } : {}), ...(problem ? { problem } : {}) }}
      />
      <FirstTiles wall={wall} />
    </>
  );
}

const WHAT_IS_LEFT =
  "A part of it was lost or changed on its way here. Ask for the link again, or go on with what could be read.";
