import type { Family } from "../sketch";
import { attractor } from "./attractor";
import { aurora } from "./aurora";
import { balloons } from "./balloons";
import { birds } from "./birds";
import { bottles } from "./bottles";
import { bridge } from "./bridge";
import { dotLattice } from "./dot-lattice";
import { fish } from "./fish";
import { flowField } from "./flow-field";
import { flowers } from "./flowers";
import { forest } from "./forest";
import { islands } from "./islands";
import { mandala } from "./mandala";
import { marbling } from "./marbling";
import { moire } from "./moire";
import { moon } from "./moon";
import { mountains } from "./mountains";
import { packedCircles } from "./packed-circles";
import { plant } from "./plant";
import { portrait } from "./portrait";
import { reactionDiffusion } from "./reaction-diffusion";
import { sea } from "./sea";
import { skyline } from "./skyline";
import { spiral } from "./spiral";
import { stairs } from "./stairs";
import { starTrails } from "./star-trails";
import { truchet } from "./truchet";
import { voronoi } from "./voronoi";
import { woven } from "./woven";

const BY_NAME = {
  attractor,
  aurora,
  balloons,
  birds,
  bottles,
  bridge,
  "dot-lattice": dotLattice,
  fish,
  "flow-field": flowField,
  flowers,
  forest,
  islands,
  mandala,
  marbling,
  moire,
  moon,
  mountains,
  "packed-circles": packedCircles,
  plant,
  portrait,
  "reaction-diffusion": reactionDiffusion,
  sea,
  skyline,
  spiral,
  stairs,
  "star-trails": starTrails,
  truchet,
  voronoi,
  woven,
} as const satisfies Record<string, Family>;

/** The name of a family; it is the `label` of a sample image. */
export type FamilyName = keyof typeof BY_NAME;

/** Every family. To add one: a file in this folder and a line above. */
export const FAMILIES = Object.keys(BY_NAME) as FamilyName[];

/** The family of a name. */
export function familyOf(name: FamilyName): Family {
  return BY_NAME[name];
}
