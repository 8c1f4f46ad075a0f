import { headers } from "next/headers";
import { Explorer } from "@/components/explorer/explorer";
import { FirstTiles } from "@/components/wall/first-tiles";
import { initialWall } from "@/lib/search/server";

/** The opening wall of the day and the moods to start from. */
export default async function OpeningPage() {
  const { wall, feeds, problem, day } = await initialWall(await headers());
  return (
    <>
      <Explorer
        initial={{
          code: undefined,
          day,
          path: [],
          ...(wall ? { wall } : {}),
          ...(feeds ? { feeds } : {}),
          ...(problem ? { problem } : {}),
        }}
      />
      <FirstTiles wall={wall} />
    </>
  );
}
