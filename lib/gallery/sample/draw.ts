import { compositionOf } from "./compositions";
import { familyOf } from "./families/registry";
import type { Genome } from "./genome";
import { mannerOf } from "./manners/registry";
import { paletteOf } from "./palettes";
import { platesOf } from "./plates";
import { seedOf } from "./random";
import { Sketch } from "./sketch";

/**
 * Draws a genome.
 *
 * @returns RGBA, `width` × `height` pixels, opaque; the same bytes for the same genome.
 */
export function draw(genome: Genome): Uint8ClampedArray {
  const { family, manner, palette, composition, seed, width, height } = genome;
  const light = compositionOf(composition);
  const sketch = new Sketch(width, height, light.focus, seed);
  familyOf(family)(sketch);
  const plates = platesOf(sketch.finish(), light);
  return mannerOf(manner)(plates, paletteOf(palette), seedOf(`${seed}/manner`));
}
