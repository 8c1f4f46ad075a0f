import { plainRecipe } from "@/lib/energy/recipe";
import { wallResponse } from "@/lib/search/contract";
import { unpackTiles } from "@/lib/search/packed-tiles";
import { encodeTrail } from "@/lib/trail/encode";
import { previewTrail } from "@/lib/trail/preview-trail";
import { addHop } from "@/lib/trail/tree";
import type { Bench, Figure } from "./bench";
import { type BenchServer, warmedUp, withServer } from "./bench-server";
import { ask, jsonOf } from "./http-client";
import { describeTimes, percentile } from "./percentiles";
import { ensurePicturedGallery } from "./pictured-gallery";
import { processUsage } from "./process-usage";

const WARM_UP = 3;
const PREVIEWS = 60;
const LENGTHS = [1, 7, 200];

/** Asks a production server for the pictures that links to trails are shown by. */
export const benchPreview: Bench = {
  name: "preview",
  about: "GET /api/preview/<code>: a trail's picture for previews of links, drawn and kept",
  async run(context) {
    const dataDir = await ensurePicturedGallery(context);
    return withServer(context, dataDir, async (server) => {
      context.print("waiting until it is warm …");
      await warmedUp(server);
      const day = await ask(`${server.url}/api/wall?day=2026-11-25`);
      const ids = unpackTiles(wallResponse.parse(jsonOf(day)).tiles).map(({ id }) => id);
      /** The n-th trail of a length: no two are the same. */
      const trailOf = (length: number, n: number) =>
        Array.from({ length }, (_, i) => ids[(n * 31 + i) % ids.length]).reduce(
          (trail, id) => (id ? addHop(trail, plainRecipe(id)) : trail),
          server.emptyTrail,
        );
      const address = (length: number, n: number) => {
        const code = encodeTrail(previewTrail(trailOf(length, n)));
        return `${server.url}/api/preview/${code}?hops=${length}`;
      };
      for (let n = 0; n < WARM_UP; n++) await ask(address(5, n));
      const figures: Figure[] = [];
      for (const length of LENGTHS) figures.push(await measure(length, address, server));
      const kept: number[] = [];
      for (let n = 0; n < PREVIEWS; n++) kept.push((await ask(address(200, PREVIEWS - 1))).ms);
      const longest = address(200, 0).length - server.url.length;
      return [
        ...figures,
        { what: "asked for again: kept in memory", value: describeTimes(kept) },
        {
          what: "its address: a trail of 200 hops, without the origin",
          value: `${longest} characters, of a code of ${encodeTrail(trailOf(200, 0)).length}`,
        },
      ];
    });
  },
};

async function measure(
  length: number,
  address: (length: number, n: number) => string,
  { pid }: BenchServer,
): Promise<Figure> {
  const cpu = processUsage(pid).cpuMs;
  const times: number[] = [];
  const sizes: number[] = [];
  for (let n = 0; n < PREVIEWS; n++) {
    const { ms, wireBytes } = await ask(address(length, n));
    times.push(ms);
    sizes.push(wireBytes);
  }
  const cpuMs = (processUsage(pid).cpuMs - cpu) / PREVIEWS;
  return {
    what: `drawn: ${length} ${length === 1 ? "hop" : "hops"}`,
    value: `${describeTimes(times)} · CPU ${cpuMs.toFixed(0)} ms · ${(percentile(sizes, 0.5) / 1e3).toFixed(0)} kB`,
    goal: "p95 < 500 ms",
  };
}
