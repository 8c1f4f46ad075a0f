import { blueprint } from "./blueprint";
import { crayon } from "./crayon";
import { etching } from "./etching";
import { flatColour } from "./flat-colour";
import { grain } from "./grain";
import { halftonePrint } from "./halftone-print";
import { inkLine } from "./ink-line";
import { linocut } from "./linocut";
import type { Manner } from "./manner";
import { neon } from "./neon";
import { oil } from "./oil";
import { pixel } from "./pixel";
import { wash } from "./wash";

const BY_NAME = {
  "ink line": inkLine,
  "flat colour": flatColour,
  grain,
  watercolour: wash,
  "pixel art": pixel,
  neon,
  etching,
  "halftone print": halftonePrint,
  crayon,
  blueprint,
  linocut,
  oil,
} as const satisfies Record<string, Manner>;

/** The name of a manner; it is the label `style` of a sample image. */
export type MannerName = keyof typeof BY_NAME;

/** Every manner. To add one: a file in this folder and a line above. */
export const MANNERS = Object.keys(BY_NAME) as MannerName[];

/** The manner of a name. */
export function mannerOf(name: MannerName): Manner {
  return BY_NAME[name];
}
