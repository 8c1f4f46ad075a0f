import { rename } from "node:fs/promises";
import sharp from "sharp";
import { draw } from "./draw";
import type { Genome } from "./genome";

/** High enough that the grain of a manner survives, at about 100 kB a picture. */
const QUALITY = 86;

/** Draws a genome into a JPEG file that appears whole or not at all. */
export async function drawToFile(genome: Genome, path: string): Promise<void> {
  const { width, height } = genome;
  const pixels = draw(genome);
  await sharp(pixels, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: QUALITY, chromaSubsampling: "4:4:4" })
    .toFile(`${path}.new`);
  await rename(`${path}.new`, path);
}
