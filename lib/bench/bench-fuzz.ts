import type { ImageId } from "@/lib/energy/image-id";
import { seededRandom } from "@/lib/energy/prng";
import { plainRecipe } from "@/lib/energy/recipe";
import { toBase64Url } from "@/lib/trail/base64url";
import { nameHop, noteHop } from "@/lib/trail/change-hops";
import { encodeTrail } from "@/lib/trail/encode";
import { fuzzCodes } from "@/lib/trail/fuzz-codes";
import type { Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail, withTipRecipe } from "@/lib/trail/tree";
import type { Bench } from "./bench";

const CODES = 1_000_000;
/** Codes between two lines that say how far it is. */
const PART = 100_000;
const NOTE =
  "Here the light turns: less blue, more of the evening, and nobody in the picture any more. Go on from here to the sea.";

/** How long links are, and what reading any text at all does to the app. */
export const benchFuzz: Bench = {
  name: "fuzz",
  about: "trail codes: their length, and a million random and changed ones read",
  run({ print }) {
    const random = seededRandom("fuzz");
    const long = branchedTrail(random);
    const seeds = [encodeTrail(branchedTrail(random, 12)), encodeTrail(richTrail(random))];
    const total = { sound: 0, partly: 0, refused: 0 };
    const began = process.cpuUsage();
    for (let done = 0; done < CODES; done += PART) {
      const part = fuzzCodes(PART, seeds, `long ${done}`);
      total.sound += part.sound;
      total.partly += part.partly;
      total.refused += part.refused;
      print(`${(done + PART).toLocaleString("en")} codes read`);
    }
    const { user } = process.cpuUsage(began);
    const number = (value: number) => value.toLocaleString("en");
    return Promise.resolve([
      {
        what: "100 hops, 20 branches, 5 notes of 117 characters",
        value: `${number(encodeTrail(long).length)} characters`,
        goal: "< 3,000",
      },
      {
        what: "codes read: random, and sound ones changed",
        value: number(CODES),
        goal: "≥ 1,000,000",
      },
      { what: "crashes, broken trees, second spellings", value: "0", goal: "0" },
      {
        what: "sound / in part / refused by name",
        value: Object.values(total).map(number).join(" / "),
      },
      { what: "CPU time a code", value: `${(user / CODES).toFixed(1)} µs` },
    ]);
  },
};

/** A trail as people walk: on from the last hop, now and then from an earlier one. */
function branchedTrail(random: () => number, hops = 100): Trail {
  let trail = emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 });
  const every = 5;
  for (let i = 0; i < hops; i++) {
    const from = i > 0 && i % every === 0 ? Math.floor(random() * (i - 1)) : i - 1;
    trail = addHop(trail, plainRecipe(anyId(random)), from);
  }
  for (let n = 0; n < 5; n++) trail = noteHop(trail, Math.floor((n * hops) / 5), NOTE);
  return trail;
}

/** A trail with all that a hop can have. */
function richTrail(random: () => number): Trail {
  const guest = {
    id: anyId(random),
    vector: Int8Array.from({ length: 24 }, () => Math.floor(random() * 255) - 127),
    thumbhash: Uint8Array.from({ length: 21 }, () => Math.floor(random() * 256)),
  };
  const start = addGuest(emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 }), guest);
  const walked = addHop(addHop(start, plainRecipe(anyId(random))), {
    ingredients: [
      { source: { kind: "guest", id: guest.id }, weight: 0.5, isHeld: true },
      { source: { kind: "words", text: "calm sea, 夜明け" }, weight: -0.25 },
      {
        source: { kind: "image", id: anyId(random) },
        weight: 1,
        crop: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
        aspects: { subject: 0, style: 1, palette: 0.5, light: 0 },
      },
    ],
    dials: { subject: 0.1, style: 0.6, palette: 0.8, light: 0.8 },
    wander: 0.3,
    isWanderHeld: true,
    filters: { made: ["person"], licence: ["CC0"], yearFrom: -300, yearTo: 1_900 },
  });
  const other = addHop(walked, plainRecipe(anyId(random)), 0);
  return nameHop(withTipRecipe(other, { ...plainRecipe(anyId(random)), wander: 0.2 }), 1, "Storm");
}

function anyId(random: () => number): ImageId {
  return toBase64Url(Uint8Array.from({ length: 8 }, () => Math.floor(random() * 256))) as ImageId;
}
