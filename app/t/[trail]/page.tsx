import type { Metadata } from "next";
import { headers } from "next/headers";
import { Explorer } from "@/components/explorer/explorer";
import { APP_NAME, titleFor } from "@/components/explorer/title-for";
import { aboutText } from "@/components/trail/about-line";
import { damageInWords } from "@/components/trail/damage-in-words";
import { DamagedTrail } from "@/components/trail/damaged-trail";
import { shareWords } from "@/components/trail/share-words";
import { FirstTiles } from "@/components/wall/first-tiles";
import { CARD_HEIGHT, CARD_WIDTH } from "@/lib/preview/card";
import { initialWall } from "@/lib/search/server";
import { openTrail, previewLink } from "./open-trail";

/** A trail is a place, not a document: search engines have no use for every path through a gallery. */
export async function generateMetadata({ params }: PageProps<"/t/[trail]">): Promise<Metadata> {
  const { decoded, path } = await openTrail((await params).trail);
  const { trail, problems } = decoded ?? {};
  const robots = { index: false };
  if (!trail?.hops[trail.tip] || problems?.length !== 0) {
    return { title: titleFor("A damaged link"), robots };
  }
  const { about, image } = await previewLink(trail);
  const details = (id: string) => path.find((tile) => tile.id === id);
  const { title, description, alt } = shareWords(trail, details, about);
  const picture = { width: CARD_WIDTH, height: CARD_HEIGHT, type: "image/jpeg", alt };
  return {
    title: titleFor(title, aboutText(about?.query)),
    description,
    robots,
    openGraph: {
      title,
      description,
      siteName: APP_NAME,
      type: "website",
      ...(image ? { images: [{ url: image, ...picture }] } : {}),
    },
    twitter: { card: image ? "summary_large_image" : "summary" },
  };
}

/** The wall of a trail's tip. */
export default async function TrailPage({ params }: PageProps<"/t/[trail]">) {
  const code = (await params).trail;
  const { decoded, damage, path } = await openTrail(code);
  if (!decoded || decoded.problems.length > 0 || decoded.trail.hops.length === 0) {
    const { trail, problems = [] } = decoded ?? {};
    const detail = damage ?? damageInWords(problems, trail?.hops.length ?? 0);
    return <DamagedTrail detail={detail} readable={trail} />;
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
