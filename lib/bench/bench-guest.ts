import { plainRecipe } from "@/lib/energy/recipe";
import { guestResponse, wallResponse } from "@/lib/search/contract";
import { encodeTrail } from "@/lib/trail/encode";
import { addGuest, addHop } from "@/lib/trail/tree";
import type { Bench } from "./bench";
import { type BenchServer, warmedUp, withServer } from "./bench-server";
import { drawPhotos, PHOTO_HEIGHT, PHOTO_WIDTH } from "./drawn-photos";
import { ask, jsonOf } from "./http-client";
import { ensureMadeUpGallery } from "./made-up-gallery";
import { describeTimes } from "./percentiles";
import { processUsage } from "./process-usage";

const WARM_UP = 3;
const GUESTS = 40;

/** Brings pictures to a production server and asks for their walls. */
export const benchGuest: Bench = {
  name: "guest",
  about: "a 2 MP JPEG posted to /api/guests, then the wall of the trail that it starts",
  async run(context) {
    const { dataDir } = await ensureMadeUpGallery(context);
    context.print("drawing …");
    const files = drawPhotos();
    return withServer(context, dataDir, async (server) => {
      context.print("waiting until it is warm …");
      await warmedUp(server);
      for (let i = 0; i < WARM_UP; i++) await bring(photoAt(files, i), server);
      context.print("bringing guests …");
      const cpu = processUsage(server.pid).cpuMs;
      const posts: number[] = [];
      const walls: number[] = [];
      for (let i = 0; i < GUESTS; i++) {
        const { postMs, wallMs } = await bring(photoAt(files, i), server);
        posts.push(postMs);
        walls.push(wallMs);
      }
      const cpuMs = (processUsage(server.pid).cpuMs - cpu) / GUESTS;
      const size = files.reduce((sum, file) => sum + file.length, 0) / files.length;
      return [
        { what: "file", value: `${PHOTO_WIDTH} × ${PHOTO_HEIGHT}, ${(size / 1e6).toFixed(2)} MB` },
        { what: "POST /api/guests", value: describeTimes(posts) },
        { what: `its wall among ${context.rows} rows`, value: describeTimes(walls) },
        {
          what: "file → tiles",
          value: `${describeTimes(posts.map((ms, i) => ms + (walls[i] ?? 0)))} · CPU ${cpuMs.toFixed(0)} ms`,
          goal: "≤ 300 ms",
        },
      ];
    });
  },
};

function photoAt(files: readonly Buffer[], i: number): Buffer {
  return files[i % files.length] ?? Buffer.alloc(0);
}

async function bring(file: Buffer, { url, emptyTrail }: BenchServer) {
  const posted = await ask(`${url}/api/guests`, { body: file });
  const { id, vector, thumbhash } = guestResponse.parse(jsonOf(posted));
  const guest = {
    id,
    vector: new Int8Array(Buffer.from(vector, "base64")),
    thumbhash: new Uint8Array(Buffer.from(thumbhash, "base64")),
  };
  const trail = addHop(addGuest(emptyTrail, guest), {
    ...plainRecipe(id),
    ingredients: [{ source: { kind: "guest", id }, weight: 1 }],
  });
  const wall = await ask(`${url}/api/wall?trail=${encodeTrail(trail)}`);
  wallResponse.parse(jsonOf(wall));
  return { postMs: posted.ms, wallMs: wall.ms };
}
