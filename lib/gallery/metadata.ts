import ExifReader from "exifreader";
import type { ImageDetails } from "./image-details";
import { yearOf } from "./sidecar";

/** Titles that cameras and programs write by themselves. */
const NOT_A_TITLE =
  /^(untitled|olympus digital camera|minolta digital camera|dcim.*|screenshot|created with gimp|ascii)$/i;

/** Names that generators write where a program is named. */
const GENERATORS =
  /\b(midjourney|stable.?diffusion|dall.?e|adobe firefly|comfyui|automatic1111|invokeai|novelai|fooocus)\b/i;

/** What Midjourney writes as the description: the prompt, its switches and a job's number. */
const MIDJOURNEY = /\bJob ID: [0-9a-f]{8}-[0-9a-f]{4}-/i;

/** IPTC's digital source types by whether a generator made the whole picture; others are silent. */
const MADE = /(^|\/)trainedAlgorithmicMedia$/i;
const NOT_MADE =
  /(^|\/)(digitalCapture|computationalCapture|negativeFilm|positiveFilm|print|humanEdits|minorHumanEdits|digitalArt|digitalCreation)$/i;

const MAX_TEXT_CHARS = 500;

type Tags = Readonly<Record<string, unknown>>;

/**
 * What a file says of itself in EXIF, XMP, IPTC and PNG text. Nothing is guessed; a file whose
 * metadata is damaged says nothing.
 */
export function readMetadata(file: Buffer): ImageDetails {
  let tags: Tags;
  try {
    tags = { ...ExifReader.load(file, { async: false }) };
  } catch {
    // Most pictures carry none, and what is damaged is not the picture.
    return {};
  }
  const text = (...names: readonly string[]) => firstText(tags, names);
  const title = text("title", "Object Name", "Title", "ImageDescription", "Headline");
  const artist = text("creator", "By-line", "Artist", "Author");
  const licence = text(
    "License",
    "UsageTerms",
    "WebStatement",
    "rights",
    "Copyright Notice",
    "Copyright",
  );
  const year = yearOf(text("DateTimeOriginal", "DateCreated", "Date Created") ?? "");
  return {
    ...(title && !NOT_A_TITLE.test(title) ? { title } : {}),
    ...(artist ? { artist } : {}),
    ...(licence ? { licence } : {}),
    ...(year !== undefined && year > 1_000 && year < 3_000 ? { year } : {}),
    ...generatedOf(text),
  };
}

/**
 * Whether a generator left its mark: the parameters that Automatic1111 ("parameters"), ComfyUI
 * ("prompt" with "workflow") and InvokeAI write into PNG text, IPTC's digital source type, or its
 * own name. Says `false` only where the digital source type does.
 */
function generatedOf(text: (...names: string[]) => string | undefined): { generated?: boolean } {
  const source = text("DigitalSourceType", "digitalSourceType") ?? "";
  const isMade =
    /Steps: \d+/.test(text("parameters", "UserComment") ?? "") ||
    (text("workflow") !== undefined && text("prompt") !== undefined) ||
    text("invokeai_metadata") !== undefined ||
    MADE.test(source) ||
    MIDJOURNEY.test(text("Description", "ImageDescription", "description") ?? "") ||
    GENERATORS.test(text("Software") ?? "") ||
    GENERATORS.test(text("CreatorTool") ?? "");
  if (isMade) return { generated: true };
  return NOT_MADE.test(source) ? { generated: false } : {};
}

/** The first of the tags that says something; only its first characters. */
function firstText(tags: Tags, names: readonly string[]): string | undefined {
  for (const name of names) {
    const tag: unknown = tags[name];
    const described =
      typeof tag === "object" && tag !== null && "description" in tag ? tag.description : undefined;
    if (typeof described !== "string") continue;
    // Control characters come with fixed-length fields.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    const clean = described.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
    if (clean !== "") return clean.slice(0, MAX_TEXT_CHARS);
  }
  return undefined;
}
