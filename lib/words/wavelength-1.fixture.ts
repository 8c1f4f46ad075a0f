import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Embedder } from "@/lib/embedding/embedder";
import { loadModel } from "@/lib/embedding/load-model";
import { energyLayout } from "@/lib/energy/aspects";
import { normalize } from "@/lib/energy/unit-vector";
import { decodePicture, type Pixels } from "@/lib/gallery/decode";
import { energyOf, prepareGuest } from "@/lib/gallery/prepare-guest";

/** A picture of a labelled set beside this project. */
export interface LabelledPicture {
  readonly file: string;
  readonly style?: string;
}

/** The pictures of `../shared/<set>`; none where the set is absent. */
export function labelledPictures(set: string, list: string): LabelledPicture[] {
  const path = join("..", "shared", set, list);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => ({
    ...JSON.parse(line),
    file: join("..", "shared", set, JSON.parse(line).file),
  }));
}

const LIMITS = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 60 };

/** The model that ships, in this thread: for tests of what it makes of words. */
export async function wavelength1() {
  const model = await loadModel("models/wavelength-1", ["cpu"]);
  const { description } = model;
  const layout = energyLayout(description.dims);
  const embedText: Embedder["embedText"] = async (text) => {
    const { subject, style, usedChars } = await model.runText(text);
    return { subject: normalize(subject), style: normalize(style), usedChars };
  };
  return {
    layout,
    embedder: { model: description, embedText } as unknown as Embedder,
    /** The energy of a picture, as ingest computes it. */
    async energyOfFile(file: string): Promise<Float32Array> {
      const picture = await prepareGuest(readFileSync(file), description, LIMITS);
      const { subject, style } = await model.runImages([picture.square]);
      const aspects = { subject: normalize(subject), style: normalize(style) };
      return energyOf(aspects, picture.palette, picture.light, layout);
    },
  };
}

/** A picture of at most 32 px a side. */
export async function smallPixels(file: string): Promise<Pixels> {
  return (await decodePicture(readFileSync(file), LIMITS, 32)).pixels;
}
