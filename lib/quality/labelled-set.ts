import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { AppError } from "@/lib/errors";
import type { ImageDetails } from "@/lib/gallery/image-details";
import { readSidecar, SIDECAR_NAME } from "@/lib/gallery/sidecar";

/** What an image may be labelled with; each is measured where a set has it. */
export const LABEL_KINDS = ["label", "style", "palette", "composition"] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/** An image that someone has said the truth about. */
export interface LabelledImage {
  /** Absolute. */
  readonly path: string;
  readonly labels: Readonly<Partial<Record<LabelKind, string>>>;
  /** Sentences about it; each must find it again. */
  readonly captions: readonly string[];
}

/** A folder of labelled images. */
export interface LabelledSet {
  /** The folder's own name. */
  readonly name: string;
  readonly images: readonly LabelledImage[];
  /** Lines of the labels that could not be used, each with the reason. */
  readonly problems: readonly string[];
}

/** Where labels are looked for, in this order: one JSON object a line. */
const LABEL_FILES = ["labels.jsonl", SIDECAR_NAME] as const;

/**
 * Reads the labels of a folder: `labels.jsonl`, else its `gallery.jsonl`; the same fields.
 *
 * @throws {AppError} `folder_not_found` when the folder has neither.
 */
export async function readLabelledSet(folder: string): Promise<LabelledSet> {
  const path = await labelFile(resolve(folder));
  const { details, problems } = await readSidecar(path);
  const images = Array.from(details, ([file, said]) => ({
    path: file,
    labels: labelsOf(said),
    captions: captionsOf(said.extra?.caption),
  }));
  return { name: basename(resolve(folder)), images, problems };
}

async function labelFile(folder: string): Promise<string> {
  for (const name of LABEL_FILES) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  throw new AppError(
    "folder_not_found",
    `Expected a folder with ${LABEL_FILES.join(" or ")} but there is none in ${JSON.stringify(folder)}. Write one line of JSON an image: file, label, style, caption.`,
  );
}

function labelsOf({ label, style, extra }: ImageDetails): LabelledImage["labels"] {
  const labels: Partial<Record<LabelKind, string>> = {};
  const said = { label, style, palette: extra?.palette, composition: extra?.composition };
  for (const kind of LABEL_KINDS) {
    const value = said[kind];
    if (typeof value === "string") labels[kind] = value;
  }
  return labels;
}

function captionsOf(said: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(said) ? said : [said];
  return list.filter((text): text is string => typeof text === "string" && text.trim() !== "");
}
